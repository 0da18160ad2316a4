"""What the app needs from outside its subnets, and which way each of that goes in the VPC as it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from netsec.insight.advice.egress import EgressOptions
from netsec.insight.snapshot import VpcSnapshot
from netsec.model import Reason, WorkloadConfig, reason


class EgressPath(Enum):
    """Which way a flow goes; the values are those of the JSON output."""

    NOT_NEEDED = "always"
    ENDPOINT = "endpoint"
    NAT = "nat"
    PUBLIC = "public_ip"
    IPV6 = "ipv6"
    NOWHERE = "nowhere"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Flow:
    """One line of the table of what an app may need.

    `answer`: the key of `[workload]` that says whether the app needs it, "" if every app does. `always`: why it needs
    no way out; otherwise `services` (as in the names of endpoints), or the internet, must be reachable.
    """

    name: str
    workload_key: str = ""
    no_egress_reason: Reason | None = None
    services: tuple[str, ...] = ()
    needs_internet: bool = False


# Sources: VPC user guide (DNS, gateway endpoints, NAT gateways), ECR user guide (VPC endpoints; image layers are kept
# in S3), ECS developer guide (VPC endpoints, ECS Exec).
FLOWS = (
    Flow(name="dns", no_egress_reason=reason("goes_by_resolver")),
    Flow(name="time", no_egress_reason=reason("goes_by_time_service")),
    Flow(name="inside", no_egress_reason=reason("goes_inside")),
    Flow(name="from_alb", no_egress_reason=reason("comes_by_alb")),
    Flow(name="from_internet", no_egress_reason=reason("nothing_comes_in")),
    Flow(name="ecr", workload_key="ecr", services=("ecr.api", "ecr.dkr", "s3")),
    Flow(name="logs", workload_key="logs", services=("logs",)),
    Flow(name="secrets", workload_key="secrets", services=("secretsmanager",)),
    Flow(name="parameters", workload_key="parameters", services=("ssm",)),
    Flow(name="exec", workload_key="exec", services=("ssmmessages",)),
    Flow(name="metrics", workload_key="metrics", services=("monitoring",)),
    Flow(name="s3", workload_key="s3", services=("s3",)),
    Flow(name="dynamodb", workload_key="dynamodb", services=("dynamodb",)),
    Flow(name="packages", workload_key="packages", needs_internet=True),
    Flow(name="public_images", workload_key="public_images", needs_internet=True),
    Flow(name="external_apis", workload_key="external_apis", needs_internet=True),
)
# Where packets go on each way, for the network ACLs between: interface endpoints are in the VPC.
PEER_BLOCKS = {EgressPath.NAT: "0.0.0.0/0", EgressPath.ENDPOINT: "vpc"}
# The operations that must be answered before netsec can say that there is no way.
REQUIRED_OPERATIONS = frozenset({"describe_vpc_endpoints", "describe_security_groups"})
# The operations whose answers must lack no field for that.
COMPLETE_OPERATIONS = REQUIRED_OPERATIONS | {
    "describe_route_tables",
    "describe_nat_gateways",
    "describe_network_acls",
    "describe_subnets",
}


@dataclass(frozen=True, kw_only=True)
class FlowStatus:
    """One flow: whether the app needs it (`wanted`), which way it goes and why.

    `missing`: the services of the flow that have no endpoint.
    """

    flow: Flow
    is_needed: bool
    path: EgressPath
    why: Reason
    missing_endpoints: tuple[str, ...] = ()

    @property
    def works(self) -> bool:
        """Whether it has a way, or may have one: it is not known to have none."""
        return self.path is not EgressPath.NOWHERE


def flow_statuses(
    vpc: VpcSnapshot, workload: WorkloadConfig, groups: Iterable[str] = ("ecs",)
) -> tuple[FlowStatus, ...]:
    """A row for every flow of the table; `groups`: the app's security groups, by their keys in netsec.toml."""
    ways = EgressOptions(vpc, tuple(groups))
    return tuple(_row(flow, workload, ways, vpc) for flow in FLOWS)


def _row(flow: Flow, workload: WorkloadConfig, ways: EgressOptions, vpc: VpcSnapshot) -> FlowStatus:
    """Which way the flow goes: none if the app's groups or the subnets' ACLs don't let HTTPS through."""
    wanted = not flow.workload_key or bool(getattr(workload, flow.workload_key))
    if flow.no_egress_reason:
        return FlowStatus(flow=flow, is_needed=wanted, path=EgressPath.NOT_NEEDED, why=flow.no_egress_reason)
    if unread := sorted(REQUIRED_OPERATIONS & vpc.unread_operations | COMPLETE_OPERATIONS & vpc.partial_operations):
        return FlowStatus(
            flow=flow, is_needed=wanted, path=EgressPath.UNKNOWN, why=reason("way_unknown", denied=unread)
        )
    if ways.groups_without_egress:
        return FlowStatus(
            flow=flow,
            is_needed=wanted,
            path=EgressPath.NOWHERE,
            why=reason("closed_by_egress", groups=ways.groups_without_egress),
        )
    way, why = _internet(workload, ways) if flow.needs_internet else _services(flow, ways)
    if way in PEER_BLOCKS and (closed_acls := ways.blocking_acls(PEER_BLOCKS[way])):
        way, why = EgressPath.NOWHERE, reason("closed_by_acl", acls=closed_acls)
    return FlowStatus(
        flow=flow, is_needed=wanted, path=way, why=why, missing_endpoints=ways.services_without_endpoint(flow.services)
    )


def _services(flow: Flow, ways: EgressOptions) -> tuple[EgressPath, Reason]:
    """To AWS services: by public IPs, else endpoints, else a NAT gateway."""
    missing = ways.services_without_endpoint(flow.services)
    if ways.uses_public_ips:
        return EgressPath.PUBLIC, reason("goes_by_public_ip")
    if not missing:
        return EgressPath.ENDPOINT, reason("goes_by_endpoints", endpoints=flow.services)
    if ways.has_nat_gateway:
        return EgressPath.NAT, reason("goes_by_nat_for_now", missing=missing)
    return EgressPath.NOWHERE, reason("goes_nowhere_yet", missing=missing)


def _internet(workload: WorkloadConfig, ways: EgressOptions) -> tuple[EgressPath, Reason]:
    """To the internet: over IPv4 by public IPs or a NAT gateway, over IPv6 by an egress-only gateway, which is free."""
    if ways.uses_public_ips:
        return EgressPath.PUBLIC, reason("goes_by_public_ip")
    if workload.ipv6 and ways.has_ipv6:
        return EgressPath.IPV6, reason("goes_by_ipv6")
    if ways.has_nat_gateway:
        return EgressPath.NAT, reason("goes_by_nat_only")
    return EgressPath.NOWHERE, reason("needs_nat")
