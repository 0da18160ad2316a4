"""Which way out an app has, on networks of a few rows: by a gateway that works, by endpoints that stand, or none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netsec.insight.advice import EgressPath, flow_statuses
from netsec.insight.snapshot import (
    NatGateway,
    NetworkAcl,
    Route,
    RouteTable,
    SecurityGroup,
    Subnet,
    VpcEndpoint,
    VpcSnapshot,
)
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import AclEntry, WorkloadConfig

OUT = "0.0.0.0/0"
LETS_OUT = GroupRule(protocol="-1", from_port=None, to_port=None, peer_type="cidr_ipv4", peer=OUT)
FROM_APP = GroupRule(protocol="tcp", from_port=443, to_port=443, peer_type="group", peer="sg-ecs")
ALL = tuple(AclEntry(number=100, egress=egress, protocol="-1", action="allow", cidr=OUT) for egress in (False, True))
LOGS = VpcEndpoint(id="vpce-1", service="com.amazonaws.x.logs", type="Interface", state="available",
    private_dns_enabled=True,
                group_ids=("sg-ep",))  # fmt: skip


def group(name: str, ingress: tuple[GroupRule, ...] = (), egress: tuple[GroupRule, ...] = (LETS_OUT,)) -> SecurityGroup:
    return SecurityGroup(id=f"sg-{name}", name=name, group_name=name, is_owned=True, ingress=ingress, egress=egress)


def table(name: str, target: str = "nat-1", state: str = "active") -> RouteTable:
    return RouteTable(id=name, routes=(Route(destination=OUT, target=target, state=state),))


def world(gateway: str = "available", **changed: object) -> VpcSnapshot:
    """Two private subnets, each on its table, that lead to one NAT gateway in this state."""
    found = VpcSnapshot(
        vpc_id="vpc-1",
        cidrs=("10.0.0.0/16",),
        subnets={
            f"subnet-{zone}": Subnet(id=f"subnet-{zone}", zone=zone, cidr="10.0.0.0/24", table_id=f"rtb-{zone}",
                                     acl_id="acl-1")
            for zone in "ac"
        },
        tables={f"rtb-{zone}": table(f"rtb-{zone}") for zone in "ac"},
        acls={"acl-1": NetworkAcl(id="acl-1", name="private", entries=ALL)},
        groups={"sg-ecs": group("ecs"), "sg-ep": group("ep", (FROM_APP,))},
        gateways={"nat-1": NatGateway(id="nat-1", state=gateway, subnet_id="subnet-p")},
    )  # fmt: skip
    return replace(found, **changed)  # type: ignore[arg-type]


def ways(there: VpcSnapshot) -> dict[str, tuple[EgressPath, str]]:
    return {row.flow.name: (row.path, row.why.code) for row in flow_statuses(there, WorkloadConfig(packages=True))}


@pytest.mark.parametrize(
    ("there", "way"),
    [
        (world(), EgressPath.NAT),
        *((world(state), EgressPath.NOWHERE) for state in ("pending", "failed", "deleting")),
        (world(tables={"rtb-a": table("rtb-a"), "rtb-c": table("rtb-c", "nat-2")}), EgressPath.NOWHERE),
        (world(tables={"rtb-a": table("rtb-a"), "rtb-c": table("rtb-c", state="blackhole")}), EgressPath.NOWHERE),
        (world(tables={"rtb-a": table("rtb-a"), "rtb-c": RouteTable(id="rtb-c")}), EgressPath.NAT),
        (world(tables={}), EgressPath.NOWHERE),
    ],
)
def test_by_a_gateway_that_works_from_every_table(there: VpcSnapshot, way: EgressPath) -> None:
    assert ways(there)["packages"][0] is way


@pytest.mark.parametrize(
    ("endpoint", "way"),
    [
        (LOGS, EgressPath.ENDPOINT),
        (replace(LOGS, state="Available"), EgressPath.ENDPOINT),
        (replace(LOGS, state="pending"), EgressPath.ENDPOINT),
        *((replace(LOGS, state=state), EgressPath.NOWHERE) for state in ("deleting", "deleted", "failed", "rejected")),
        (replace(LOGS, private_dns_enabled=False), EgressPath.NOWHERE),
        (replace(LOGS, group_ids=()), EgressPath.NOWHERE),
        (replace(LOGS, service="com.amazonaws.x.sts"), EgressPath.NOWHERE),
        (replace(LOGS, type="Gateway", table_ids=("rtb-a", "rtb-c")), EgressPath.ENDPOINT),
        (replace(LOGS, type="Gateway", table_ids=("rtb-a",)), EgressPath.NOWHERE),
    ],
)
def test_by_an_endpoint_that_stands_and_lets_the_app_in(endpoint: VpcEndpoint, way: EgressPath) -> None:
    assert ways(world("failed", endpoints={"vpce-1": endpoint}))["logs"][0] is way


def test_groups_and_acls_that_let_nothing_out() -> None:
    mute = world(groups={"sg-ecs": group("ecs", egress=())})
    shut = world(acls={"acl-1": NetworkAcl(id="acl-1", name="private", entries=ALL[:1])})
    assert ways(mute)["packages"] == (EgressPath.NOWHERE, "closed_by_egress")
    assert ways(shut)["packages"] == (EgressPath.NOWHERE, "closed_by_acl")
    unread = world(unread_operations=frozenset({"describe_security_groups"}), groups={})
    assert ways(unread)["packages"][0] is EgressPath.UNKNOWN
