"""Whose each one is, what that permits, and what the network no longer shows; each on a cloud of a few rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from netsec.kinds import OUTBOUND
from netsec.model import (
    AclConfig,
    Address,
    Answers,
    Config,
    DestroyOptions,
    Intent,
    Live,
    NatConfig,
    Plan,
    Record,
    Slot,
    tag_specifications,
)
from netsec.planning.observation import Records, read_observation
from netsec.planning.plan import make_destroy_plan
from tests.support.small_cloud import (
    BARE,
    EIP,
    NAT,
    ON,
    RECORDS,
    ROUTE,
    SETTLED,
    ZONE_A,
    ZONE_C,
    address,
    default,
    gateway,
    line,
    ops,
    planned,
    subnet,
    table,
    tags,
    told,
)  # fmt: skip

ON_RECORD: Records = {EIP: Record(id="eipalloc-1")}
NOTHING: Records = {}


def lives(answers: Answers, records: Records, config: Config = ON, intents: tuple[Intent, ...] = ()) -> dict[str, Live]:
    return {live.id: live for live in read_observation(config, "", answers, records, intents).lives}


def tagged(*without: str, **changed: str) -> dict[str, Any]:
    """An address with our tags, some left out, some changed."""
    rows = {each["Key"]: each["Value"] for each in tags(EIP, Name="n")}
    rows |= {key.replace("__", ":"): value for key, value in changed.items()}
    return address(Tags=[{"Key": key, "Value": value} for key, value in rows.items() if key not in without])


# Whose it is


@pytest.mark.parametrize(
    ("item", "by_tags", "on_record"),
    [
        (tagged(), True, "ours"),
        (tagged("ManagedBy"), False, "ours"),
        (tagged(ManagedBy="terraform"), False, "ours"),
        (tagged("netsec:vpc"), False, "ours"),
        (tagged(netsec__vpc="vpc-9"), False, "tagged_for_other_vpc"),
        (tagged("netsec:address"), True, "ours"),
        (tagged("netsec:stack"), False, "lost_stack_tag"),
        (tagged(netsec__stack="myapp/prod"), False, "tagged_for_other_stack"),
    ],
)
def test_what_tags_tell_and_what_the_record_permits(item: dict[str, Any], by_tags: bool, on_record: str) -> None:
    found = lives(told(describe_addresses=[item]), NOTHING)["eipalloc-1"]
    assert (found.is_owned, found.is_recorded, found.may_delete) == (by_tags, False, False)
    found = lives(told(describe_addresses=[item]), ON_RECORD)["eipalloc-1"]
    said = found.not_ours_reason.code if found.not_ours_reason else "ours"
    assert (said, found.is_recorded) == (on_record, True)
    assert (found.is_owned, found.may_delete) == (on_record == "ours", on_record == "ours")


def test_a_gateway_of_this_vpc_places_an_address_that_lacks_the_tag() -> None:
    answers = told(describe_addresses=[tagged("netsec:vpc")], describe_nat_gateways=[gateway()])
    assert lives(answers, NOTHING)["eipalloc-1"].is_owned


def test_what_the_config_names_is_nobody_elses() -> None:
    config = replace(ON, nat=NatConfig(eips={ZONE_A: "eipalloc-1"}))
    found = lives(told(describe_addresses=[address()]), ON_RECORD, config)["eipalloc-1"]
    assert (found.is_pinned, found.is_owned, found.not_ours_reason and found.not_ours_reason.code) == (
        True,
        False,
        "address_pinned",
    )


def announced(made: str = "", **changed: str) -> Intent:
    rows = {**{each["Key"]: each["Value"] for each in tags(EIP, Name="myapp-dev-nat-eip-a")}, **changed}
    params = {"Domain": "vpc", "TagSpecifications": tag_specifications("elastic-ip", rows)}
    return Intent("u", Slot(EIP), "allocate_address", params, 0.0, made)


@pytest.mark.parametrize(
    ("intent", "records", "proven"),
    [
        (announced(), NOTHING, True),
        (announced(Name="another"), NOTHING, False),
        (announced(Team="red"), NOTHING, False),
        (announced("eipalloc-1", Name="another"), NOTHING, True),
        (announced("eipalloc-9"), NOTHING, False),
    ],
)
def test_a_create_that_was_announced_proves_what_it_made(intent: Intent, records: Records, proven: bool) -> None:
    found = lives(told(describe_addresses=[address()]), records, intents=(intent,))["eipalloc-1"]
    assert (found.is_owned, found.is_recorded, found.may_delete) == (True, proven, proven)


@pytest.mark.parametrize("field", ["TransitGatewayId", "NetworkInterfaceId", "VpcPeeringConnectionId", "GatewayId"])
def test_no_record_makes_a_route_ours_that_leads_to_no_nat_gateway(field: str) -> None:
    answers = told(table("rtb-a", "priv-a", routes=[default("blackhole", **{field: "x-1"})]))
    found = lives(answers, {ROUTE: Record(attributes={"target": "x-1"})})["rtb-a"]
    assert (found.is_owned, found.may_delete) == (False, False)


def test_what_hangs_on_a_gateway_is_proven_as_that_is() -> None:
    found = {name: lives(SETTLED, records)["rtb-a"] for name, records in (("tags", NOTHING), ("record", RECORDS))}
    assert [(each.is_owned, each.may_delete) for each in found.values()] == [(True, False), (True, True)]


# What that permits


def destroyed(answers: Answers, records: Records, **retire: Any) -> Plan:
    seen = read_observation(ON, "", answers, records)
    return make_destroy_plan(seen, records, OUTBOUND, DestroyOptions(is_requested=True, **retire))


def best_path(plan: Plan, *slots: Address) -> list[tuple[str, str]]:
    return [(found.verb, found.why.code) for found in (line(plan, str(each)) for each in slots)]


def test_what_is_ours_by_its_tags_alone_is_shown_and_stays() -> None:
    plan = planned(BARE, SETTLED)
    assert best_path(plan, NAT, EIP, ROUTE) == [("keep", "only_by_tags")] * 2 + [("keep", "owner_stays")]
    assert {each.is_foreign for each in plan.changes if each.address in (NAT, EIP, ROUTE)} == {True}
    assert plan.active_changes == ()


def test_a_destroy_says_what_it_can_not_take_and_takes_it_by_tags_where_asked() -> None:
    plan = destroyed(SETTLED, NOTHING)
    assert best_path(plan, NAT, EIP) == [("blocked", "only_by_tags")] * 2
    assert plan.active_changes == ()
    assert best_path(destroyed(SETTLED, NOTHING, by_tags=True), NAT, EIP) == [("delete", "asked_to_go")] * 2
    assert best_path(destroyed(SETTLED, RECORDS), NAT, EIP) == [("delete", "asked_to_go")] * 2


@pytest.mark.parametrize("by_tags", [False, True])
def test_what_lost_its_tag_is_not_taken_by_any_means(by_tags: bool) -> None:
    answers = told(describe_addresses=[tagged("netsec:stack")])
    plan = destroyed(answers, ON_RECORD, by_tags=by_tags)
    assert (best_path(plan, EIP), plan.active_changes) == ([("blocked", "lost_stack_tag")], ())
    assert best_path(planned(BARE, answers, ON_RECORD), EIP) == [("blocked", "lost_stack_tag")]


@pytest.mark.parametrize(("records", "verb"), [(RECORDS, "replace"), (NOTHING, "blocked")])
def test_a_replacement_takes_more_than_tags(records: Records, verb: str) -> None:
    answers = told(
        table("rtb-a", "priv-a", routes=[default(NatGatewayId="nat-1")]),
        describe_addresses=[address(held_by="eni-1")],
        describe_nat_gateways=[gateway(SubnetId="pub-c")],
    )
    plan = planned(ON, answers, records)
    assert line(plan, str(NAT)).verb == verb
    assert ("delete_nat_gateway" in {op for each in plan.active_changes for op in ops(each)}) == (verb == "replace")


def test_what_is_read_in_part_is_not_decided_about() -> None:
    answers = told(
        table("rtb-a", "priv-a", routes=[default(NatGatewayId="nat-1")]),
        describe_addresses=[address(held_by="eni-1")],
        describe_nat_gateways=[gateway(SubnetId="")],
    )
    assert best_path(planned(ON, answers, RECORDS), NAT) == [("blocked", "answer_incomplete")]


# What the network no longer shows

EVERYWHERE = replace(ON, availability_zones=())
POINTED_OUT = told(
    table("rtb-a", "priv-a", routes=[default(GatewayId="igw-1")]),
    table("rtb-c", "priv-c", routes=[default(NatGatewayId="nat-2")]),
    describe_addresses=[address(held_by="eni-1")],
    describe_nat_gateways=[gateway()],
)


@pytest.mark.parametrize(
    ("config", "records", "expected"),
    [
        (EVERYWHERE, RECORDS, [("blocked", "zone_not_shown")] * 2),
        # Nobody but its tags says that it is ours: then it stays anyway.
        (EVERYWHERE, NOTHING, [("keep", "only_by_tags")] * 2),
        # The config does not want it there, so that nothing is missing.
        (replace(EVERYWHERE, availability_zones=(ZONE_C,)), RECORDS, [("delete", "not_wanted")] * 2),
        (replace(EVERYWHERE, nat=NatConfig(topology="single", zone=ZONE_C)), RECORDS, [("delete", "not_wanted")] * 2),
        (replace(EVERYWHERE, enable_nat_gateway=False), RECORDS, [("delete", "not_wanted")] * 2),
    ],
)
def test_a_zone_that_is_not_found_is_no_wish(config: Config, records: Records, expected: list[tuple[str, str]]) -> None:
    assert best_path(planned(config, POINTED_OUT, records), NAT, EIP) == expected


def test_a_gateway_on_its_way_out_needs_no_zone() -> None:
    going = {**POINTED_OUT}
    nats = next(query for query in going if query.op == "describe_nat_gateways")
    going[nats] = [gateway(state="failed")]
    assert best_path(planned(EVERYWHERE, Answers(going), RECORDS), NAT) == [("delete", "nat_gateway_failed")]


ACL = Address("network_acl", "web")
ON_ACL = Address("network_acl_association", "pub-a")


def acl(subnets: Any) -> AclConfig:
    return AclConfig(key="web", name="web", subnets=subnets, associate=True, entries=())


@pytest.mark.parametrize(
    ("subnets", "zones", "expected"),
    [
        ("public", (), ("blocked", "subnet_not_shown")),
        ("public", (ZONE_C,), ("delete", "not_wanted")),
        (("pub-c",), (), ("delete", "not_wanted")),
    ],
)
def test_a_subnet_that_is_not_found_any_more_stays_on_its_acl(
    subnets: Any, zones: tuple[str, ...], expected: tuple[str, str]
) -> None:
    ours = {"NetworkAclId": "acl-1", "Tags": tags(ACL, netsec__associate="true"), "Entries": [],
            "Associations": [{"SubnetId": "pub-a", "NetworkAclAssociationId": "aclassoc-a"}]}  # fmt: skip
    rest = [{"SubnetId": each, "NetworkAclAssociationId": f"aclassoc-{each}"} for each in ("pub-c", "priv-a", "priv-c")]
    answers = told(
        table("rtb-a", "priv-a"),
        table("rtb-other", "pub-a"),
        table("rtb-public", "pub-c", routes=[default(GatewayId="igw-1")]),
        describe_subnets=[subnet("pub-a"), subnet("priv-a"), subnet("pub-c", ZONE_C), subnet("priv-c", ZONE_C)],
        describe_network_acls=[{"NetworkAclId": "acl-0", "IsDefault": True, "Associations": rest}, ours],
    )
    records = {ACL: Record(id="acl-1"), ON_ACL: Record(attributes={"network_acl_id": "acl-1"})}
    config = replace(BARE, availability_zones=zones, network_acls=(acl(subnets),))
    assert best_path(planned(config, answers, records), ON_ACL) == [expected]
