"""Groups of other accounts and VPCs as peers: read, compared, written, and said to be stale."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from netsec.config import default_config
from netsec.kinds import security_group_rules
from netsec.kinds.security_group_rules import SecurityGroupRulesSpec
from netsec.kinds.security_group_rules.difference import revoke_call, rule_calls, rule_details, rules_difference
from netsec.kinds.security_group_rules.rule import GroupRule, parse_permission, permissions, rule_identity
from netsec.model import Answers, Network, Peer, Rule, query_by_vpc
from tests.unit.kinds.test_rule_changes import live, rule

OWN, OTHER = "111111111111", "222222222222"
ID = "sg-0abc0abc0abc0abc0"
THEIRS = f"{OTHER}/{ID}"
NETWORK = Network(vpc_id="vpc-1", cidr="10.0.0.0/16", account=OWN)


def peer(name: str, **more: Any) -> GroupRule:
    return replace(rule(80, "sg-0"), peer=name, label=name, **more)


def read(*pairs: dict[str, Any]) -> tuple[GroupRule, ...]:
    permission = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": list(pairs)}
    group = {"GroupId": "sg-1", "GroupName": "web", "OwnerId": OWN, "IpPermissions": [permission]}
    query = query_by_vpc("describe_security_groups", "SecurityGroups", "vpc-1")
    lives = security_group_rules.KIND.read(Answers({query: [group]}), NETWORK)
    return next(tuple(each.data) for each in lives if each.id == "sg-1/ingress")


def wanted(value: str) -> tuple[GroupRule, ...]:
    asked = Rule(protocol="tcp", from_port=80, to_port=80, peer=Peer("group_id", value))
    config = default_config()
    groups = (replace(config.security_groups[0], ingress=(asked,)),)
    specs = security_group_rules.KIND.desire(replace(config, security_groups=groups), NETWORK)
    return next(spec.rules for spec in specs if isinstance(spec, SecurityGroupRulesSpec) and not spec.egress)


@pytest.mark.parametrize(
    ("pair", "asked", "same"),
    [
        ({"GroupId": ID, "UserId": OWN}, ID, True),
        ({"GroupId": ID, "UserId": OWN}, f"{OWN}/{ID}", True),
        ({"GroupId": ID}, ID, True),
        ({"GroupId": ID, "UserId": OWN, "VpcId": "vpc-9", "VpcPeeringConnectionId": "pcx-1", "PeeringStatus": "active"},
         ID, True),
        ({"GroupId": ID, "UserId": OTHER, "VpcId": "vpc-9"}, THEIRS, True),
        ({"GroupId": ID, "UserId": OTHER}, ID, False),
        ({"GroupId": ID, "UserId": OWN}, THEIRS, False),
        ({"GroupId": ID, "VpcId": "vpc-9", "VpcPeeringConnectionId": "pcx-1"}, THEIRS, True),
        ({"GroupId": ID, "UserId": OTHER, "PeeringStatus": "deleted"}, THEIRS, True),
        ({"GroupName": "amazon-elb-sg", "UserId": "amazon-elb"}, ID, False),
        ({}, ID, False),
    ],
)  # fmt: skip
def test_alike_or_not(pair: dict[str, Any], asked: str, same: bool) -> None:
    assert bool(rules_difference(wanted(asked), read(pair), exclusive=True)) != same


@pytest.mark.parametrize(
    ("pair", "gone"),
    [
        ({"UserId": OTHER, "PeeringStatus": "active"}, ""),
        ({"UserId": OTHER}, ""),
        ({"UserId": OTHER, "PeeringStatus": "provisioning"}, ""),
        ({"UserId": OTHER, "PeeringStatus": "something-new"}, ""),
        ({"UserId": OTHER, "PeeringStatus": "deleted"}, "deleted"),
        ({"UserId": OTHER, "PeeringStatus": "rejected"}, "rejected"),
        ({"VpcPeeringConnectionId": "pcx-1"}, "group deleted"),
    ],
)
def test_stale(pair: dict[str, Any], gone: str) -> None:
    found = read({"GroupId": ID, **pair})
    assert [each.peer_status for each in found] == [gone]
    codes = [each.why.code for each in rule_details(rules_difference(wanted(THEIRS), found, True), False)]
    assert codes == (["rule_stale"] if gone else [])
    removed = rule_details(rules_difference((), found, True), False)
    assert [(each.sign, each.why.code) for each in removed] == [("-", "rule_unasked_stale" if gone else "rule_unasked")]
    (kept,) = rule_details(rules_difference((), found, False), False)
    assert kept.why.code == ("rule_stranger_stale" if gone else "rule_stranger_kept")
    assert list(parse_permission(permissions(found, shown=True)[0], {}, OWN)) == [
        replace(each, label=each.peer) for each in found
    ]


def test_what_is_sent() -> None:
    found = rules_difference(wanted(THEIRS), (), exclusive=True)
    (call,) = rule_calls(found, "sg-1", egress=False)
    assert call.params["IpPermissions"][0]["UserIdGroupPairs"] == [{"UserId": OTHER, "GroupId": ID}]
    (line,) = rule_details(found, egress=False)
    assert line.what == f"tcp 80 <- {THEIRS}"
    assert (
        revoke_call(read({"GroupId": ID, "UserId": OTHER}), "sg-1", False).params["IpPermissions"]
        == (call.params["IpPermissions"])
    )


@pytest.mark.parametrize(("old", "new"), [(ID, THEIRS), (THEIRS, ID), (THEIRS, f"{OTHER}/sg-1")])
def test_never_changed_in_place(old: str, new: str) -> None:
    """ModifySecurityGroupRules has no field for the account."""
    found = rules_difference([peer(new)], live(peer(old)), exclusive=True)
    assert (len(found.added), len(found.removed), found.modified) == (1, 1, ())


@pytest.mark.parametrize("account", [OWN, OTHER])
def test_the_rule_s_id_is_found(account: str) -> None:
    pair = {"GroupId": ID, "UserId": account}
    item = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "ReferencedGroupInfo": pair}
    assert rule_identity({**item, "GroupOwnerId": OWN}) == rule_identity(item, OWN) == read(pair)[0].identity


def test_a_peer_without_an_id_is_shown_and_goes_by_its_name() -> None:
    found = rules_difference((), read({"GroupName": "amazon-elb-sg", "UserId": "amazon-elb"}), exclusive=True)
    assert [each.what for each in rule_details(found, False)] == ["tcp 80 <- amazon-elb/amazon-elb-sg"]
    (call,) = rule_calls(found, "sg-1", egress=False)
    assert call.params["IpPermissions"][0]["UserIdGroupPairs"] == [
        {"UserId": "amazon-elb", "GroupName": "amazon-elb-sg"}
    ]


def test_a_peer_without_a_name_is_shown_and_kept() -> None:
    found = rules_difference((), read({}), exclusive=True)
    assert not found
    assert [(each.sign, each.what, each.why.code) for each in rule_details(found, False)] == [
        ("=", "tcp 80 <- ?", "rule_names_nobody")
    ]
