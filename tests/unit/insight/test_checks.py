"""A plan's line as a line of `verify`: what would be kept is right, anything else is not, and what stands there."""

from __future__ import annotations

from typing import Any

import pytest

from netsec.insight.expectations import ExpectationResult
from netsec.insight.reach.analysis import Question
from netsec.insight.verify import kinds_without_answer, live_facts, verify_checks
from netsec.kinds import KINDS
from netsec.model import Address, Answers, Call, Change, Detail, Expectation, Network, Plan, Query, Slot, Verb, reason
from netsec.planning.observation import Observation, vpc_queries

STRAY = (Detail("=", "tcp 22 <- 0.0.0.0/0", reason("rule_stranger_kept")),)
STEPS = (Call(op="create_tags", params={}),)
NETWORK = Network(vpc_id="vpc-1", cidr="10.0.0.0/16")


def table(number: int, cidr: str, **target: str) -> dict[str, Any]:
    route = {"DestinationCidrBlock": cidr, "State": "active", **target}
    return {"RouteTableId": f"rtb-{number}", "VpcId": "vpc-1", "Routes": [route]}


SUBNET = {"SubnetId": "subnet-1", "AvailabilityZone": "az-a", "Tags": [{"Key": "Name", "Value": "pub"}]}
HELD = {"AllocationId": "eipalloc-1", "PublicIp": "203.0.113.1", "NetworkInterfaceId": "eni-1"}
ROWS: dict[str, list[dict[str, Any]]] = {
    "describe_subnets": [SUBNET],
    "describe_route_tables": [
        table(1, "0.0.0.0/0", NatGatewayId="nat-1"),
        table(2, "0.0.0.0/0", NatGatewayId="nat-9", State="blackhole"),
        table(3, "10.0.0.0/16", GatewayId="local"),
    ],
    "describe_nat_gateways": [
        {"NatGatewayId": "nat-1", "State": "pending", "SubnetId": "subnet-1", "NatGatewayAddresses": [HELD]}
    ],
    "describe_addresses": [{**HELD, "AssociationId": "eipassoc-1"}],
    "describe_network_acls": [
        {"NetworkAclId": "acl-1", "Associations": [{"NetworkAclAssociationId": "aclassoc-1", "SubnetId": "subnet-1"}]}
    ],
}
ANSWERS = Answers({query: ROWS.get(query.op, []) for query in vpc_queries("vpc-1")})
WORLD = Observation(ANSWERS, NETWORK, tuple(live for kind in KINDS.values() for live in kind.read(ANSWERS, NETWORK)))


@pytest.mark.parametrize(
    ("verb", "steps", "details", "status"),
    [
        ("keep", (), (), "pass"),
        ("keep", (), STRAY, "warn"),
        ("adopt", (), (), "warn"),
        ("adopt", STEPS, (), "fail"),
        ("create", STEPS, (), "fail"),
        ("update", STEPS, STRAY, "fail"),
        ("replace", STEPS, (), "fail"),
        ("delete", STEPS, (), "fail"),
        ("blocked", (), (), "fail"),
    ],
)
def test_each_verb_is_a_status(verb: Verb, steps: tuple[Call, ...], details: tuple[Detail, ...], status: str) -> None:
    change = Change(slot=Slot(Address("security_group", "web")), verb=verb, why=reason("as_wanted"), steps=steps,
                    details=details)  # fmt: skip
    (check,) = verify_checks(Plan((change,)), WORLD, (), {})
    assert (check.subject, check.status, check.details) == ("security_group/web", status, details)


def test_problems_fail_and_warnings_warn() -> None:
    found = verify_checks(
        Plan((), problems=(reason("no_internet_gateway"),), warnings=(reason("acl_cuts_nat"),)), WORLD, (), {}
    )
    assert [(check.subject, check.status) for check in found] == [("vpc", "fail"), ("vpc", "warn")]


@pytest.mark.parametrize(("met", "status"), [(True, "pass"), (False, "fail"), (None, "unknown")])
def test_an_expectation_that_can_not_be_told_is_unknown(met: bool | None, status: str) -> None:
    wish = Expectation(source="internet", target="web", reachable=True)
    verdict = ExpectationResult(expectation=wish, question=Question(source="internet", target="web"), is_met=met,
        answer=None,
                      why=reason("expectation_met"))  # fmt: skip
    (check,) = verify_checks(Plan(()), WORLD, (verdict,), {})
    assert check.status == status


ASKED = {
    "describe_subnets", "describe_route_tables", "describe_security_groups", "describe_addresses",
    "describe_nat_gateways", "describe_network_acls", "describe_vpc_endpoints",
}  # fmt: skip


@pytest.mark.parametrize(
    ("denied", "kinds"),
    [
        ("", set()),
        ("describe_nat_gateways", {"nat_gateway", "elastic_ip", "private_route"}),
        ("describe_addresses", {"elastic_ip", "nat_gateway", "private_route"}),
        ("describe_route_tables", {"private_route"}),
        ("describe_security_groups", {"security_group", "security_group_rules", "vpc_endpoint"}),
        ("describe_network_acls", {"network_acl", "network_acl_entries", "network_acl_association"}),
        ("describe_vpc_endpoints", {"vpc_endpoint"}),
    ],
)
def test_what_leans_on_an_answer_that_is_not_there_is_unknown(denied: str, kinds: set[str]) -> None:
    unread = kinds_without_answer("vpc-1", Answers({Query(op, ""): [] for op in ASKED - {denied}}))
    assert unread == dict.fromkeys(kinds, denied)
    gateway = Change(slot=Slot(Address("nat_gateway", "az-a")), verb="create", why=reason("as_wanted"))
    found = {check.subject: check.status for check in verify_checks(Plan((gateway,)), WORLD, (), unread)}
    assert found == dict.fromkeys(kinds, "unknown") | ({} if "nat_gateway" in kinds else {"nat_gateway/az-a": "fail"})


@pytest.mark.parametrize(
    ("address", "live_id", "told"),
    [
        ("private_route/rtb-1", "rtb-1", ["0.0.0.0/0 -> nat-1"]),
        ("private_route/rtb-2", "rtb-2", ["0.0.0.0/0 -> nat-9 (blackhole)"]),
        ("private_route/rtb-3", "rtb-3", ["no default route"]),
        ("nat_gateway/az-a", "nat-1", ["nat-1 pending 203.0.113.1 az-a"]),
        ("nat_gateway/az-a", "", []),
        ("elastic_ip/az-a", "eipalloc-1", ["203.0.113.1 eni-1"]),
        ("network_acl_association/subnet-1", "aclassoc-1", ["pub acl-1"]),
        ("network_acl/public", "acl-1", ["acl-1"]),
        ("network_acl/public", "", []),
    ],
)
def test_the_fact_that_stands_there(address: str, live_id: str, told: list[str]) -> None:
    assert list(live_facts(Address.parse(address), live_id, WORLD)) == told
