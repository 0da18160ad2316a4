"""Wanted and live rules → what is added, replaced in place, described anew, removed or kept, in which calls."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from netsec.kinds.security_group_rules.difference import (
    revoke_call,
    rule_calls,
    rule_details,
    rules_difference,
    with_rule_ids,
)
from netsec.kinds.security_group_rules.rule import GroupRule, parse_permission, permissions, rule_identity
from netsec.model import Address, Ref

ANY, TEN, SIX = "0.0.0.0/0", "10.0.0.0/8", "2001:db8::/32"
ALB = Ref(Address("security_group", "alb"))


def rule(
    port: int | None = 80, peer: Any = ANY, protocol: str = "tcp", to: int | None = None, **more: Any
) -> GroupRule:
    kinds = {"sg-": "group", "pl-": "prefix_list"}
    kind = (
        "group" if isinstance(peer, Ref) else kinds.get(str(peer)[:3], "cidr_ipv6" if ":" in str(peer) else "cidr_ipv4")
    )
    last = to if to is not None else port
    return GroupRule(protocol=protocol, from_port=port, to_port=last, peer_type=kind, peer=peer, **more)


def live(*rules: GroupRule) -> tuple[GroupRule, ...]:
    """As EC2 has them: each with an id."""
    return tuple(replace(each, id=f"sgr-{number}") for number, each in enumerate(rules, start=1))


def ops(wanted: Any, there: Any, exclusive: bool = True, egress: bool = False) -> list[str]:
    words = {"modify_security_group_rules": "modify"}
    calls = rule_calls(rules_difference(wanted, there, exclusive), "sg-1", egress)
    return [words.get(call.op, call.op.split("_")[0]) for call in calls]


CASES: list[tuple[str, list[GroupRule], tuple[GroupRule, ...], list[str]]] = [
    ("nothing of nothing", [], (), []),
    ("up to date", [rule(80)], live(rule(80)), []),
    ("in another order", [rule(80), rule(443)], live(rule(443), rule(80)), []),
    ("one missing", [rule(80), rule(443)], live(rule(80)), ["authorize"]),
    ("all missing", [rule(80), rule(443)], (), ["authorize"]),
    ("one too much", [rule(80)], live(rule(80), rule(22)), ["revoke"]),
    ("none wanted", [], live(rule(80), rule(22)), ["revoke"]),
    ("described otherwise", [rule(80, description="b")], live(rule(80, description="a")), ["update"]),
    ("described for the first time", [rule(80, description="b")], live(rule(80)), ["update"]),
    ("a description taken away", [rule(80)], live(rule(80, description="a")), ["update"]),
    ("another port, same peer", [rule(8080)], live(rule(80)), ["modify"]),
    ("another peer, same port", [rule(80, TEN)], live(rule(80)), ["modify"]),
    ("another peer group", [rule(80, "sg-2")], live(rule(80, "sg-3")), ["modify"]),
    ("another prefix list", [rule(80, "pl-2")], live(rule(80, "pl-3")), ["modify"]),
    ("another IPv6 block", [rule(80, SIX)], live(rule(80, "::/0")), ["modify"]),
    ("a range grows", [rule(80, to=90)], live(rule(80)), ["modify"]),
    ("peer and port both differ", [rule(8080, TEN)], live(rule(80, ANY)), ["authorize", "revoke"]),
    ("IPv4 never becomes IPv6", [rule(80, SIX)], live(rule(80, ANY)), ["authorize", "revoke"]),
    ("IPv6 never becomes IPv4", [rule(80, ANY)], live(rule(80, SIX)), ["authorize", "revoke"]),
    ("a block never becomes a group", [rule(80, "sg-2")], live(rule(80)), ["authorize", "revoke"]),
    ("a group never becomes a block", [rule(80)], live(rule(80, "sg-2")), ["authorize", "revoke"]),
    ("a block never becomes a prefix list", [rule(80, "pl-1")], live(rule(80)), ["authorize", "revoke"]),
    ("another protocol, same peer", [rule(80, protocol="udp")], live(rule(80)), ["authorize", "revoke"]),
    ("everything becomes one port", [rule(80)], live(rule(None, protocol="-1")), ["authorize", "revoke"]),
    ("everything, from elsewhere", [rule(None, TEN, "-1")], live(rule(None, ANY, "-1")), ["modify"]),
    ("ICMP type", [rule(8, protocol="icmp", to=-1)], live(rule(0, protocol="icmp", to=-1)), ["modify"]),
    ("without ids nothing is modified", [rule(8080)], (rule(80),), ["authorize", "revoke"]),
    ("one changes, one comes", [rule(1), rule(2)], live(rule(3)), ["modify", "authorize"]),
    ("one changes, one goes", [rule(1)], live(rule(2), rule(3)), ["modify", "revoke"]),
    (
        "all four, open before you close",
        [rule(1, description="d"), rule(2, TEN), rule(80, SIX)],
        live(rule(1), rule(3, TEN), rule(4, "sg-4")),
        ["modify", "update", "authorize", "revoke"],
    ),
    ("a Ref is never there", [rule(80, ALB)], live(rule(80, "sg-2")), ["modify"]),
    ("the group itself", [rule(80, "sg-1")], live(rule(80, "sg-1")), []),
    ("the same one twice", [rule(80, "sg-2"), rule(80, "sg-2", label="b")], (), ["authorize"]),
]


@pytest.mark.parametrize(("wanted", "there", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_calls(wanted: list[GroupRule], there: tuple[GroupRule, ...], expected: list[str]) -> None:
    assert ops(wanted, there) == expected


@pytest.mark.parametrize(("wanted", "there", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_carrying_it_out_gives_what_is_wanted(
    wanted: list[GroupRule], there: tuple[GroupRule, ...], expected: list[str]
) -> None:
    found = rules_difference(wanted, there, exclusive=True)
    gone = {old.identity for old, _ in found.modified} | {each.identity for each in found.removed}
    result = {each.identity: each.description for each in there if each.identity not in gone}
    result |= {new.identity: new.description for _, new in (*found.modified, *found.described)}
    result |= {each.identity: each.description for each in found.added}
    assert result == {each.identity: each.description for each in wanted}
    assert bool(found) == bool(expected)
    assert len(rule_details(found, egress=False)) == len(gone) + len(found.added) + len(found.described)


def test_alike_traffic_is_paired_before_alike_peer() -> None:
    found = rules_difference([rule(80, TEN)], live(rule(443, TEN), rule(80, ANY)), exclusive=True)
    assert [(old.from_port, new.from_port) for old, new in found.modified] == [(80, 80)]
    assert [each.from_port for each in found.removed] == [443]


def test_pairs_are_one_to_one() -> None:
    found = rules_difference([rule(80, TEN), rule(80, "172.16.0.0/12")], live(rule(80, ANY)), exclusive=True)
    assert (len(found.modified), len(found.added), len(found.removed)) == (1, 1, 0)


def test_not_exclusive_keeps_and_modifies_nothing() -> None:
    there = live(rule(22), rule(80, description="old"))
    found = rules_difference([rule(23), rule(80, description="new")], there, exclusive=False)
    assert (found.modified, found.removed) == ((), ())
    assert [each.from_port for each in found.kept] == [22]
    assert ops([rule(23), rule(80, description="new")], there, exclusive=False) == ["update", "authorize"]
    assert {each.sign for each in rule_details(found, egress=False)} == {"+", "~", "="}


def test_only_kept_strangers_are_no_difference() -> None:
    found = rules_difference([], live(rule(22)), exclusive=False)
    assert not found
    assert [each.why.code for each in rule_details(found, egress=True)] == ["rule_stranger_kept"]


def test_parameters_of_each_call() -> None:
    there = live(rule(1, description="a"), rule(3, TEN, description="x"), rule(4, "sg-4"))
    wanted = [rule(1, description="b"), rule(2, TEN, description="y"), rule(80, SIX)]
    modify, update, authorize, closing = rule_calls(rules_difference(wanted, there, True), "sg-1", egress=True)
    assert modify.params == {
        "GroupId": "sg-1",
        "SecurityGroupRules": [{
            "SecurityGroupRuleId": "sgr-2",
            "SecurityGroupRule": {
                "IpProtocol": "tcp", "FromPort": 2, "ToPort": 2, "CidrIpv4": TEN, "Description": "y",
            },
        }],
    }  # fmt: skip
    assert update.op == "update_security_group_rule_descriptions_egress"
    assert update.params["IpPermissions"][0]["IpRanges"] == [{"CidrIp": ANY, "Description": "b"}]
    assert authorize.op == "authorize_security_group_egress"
    assert not authorize.idempotent
    assert authorize.params["IpPermissions"] == [
        {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "Ipv6Ranges": [{"CidrIpv6": SIX}]}
    ]
    assert closing.params == {"GroupId": "sg-1", "SecurityGroupRuleIds": ["sgr-3"]}


def test_revoking_by_ids_only_if_all_are_known() -> None:
    known, unknown = live(rule(1))[0], rule(2)
    assert revoke_call([known], "sg-1", False).params["SecurityGroupRuleIds"] == ["sgr-1"]
    assert "SecurityGroupRuleIds" not in revoke_call([known, unknown], "sg-1", False).params
    assert len(revoke_call([known, unknown], "sg-1", False).params["IpPermissions"]) == 2


def test_permissions_are_grouped_by_traffic_and_sorted() -> None:
    rules = [rule(443), rule(80, "sg-2", description="g"), rule(80, "pl-1"), rule(80, SIX), rule(80, TEN), rule(80)]
    eighty, tls = permissions(rules[::-1])[::-1]
    assert permissions(rules) == permissions(rules[::-1])
    assert tls["FromPort"] in (80, 443)
    both = {each["FromPort"]: each for each in (eighty, tls)}
    assert [each["CidrIp"] for each in both[80]["IpRanges"]] == [ANY, TEN]
    assert both[80]["UserIdGroupPairs"] == [{"GroupId": "sg-2", "Description": "g"}]
    assert both[80]["PrefixListIds"] == [{"PrefixListId": "pl-1"}]


def test_no_ports_where_there_are_none() -> None:
    (permission,) = permissions([rule(None, protocol="-1")])
    assert permission == {"IpProtocol": "-1", "IpRanges": [{"CidrIp": ANY}]}


# What EC2 answers


ANSWER = {
    "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
    "IpRanges": [{"CidrIp": TEN, "Description": "a"}, {"CidrIp": "172.16.0.0/12"}],
    "Ipv6Ranges": [{"CidrIpv6": "::/0", "Description": ""}],
    "PrefixListIds": [{"PrefixListId": "pl-61a54008", "Description": "S3"}],
    "UserIdGroupPairs": [
        {"GroupId": "sg-0aaa", "UserId": "123456789012", "Description": "ours"},
        {"GroupId": "sg-0bbb", "UserId": "999999999999", "VpcId": "vpc-9", "VpcPeeringConnectionId": "pcx-1",
         "PeeringStatus": "active"},
    ],
}  # fmt: skip


def test_one_permission_is_many_rules() -> None:
    rules = list(parse_permission(ANSWER, {"sg-0aaa": "alb"}))
    assert [(each.peer_type, each.peer, each.description, each.label) for each in rules] == [
        ("cidr_ipv4", TEN, "a", TEN),
        ("cidr_ipv4", "172.16.0.0/12", "", "172.16.0.0/12"),
        ("cidr_ipv6", "::/0", "", "::/0"),
        ("prefix_list", "pl-61a54008", "S3", "pl-61a54008"),
        ("group", "sg-0aaa", "ours", "alb"),
        ("group", "sg-0bbb", "", "sg-0bbb"),
    ]
    assert {each.traffic for each in rules} == {("tcp", 443, 443)}


@pytest.mark.parametrize(
    ("permission", "traffic"),
    [
        ({"IpProtocol": "-1"}, ("-1", None, None)),
        ({"IpProtocol": "-1", "FromPort": -1, "ToPort": -1}, ("-1", None, None)),
        ({"IpProtocol": "-1", "FromPort": 0, "ToPort": 65535}, ("-1", None, None)),
        ({"IpProtocol": "6", "FromPort": 80, "ToPort": 80}, ("tcp", 80, 80)),
        ({"IpProtocol": "17", "FromPort": 53, "ToPort": 53}, ("udp", 53, 53)),
        ({"IpProtocol": "icmp", "FromPort": -1, "ToPort": -1}, ("icmp", -1, -1)),
        ({"IpProtocol": "icmp", "FromPort": 8, "ToPort": 0}, ("icmp", 8, 0)),
        ({"IpProtocol": "58", "FromPort": 128, "ToPort": -1}, ("icmpv6", 128, -1)),
        ({"IpProtocol": "50"}, ("50", None, None)),
        ({"IpProtocol": "47", "FromPort": 0, "ToPort": 0}, ("47", None, None)),
    ],
)
def test_traffic_as_ec2_spells_it(permission: dict[str, Any], traffic: tuple[Any, ...]) -> None:
    (found,) = parse_permission({**permission, "IpRanges": [{"CidrIp": ANY}]}, {})
    assert found.traffic == traffic
    shown = {"FromPort": -1, "ToPort": -1, **permission, "CidrIpv4": ANY}
    assert rule_identity(shown) == found.identity


@pytest.mark.parametrize(
    ("fields", "peer"),
    [
        ({"CidrIpv4": TEN}, ("cidr_ipv4", TEN)),
        ({"CidrIpv6": SIX}, ("cidr_ipv6", SIX)),
        ({"PrefixListId": "pl-1"}, ("prefix_list", "pl-1")),
        ({"ReferencedGroupInfo": {"GroupId": "sg-0bbb", "UserId": "999999999999"}}, ("group", "sg-0bbb")),
    ],
)
def test_rule_ids_are_found_by_what_rules_say(fields: dict[str, Any], peer: tuple[str, str]) -> None:
    item = {"SecurityGroupRuleId": "sgr-1", "IsEgress": False, "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80}
    wanted = rule(80, peer[1])
    assert rule_identity({**item, **fields}) == ("tcp", 80, 80, *peer) == wanted.identity
    (found,) = with_rule_ids([wanted], {rule_identity({**item, **fields}): "sgr-1"})
    assert found.id == "sgr-1"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (rule(80), "tcp 80 <- 0.0.0.0/0"),
        (rule(80, to=90, label="alb"), "tcp 80-90 <- alb"),
        (rule(None, protocol="-1"), "all <- 0.0.0.0/0"),
        (rule(-1, protocol="icmp", to=-1), "icmp <- 0.0.0.0/0"),
        (rule(8, protocol="icmp", to=-1), "icmp 8 <- 0.0.0.0/0"),
        (rule(3, protocol="icmp", to=4), "icmp 3/4 <- 0.0.0.0/0"),
        (rule(None, protocol="50"), "50 <- 0.0.0.0/0"),
    ],
)
def test_a_rule_as_people_read_it(shown: GroupRule, expected: str) -> None:
    assert shown.text("<-") == expected
