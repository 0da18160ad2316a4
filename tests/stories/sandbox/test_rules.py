"""Security group rules: all or nothing, canonical, never doubled."""

from __future__ import annotations

from typing import Any

import pytest

from netsec.sandbox.foundation import Foundation
from netsec.sandbox.world import StrictWorld
from tests.support.sandbox_calls import make_group, named, refused, rule, tagged


@pytest.fixture
def group(ec2: Any, site: Foundation) -> str:
    return make_group(ec2, site.vpc_id)


@pytest.fixture
def peer(ec2: Any, site: Foundation) -> str:
    return make_group(ec2, site.vpc_id, "peer")


@pytest.fixture
def prefix(ec2: Any) -> str:
    made = ec2.create_managed_prefix_list(PrefixListName="l", AddressFamily="IPv4", MaxEntries=10)
    return str(made["PrefixList"]["PrefixListId"])


def allow(ec2: Any, group: str, *rules: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    answer = ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=list(rules), **more)
    return list(answer["SecurityGroupRules"])


def rules_of(ec2: Any, group: str, *, egress: bool = False) -> list[dict[str, Any]]:
    rows = ec2.describe_security_group_rules(Filters=named("group-id", group))["SecurityGroupRules"]
    return [each for each in rows if each["IsEgress"] == egress]


def test_the_answer_lists_every_new_rule(ec2: Any, group: str, peer: str, prefix: str) -> None:
    made = allow(
        ec2,
        group,
        rule(v4="10.0.0.0/8", said="four"),
        rule(ports=(443, 443), v6="fd00::/8", said="six"),
        rule(ports=(3000, 3010), group=peer, said="peer"),
        rule("-1", None, prefix=prefix, said="list"),
        TagSpecifications=tagged("security-group-rule", Owner="me"),
    )
    assert [each["Description"] for each in made] == ["four", "six", "peer", "list"]
    assert rules_of(ec2, group) == made
    assert [(each["FromPort"], each["ToPort"]) for each in made] == [(80, 80), (443, 443), (3000, 3010), (-1, -1)]
    assert made[2]["ReferencedGroupInfo"]["GroupId"] == peer
    assert made[3]["PrefixListId"] == prefix
    assert all(each["Tags"] == [{"Key": "Owner", "Value": "me"}] for each in made)


def test_descriptions_stand_in_the_group_too(ec2: Any, group: str, peer: str, prefix: str) -> None:
    allow(ec2, group, rule(group=peer, said="peer"), rule(prefix=prefix, said="list"), rule(v4="10.0.0.0/8", said="4"))
    (found,) = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
    (block,) = found["IpPermissions"]
    assert block["UserIdGroupPairs"][0]["Description"] == "peer"
    assert block["PrefixListIds"] == [{"PrefixListId": prefix, "Description": "list"}]
    assert block["IpRanges"] == [{"CidrIp": "10.0.0.0/8", "Description": "4"}]


@pytest.mark.parametrize("known", ["v4", "v6", "group", "prefix"])
def test_a_duplicate_refuses_the_whole_batch(ec2: Any, group: str, peer: str, prefix: str, known: str) -> None:
    value = {"v4": "10.0.0.0/8", "v6": "fd00::/8", "group": peer, "prefix": prefix}[known]
    before = allow(ec2, group, rule(**{known: value}, said="one"))
    with refused("InvalidPermission.Duplicate"):
        allow(ec2, group, rule(ports=(22, 22), v4="192.168.0.0/16"), rule(**{known: value}, said="another"))
    assert rules_of(ec2, group) == before


def test_the_same_rule_twice_in_one_request(ec2: Any, group: str) -> None:
    with refused("InvalidParameterValue"):
        allow(ec2, group, rule(v4="10.0.0.0/8", said="a"), rule(v4="10.0.0.0/8", said="b"))
    assert rules_of(ec2, group) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (rule(v4="10.1.2.3/8"), ("CidrIpv4", "10.0.0.0/8")),
        (rule(v6="FD00:0:0::1/8"), ("CidrIpv6", "fd00::/8")),
        (rule("6", v4="10.0.0.0/8"), ("IpProtocol", "tcp")),
        (rule("UDP", v4="10.0.0.0/8"), ("IpProtocol", "udp")),
        (rule("all", None, v4="10.0.0.0/8"), ("IpProtocol", "-1")),
        (rule("58", (-1, -1), v6="fd00::/8"), ("IpProtocol", "icmpv6")),
        (rule("1", None, v4="10.0.0.0/8"), ("FromPort", -1)),
        (rule("50", None, v4="10.0.0.0/8"), ("IpProtocol", "50")),
    ],
)
def test_ec2_keeps_its_own_spelling(ec2: Any, group: str, given: dict[str, Any], kept: tuple[str, Any]) -> None:
    (made,) = allow(ec2, group, given)
    assert made[kept[0]] == kept[1]


def test_host_bits_do_not_make_another_rule(ec2: Any, group: str) -> None:
    allow(ec2, group, rule(v4="10.0.0.0/8"))
    with refused("InvalidPermission.Duplicate"):
        allow(ec2, group, rule(v4="10.0.0.1/8"))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (rule(ports=(80, 65536), v4="10.0.0.0/8"), "InvalidParameterValue"),
        (rule(ports=(81, 80), v4="10.0.0.0/8"), "InvalidParameterValue"),
        (rule(ports=(-1, -1), v4="10.0.0.0/8"), "InvalidParameterValue"),
        (rule(ports=None, v4="10.0.0.0/8"), "InvalidParameterValue"),
        (rule("carrier-pigeon", v4="10.0.0.0/8"), "InvalidParameterValue"),
        (rule("256", v4="10.0.0.0/8"), "InvalidParameterValue"),
        (rule(v4="10.0.0.0"), "InvalidParameterValue"),
        (rule(v4="10.0.0.0/33"), "InvalidParameterValue"),
        (rule(v4="fd00::/8"), "InvalidParameterValue"),
        (rule(v6="10.0.0.0/8"), "InvalidParameterValue"),
        (rule(v4="10.0.0.0/8", said="説明"), "InvalidParameterValue"),
        (rule(v4="10.0.0.0/8", said="it's"), "InvalidParameterValue"),
        (rule(v4="10.0.0.0/8", said="x" * 256), "InvalidParameterValue"),
        (rule(), "MissingParameter"),
        (rule(group="sg-0123456789abcdef0"), "InvalidGroup.NotFound"),
        (rule(prefix="pl-0123456789abcdef0"), "InvalidPrefixListID.NotFound"),
    ],
)
def test_what_ec2_refuses(ec2: Any, group: str, given: dict[str, Any], code: str) -> None:
    with refused(code):
        allow(ec2, group, rule(ports=(1, 1), v4="192.168.0.0/16"), given) if code != "MissingParameter" else allow(
            ec2, group, given
        )
    assert rules_of(ec2, group) == []


def test_sixty_rules_to_a_direction(ec2: Any, group: str, prefix: str) -> None:
    allow(ec2, group, *(rule(ports=(each, each), v4="10.0.0.0/8") for each in range(1, 52)))
    with refused("RulesPerSecurityGroupLimitExceeded"):
        allow(ec2, group, rule(ports=(99, 99), v4="10.0.0.0/8"), rule(prefix=prefix))
    assert len(rules_of(ec2, group)) == 51
    allow(ec2, group, *(rule(ports=(each, each), v4="10.0.0.0/8") for each in range(52, 61)))
    with refused("RulesPerSecurityGroupLimitExceeded"):
        allow(ec2, group, rule(ports=(61, 61), v4="10.0.0.0/8"))
    ec2.authorize_security_group_egress(GroupId=group, IpPermissions=[rule(v4="10.0.0.0/8")])


def test_revoking_is_all_or_nothing(ec2: Any, group: str, peer: str) -> None:
    kept = allow(ec2, group, rule(v4="10.0.0.0/8", said="four"), rule(group=peer))
    with refused("InvalidPermission.NotFound"):
        ec2.revoke_security_group_ingress(
            GroupId=group, IpPermissions=[rule(v4="10.0.0.0/8"), rule(ports=(22, 22), v4="10.0.0.0/8")]
        )
    with refused("InvalidSecurityGroupRuleId.NotFound"):
        ids = [kept[0]["SecurityGroupRuleId"], "sgr-0123456789abcdef0"]
        ec2.revoke_security_group_ingress(GroupId=group, SecurityGroupRuleIds=ids)
    assert rules_of(ec2, group) == kept
    gone = ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=[rule(v4="10.0.0.1/8")])
    assert [each["SecurityGroupRuleId"] for each in gone["RevokedSecurityGroupRules"]] == [
        kept[0]["SecurityGroupRuleId"]
    ]
    ec2.revoke_security_group_ingress(GroupId=group, SecurityGroupRuleIds=[kept[1]["SecurityGroupRuleId"]])
    assert rules_of(ec2, group) == []


def test_a_rule_is_revoked_on_its_own_side_only(ec2: Any, group: str) -> None:
    (made,) = allow(ec2, group, rule(v4="10.0.0.0/8"))
    with refused("InvalidSecurityGroupRuleId.NotFound"):
        ec2.revoke_security_group_egress(GroupId=group, SecurityGroupRuleIds=[made["SecurityGroupRuleId"]])
    with refused("InvalidPermission.NotFound"):
        ec2.revoke_security_group_egress(GroupId=group, IpPermissions=[rule("-1", None, v6="::/0")])


def modify(ec2: Any, group: str, *pairs: tuple[dict[str, Any], dict[str, Any]]) -> None:
    changes = [
        {"SecurityGroupRuleId": made["SecurityGroupRuleId"], "SecurityGroupRule": request} for made, request in pairs
    ]
    ec2.modify_security_group_rules(GroupId=group, SecurityGroupRules=changes)


def request(**peer: str) -> dict[str, Any]:
    return {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "Description": "new", **peer}


def test_modifying_in_place(ec2: Any, group: str, peer: str, prefix: str, site: Foundation) -> None:
    other = make_group(ec2, site.vpc_id, "other")
    four, six, referring, listed = allow(
        ec2, group, rule(v4="10.0.0.0/8"), rule(v6="fd00::/8"), rule(group=peer), rule(prefix=prefix)
    )
    modify(
        ec2,
        group,
        (four, request(CidrIpv4="10.1.2.3/16")),
        (six, request(CidrIpv6="fd01::/16")),
        (referring, request(ReferencedGroupId=other)),
        (listed, request(PrefixListId=prefix)),
    )
    after = rules_of(ec2, group)
    assert [each["SecurityGroupRuleId"] for each in after] == [
        each["SecurityGroupRuleId"] for each in (four, six, referring, listed)
    ]
    assert all((each["FromPort"], each["Description"]) == (443, "new") for each in after)
    assert (after[0]["CidrIpv4"], after[1]["CidrIpv6"]) == ("10.1.0.0/16", "fd01::/16")
    assert after[2]["ReferencedGroupInfo"]["GroupId"] == other


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (request(CidrIpv6="fd00::/8"), "InvalidParameterValue"),
        (request(ReferencedGroupId="peer"), "InvalidParameterValue"),
        (request(PrefixListId="prefix"), "InvalidParameterValue"),
        (request(), "MissingParameter"),
        (request(CidrIpv4="10.0.0.0/8", CidrIpv6="fd00::/8"), "InvalidParameterCombination"),
        ({**request(CidrIpv4="10.0.0.0/8"), "FromPort": 22, "ToPort": 22}, "InvalidPermission.Duplicate"),
        ({**request(CidrIpv4="10.0.0.0/8"), "ToPort": 70000}, "InvalidParameterValue"),
        ({**request(CidrIpv4="10.0.0.0/8"), "Description": "説明"}, "InvalidParameterValue"),
    ],
)
def test_modifications_that_ec2_refuses(
    ec2: Any, group: str, peer: str, prefix: str, wanted: dict[str, Any], code: str
) -> None:
    before = allow(ec2, group, rule(v4="10.0.0.0/8"), rule(ports=(22, 22), v4="10.0.0.0/8"))
    real = {"peer": peer, "prefix": prefix}
    with refused(code):
        modify(ec2, group, (before[0], {key: real.get(str(value), value) for key, value in wanted.items()}))
    assert rules_of(ec2, group) == before


def test_two_rules_can_change_places_in_one_call(ec2: Any, group: str) -> None:
    first, second = allow(ec2, group, rule(v4="10.0.0.0/8"), rule(v4="192.168.0.0/16"))
    modify(ec2, group, (first, request(CidrIpv4="192.168.0.0/16")), (second, request(CidrIpv4="10.0.0.0/8")))
    with refused("InvalidParameterValue"):
        modify(ec2, group, (first, request(CidrIpv4="1.0.0.0/8")), (second, request(CidrIpv4="1.0.0.0/8")))
    with refused("InvalidParameterValue"):
        modify(ec2, group, (first, request(CidrIpv4="1.0.0.0/8")), (first, request(CidrIpv4="2.0.0.0/8")))


def test_a_description_left_out_of_a_modification_is_removed(ec2: Any, group: str) -> None:
    (made,) = allow(ec2, group, rule(v4="10.0.0.0/8", said="old"))
    modify(ec2, group, (made, {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIpv4": "10.0.0.0/8"}))
    assert "Description" not in rules_of(ec2, group)[0]


@pytest.mark.parametrize("direction", ["ingress", "egress"])
def test_descriptions_can_be_changed(ec2: Any, group: str, peer: str, prefix: str, direction: str) -> None:
    peers = {"v4": "10.0.0.0/8", "v6": "fd00::/8", "group": peer, "prefix": prefix}
    update = getattr(ec2, f"update_security_group_rule_descriptions_{direction}")
    authorize = getattr(ec2, f"authorize_security_group_{direction}")
    made = authorize(GroupId=group, IpPermissions=[rule(**{name: peers[name]}, said="old") for name in peers])
    update(GroupId=group, IpPermissions=[rule(**{name: peers[name]}, said=f"new {name}") for name in peers])
    ids = {each["SecurityGroupRuleId"] for each in made["SecurityGroupRules"]}
    ours = [each for each in rules_of(ec2, group, egress=direction == "egress") if each["SecurityGroupRuleId"] in ids]
    assert [each["Description"] for each in ours] == [f"new {name}" for name in peers]
    by_id = [{"SecurityGroupRuleId": ours[2]["SecurityGroupRuleId"], "Description": "by id"}]
    update(GroupId=group, SecurityGroupRuleDescriptions=by_id)
    assert rules_of(ec2, group, egress=direction == "egress")[-2]["Description"] == "by id"
    with refused("InvalidPermission.NotFound"):
        update(GroupId=group, IpPermissions=[rule(ports=(9, 9), v4="10.0.0.0/8", said="x")])
    with refused("InvalidParameterValue"):
        update(GroupId=group, IpPermissions=[rule(v4="10.0.0.0/8", said="説明")])


def test_the_first_egress_rule_can_be_described(ec2: Any, group: str) -> None:
    everything = [rule("-1", None, v4="0.0.0.0/0", said="All traffic")]
    ec2.update_security_group_rule_descriptions_egress(GroupId=group, IpPermissions=everything)
    assert rules_of(ec2, group, egress=True)[0]["Description"] == "All traffic"


def test_rules_named_by_id(world: StrictWorld, ec2: Any, group: str) -> None:
    (made,) = allow(ec2, group, rule(v4="10.0.0.0/8"))
    found = ec2.describe_security_group_rules(SecurityGroupRuleIds=[made["SecurityGroupRuleId"]])
    assert found["SecurityGroupRules"] == [made]
    with refused("InvalidSecurityGroupRuleId.NotFound"):
        ec2.describe_security_group_rules(SecurityGroupRuleIds=["sgr-0123456789abcdef0"])


def test_each_family_has_a_quota_of_its_own_and_groups_count_in_both(
    ec2: Any, group: str, peer: str, prefix: str
) -> None:
    allow(ec2, group, *(rule(ports=(port, port), v4="10.0.0.0/8") for port in range(60)))
    allow(ec2, group, *(rule(ports=(port, port), v6="fd00::/8") for port in range(59)))
    for one_more in (rule(v4="11.0.0.0/8"), rule(group=peer), rule(prefix=prefix)):
        with refused("RulesPerSecurityGroupLimitExceeded"):
            allow(ec2, group, one_more)
    allow(ec2, group, rule(ports=(59, 59), v6="fd00::/8"))
    assert len(rules_of(ec2, group)) == 120


def test_a_list_that_is_changed_in_place_counts_as_well(ec2: Any, group: str, prefix: str) -> None:
    heavy = ec2.create_managed_prefix_list(PrefixListName="h", AddressFamily="IPv4", MaxEntries=20)["PrefixList"]
    (listed,) = allow(ec2, group, rule(prefix=prefix))
    allow(ec2, group, *(rule(ports=(port, port), v4="10.0.0.0/8") for port in range(50)))
    wanted = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "PrefixListId": heavy["PrefixListId"]}
    change = [{"SecurityGroupRuleId": listed["SecurityGroupRuleId"], "SecurityGroupRule": wanted}]
    with refused("RulesPerSecurityGroupLimitExceeded"):
        ec2.modify_security_group_rules(GroupId=group, SecurityGroupRules=change)


def test_a_group_of_another_account_is_held_with_it(ec2: Any, group: str) -> None:
    pair = {"UserId": "222222222222", "GroupId": "sg-0abc0abc0abc0abc0"}
    asked = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": [pair]}
    (made,) = allow(ec2, group, asked)
    assert made["ReferencedGroupInfo"].items() >= pair.items()
    with refused("InvalidPermission.Duplicate"):
        allow(ec2, group, asked)
    with refused("InvalidGroup.NotFound"):
        allow(ec2, group, {**asked, "UserIdGroupPairs": [{"GroupId": pair["GroupId"]}]})
    ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=[asked])
    assert rules_of(ec2, group) == []
