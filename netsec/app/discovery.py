"""What `init` discovers before there is a config: the VPC, its zones, public subnets and private route tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from netsec.aws.client import AwsClient
from netsec.aws.deadline import Deadline
from netsec.aws.describe import call_before, describe
from netsec.errors import NetworkUnfit
from netsec.model import Config, NatConfig, Network, Query, VpcConfig, reason, tag_map
from netsec.model.response_fields import cidr_field, text_field
from netsec.planning.network import CALLER_IDENTITY, caller_account, find_network, network_queries
from netsec.planning.zone_types import zone_type_queries

VPCS = Query("describe_vpcs", "Vpcs")
VPC_NAME = re.compile(r"(?P<project>(?!sg-)[a-z][a-z0-9-]{0,30})-(?P<environment>[a-z][a-z0-9]{0,30})-vpc")


@dataclass(frozen=True, kw_only=True)
class DiscoveredVpc:
    """One VPC. The two mappings are by zone, and hold only the zones with exactly one candidate."""

    account_id: str
    vpc_id: str
    vpc_name: str
    zones: tuple[str, ...] = ()
    public_subnets: Mapping[str, str] = field(default_factory=dict)
    private_route_tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def names_from_vpc(self) -> tuple[str, str] | None:
        """Project and environment, where the VPC's name is PROJECT-ENVIRONMENT-vpc."""
        match = VPC_NAME.fullmatch(self.vpc_name)
        return (match["project"], match["environment"]) if match else None


def discover_vpc(
    aws: AwsClient, now: Callable[[], float], *, vpc_id: str, prefix: str, deadline: Deadline | None = None
) -> DiscoveredVpc:
    """The VPC with that id, else the one named PREFIX-vpc, else the only one that is not the default VPC.

    NetworkUnfit where there is no such VPC, or more than one.
    """
    deadline = deadline or Deadline()
    call_before(lambda: aws.warm_up("ec2", "sts"), deadline, "connect")
    first = describe(aws, (CALLER_IDENTITY, VPCS), now, on_slow_answer=aws.on_slow_answer, deadline=deadline)
    vpc = _choose(first.of(VPCS.op), vpc_id, prefix)
    if not cidr_field(vpc, "CidrBlock"):
        raise NetworkUnfit(reason("answer_incomplete", id=vpc["VpcId"], missing=["CidrBlock"]))
    answers = describe(aws, network_queries(vpc["VpcId"]), now, on_slow_answer=aws.on_slow_answer, deadline=deadline)
    zones = [text_field(subnet, "AvailabilityZone") for subnet in answers.of("describe_subnets")]
    answers.update(describe(aws, zone_type_queries(zones), now, on_slow_answer=aws.on_slow_answer, deadline=deadline))
    config = Config(
        project="x",
        enable_nat_gateway=True,
        nat=NatConfig(topology="single"),
        vpc=VpcConfig(id=vpc["VpcId"]),
    )
    network = find_network(config, vpc, answers)
    return _discovered(caller_account(first), vpc, network)


def _choose(vpcs: list[dict[str, Any]], vpc_id: str, prefix: str) -> dict[str, Any]:
    by_id = [vpc for vpc in vpcs if vpc["VpcId"] == vpc_id]
    if vpc_id and not by_id:
        raise NetworkUnfit(reason("vpc_id_unknown", name=vpc_id))
    by_name = [vpc for vpc in vpcs if prefix and tag_map(vpc).get("Name") == f"{prefix}-vpc"]
    not_default = [vpc for vpc in vpcs if not vpc.get("IsDefault")]
    candidates = by_id or by_name or not_default
    if not candidates:
        raise NetworkUnfit(reason("no_vpc"))
    if len(candidates) > 1:
        names = [(vpc["VpcId"], tag_map(vpc).get("Name", "")) for vpc in candidates]
        raise NetworkUnfit(reason("several_vpcs", vpcs=sorted(names)))
    return candidates[0]


def _discovered(account: str, vpc: Mapping[str, Any], network: Network) -> DiscoveredVpc:
    return DiscoveredVpc(
        account_id=account,
        vpc_id=network.vpc_id,
        vpc_name=tag_map(vpc).get("Name", ""),
        zones=tuple(zone.name for zone in network.zones),
        public_subnets={zone.name: zone.nat_subnet for zone in network.zones if zone.nat_subnet},
        private_route_tables={
            zone.name: zone.private_route_tables for zone in network.zones if zone.private_route_tables
        },
    )
