"""An address that AWS manages for one of its services carries whatever tags it likes: no plan takes it away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from netsec.config import default_config
from netsec.kinds import KINDS, OUTBOUND
from netsec.model import Address, Answers, Call, DestroyOptions, NatConfig, Plan, Query, Record, query_by_vpc
from netsec.planning.network import CALLER_IDENTITY
from netsec.planning.observation import read_observation
from netsec.planning.plan import make_destroy_plan, make_plan

VPC, ZONE = "vpc-1", "ap-northeast-1a"
EIP = Address("elastic_ip", ZONE)
CONFIG = default_config(zones=(ZONE,))
TAGS = {
    "netsec:stack": "myapp/dev",
    "netsec:address": str(EIP),
    "netsec:vpc": VPC,
    "ManagedBy": "netsec",
}
RECORDS = {EIP: Record(id="eipalloc-1")}
BY_AWS = ["rnat", "nat-gateway", "alb", "nlb", "rds", "what-comes-next-year"]


def cloud(managed: str) -> Answers:
    rows = {"describe_subnets": "Subnets", "describe_route_tables": "RouteTables",
            "describe_network_acls": "NetworkAcls", "describe_security_groups": "SecurityGroups"}  # fmt: skip
    address = {"AllocationId": "eipalloc-1", "PublicIp": "203.0.113.1", "Domain": "vpc",
               "Tags": [{"Key": key, "Value": value} for key, value in TAGS.items()]}  # fmt: skip
    return Answers({
        CALLER_IDENTITY: [{"Account": "123456789012"}],
        Query("describe_vpcs", "Vpcs"): [{"VpcId": VPC, "CidrBlock": "10.0.0.0/16"}],
        **{query_by_vpc(op, path, VPC): [] for op, path in rows.items()},
        query_by_vpc("describe_nat_gateways", "NatGateways", VPC, argument="Filter"): [],
        Query("describe_addresses", "Addresses"): [{**address, **({"ServiceManaged": managed} if managed else {})}],
    })  # fmt: skip


def plans(managed: str) -> list[Plan]:
    """What takes an address away: apply without NAT gateways, destroy-nat, destroy; keeping addresses or not."""
    seen = read_observation(CONFIG, "", cloud(managed), RECORDS)
    off = [make_plan(replace(CONFIG, nat=NatConfig(keep_eips=keep)), seen, RECORDS) for keep in (False, True)]
    told = [DestroyOptions(is_requested=True, keep_addresses=keep) for keep in (False, True)]
    return off + [
        make_destroy_plan(seen, RECORDS, kinds, retire) for kinds in (OUTBOUND, frozenset(KINDS)) for retire in told
    ]


def touched(plan: Plan) -> list[str]:
    steps = [step for change in plan.changes if change.address == EIP for step in change.steps]
    return [step.op for step in steps if isinstance(step, Call)]


@pytest.mark.parametrize("managed", BY_AWS)
def test_it_is_never_released(managed: str) -> None:
    for plan in plans(managed):
        assert not set(touched(plan)) & {"release_address", "disassociate_address"}
    (line,) = (change for change in plans(managed)[2].changes if change.address == EIP)
    assert (line.verb, line.why.code, line.why.facts["holders"]) == ("blocked", "held_by", [f"AWS ({managed})"])


def test_one_that_is_ours_alone_is() -> None:
    released = [touched(plan) == ["release_address"] for plan in plans("")]
    assert released == [True, False] * 3
