"""Security groups and their rule sets: EC2's answers → live resources; what they are born with; how they go."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from netsec.config import default_config
from netsec.kinds import KINDS, security_group, security_group_rules
from netsec.kinds.security_group import SecurityGroupSpec
from netsec.model import Address, Answers, Call, DestroyOptions, Live, Network, Query, Ref, query_by_vpc

NETWORK = Network(vpc_id="vpc-1", cidr="10.0.0.0/16")
GROUPS = query_by_vpc("describe_security_groups", "SecurityGroups", "vpc-1")
RULES = Query("describe_security_group_rules", "SecurityGroupRules", (("group-id", ("sg-1",)),))
INTERFACES = Query("describe_network_interfaces", "NetworkInterfaces", (("group-id", ("sg-1",)),))
EVERYTHING = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}], "Ipv6Ranges": [], "PrefixListIds": [],
              "UserIdGroupPairs": []}  # fmt: skip


def group(key: str = "alb", group_id: str = "sg-1", **more: Any) -> dict[str, Any]:
    tags = [{"Key": "netsec:address", "Value": f"security_group/{key}"}] if key else []
    return {"GroupId": group_id, "GroupName": f"{key}-sg", "Description": "d", "VpcId": "vpc-1", "Tags": tags,
            "IpPermissions": [], "IpPermissionsEgress": [EVERYTHING], **more}  # fmt: skip


def pairs(*ids: str) -> list[dict[str, Any]]:
    peers = [{"GroupId": each, "UserId": "123456789012"} for each in ids]
    return [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": peers}]


def read_rules(*groups: dict[str, Any], rules: Any = ()) -> dict[str, Live]:
    answers = Answers({GROUPS: list(groups), RULES: list(rules)})
    return {live.id: live for live in security_group_rules.KIND.read(answers, NETWORK)}


def test_a_group_as_ec2_tells_it() -> None:
    answers = Answers({GROUPS: [group(), group("", "sg-2")], INTERFACES: [
        {"NetworkInterfaceId": "eni-1", "Description": "ELB app/x/1", "RequesterId": "amazon-elb",
         "Groups": [{"GroupId": "sg-1"}, {"GroupId": "sg-9"}]},
        {"NetworkInterfaceId": "eni-2", "Description": "", "InterfaceType": "lambda", "Groups": [{"GroupId": "sg-1"}]},
        {"NetworkInterfaceId": "eni-3", "Description": "", "Groups": [{"GroupId": "sg-1"}]},
    ]})  # fmt: skip
    ours, theirs = security_group.KIND.read(answers, NETWORK)
    assert (ours.address, theirs.address) == (Address("security_group", "alb"), None)
    assert ours.foreign_holders == ("eni-1 (ELB app/x/1, amazon-elb)", "eni-2 (lambda)", "eni-3")
    assert theirs.foreign_holders == ()


def wanted(**more: str) -> SecurityGroupSpec:
    fields = {"name": "alb-sg", "description": "d", **more}
    return SecurityGroupSpec(address=Address("security_group", "alb"), vpc_id="vpc-1", **fields)


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (wanted(), []),
        (wanted(name="x"), ["group_name_immutable"]),
        (wanted(description="x"), ["group_description_immutable"]),
        (wanted(name="x", description="y"), ["group_name_immutable", "group_description_immutable"]),
    ],
)
def test_what_never_changes_is_said_and_kept(spec: SecurityGroupSpec, said: list[str]) -> None:
    (live,) = security_group.KIND.read(Answers({GROUPS: [group()]}), NETWORK)
    decision = security_group.KIND.compare(spec, live)
    assert (decision.verb, decision.steps) == ("keep", ())
    assert [(each.sign, each.why.code) for each in decision.details] == [("=", code) for code in said]


def test_interfaces_are_asked_for_only_when_groups_go() -> None:
    lives = list(security_group.KIND.read(Answers({GROUPS: [group(), group("ecs", "sg-0")]}), NETWORK))
    assert security_group.KIND.followup_queries(lives, False) == security_group.KIND.followup_queries([], True) == ()
    (query,) = security_group.KIND.followup_queries(lives, True)
    assert query.filters == (("group-id", ("sg-0", "sg-1")),)


# Rule sets


def test_rule_sets_of_groups_ours_and_not() -> None:
    found = read_rules(group(IpPermissions=pairs("sg-1", "sg-2", "sg-9")), group("", "sg-2"))
    assert found.keys() == {"sg-1/ingress", "sg-1/egress", "sg-2/ingress", "sg-2/egress"}
    ingress = found["sg-1/ingress"]
    assert (ingress.address, ingress.owner, ingress.key) == (
        Address("security_group_rules", "alb-ingress"), "sg-1", ("sg-1", "ingress"),
    )  # fmt: skip
    assert ingress.uses == {"sg-2", "sg-9"}
    assert [rule.label for rule in ingress.data] == ["alb", "-sg", "sg-9"]
    assert found["sg-2/egress"].address is None


def test_rule_ids_where_they_were_asked_for() -> None:
    told = {"SecurityGroupRuleId": "sgr-1", "GroupId": "sg-1", "IsEgress": True, "IpProtocol": "-1", "FromPort": -1,
            "ToPort": -1, "CidrIpv4": "0.0.0.0/0"}  # fmt: skip
    found = read_rules(group(), rules=[told])
    assert [rule.id for rule in found["sg-1/egress"].data] == ["sgr-1"]


@pytest.mark.parametrize(
    ("ingress", "revoked"),
    [
        ([], []), (pairs("sg-1"), []), (pairs("sg-2"), ["sg-2"]), (pairs("sg-1", "sg-2", "sg-3"), ["sg-2", "sg-3"]),
        ([{"IpProtocol": "tcp", "FromPort": 1, "ToPort": 1, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}], []),
    ],
)  # fmt: skip
def test_rules_that_name_other_groups_go_before_the_group(ingress: Any, revoked: list[str]) -> None:
    decision = security_group_rules.KIND.delete(
        read_rules(group(IpPermissions=ingress))["sg-1/ingress"], DestroyOptions()
    )
    named = [
        pair["GroupId"]
        for call in decision.steps
        if isinstance(call, Call)
        for permission in call.params["IpPermissions"]
        for pair in permission["UserIdGroupPairs"]
    ]
    assert named == revoked
    # The group may be gone by then; that one of several rules is missing is no success: EC2 then revokes none.
    assert {code for call in decision.steps for code in call.benign} <= {"InvalidGroup.NotFound"}


@pytest.mark.parametrize("ipv6", [False, True])
def test_what_a_new_group_is_born_with(ipv6: bool) -> None:
    network = replace(NETWORK, has_ipv6=ipv6)
    specs = {spec.address.name: spec for spec in security_group_rules.KIND.desire(default_config(), network)}
    calls = [call for call in security_group_rules.KIND.create(specs["alb-egress"]).steps if isinstance(call, Call)]
    described = "update_security_group_rule_descriptions_egress"
    assert [call.op for call in calls] == ([described, "revoke_security_group_egress"] if ipv6 else [described])
    nothing = replace(specs["alb-egress"], rules=())
    (call,) = security_group_rules.KIND.create(nothing).steps
    assert isinstance(call, Call)
    assert len(call.params["IpPermissions"][0].get("Ipv6Ranges", [])) == ipv6
    born = replace(specs["alb-egress"], rules=specs["alb-egress"].born_with)
    assert security_group_rules.KIND.create(born).why.code == "rules_born_as_wanted"


def test_three_groups_take_nine_calls() -> None:
    config = default_config()
    calls = [
        call.op
        for kind in (security_group.KIND, security_group_rules.KIND)
        for spec in kind.desire(config, NETWORK)
        for call in kind.create(spec).steps
    ]
    assert len(calls) == 9


def test_peers_are_refs_until_their_group_is_there() -> None:
    specs = {spec.address.name: spec for spec in security_group_rules.KIND.desire(default_config(), NETWORK)}
    assert {rule.peer for rule in specs["rds-ingress"].rules} == {Ref(Address("security_group", "ecs"))}
    assert specs["rds-ingress"].key == (Ref(Address("security_group", "rds")), "ingress")


def test_every_kind_is_registered_under_its_name() -> None:
    assert [kind.name for kind in KINDS.values()] == list(KINDS)


@pytest.mark.parametrize(
    ("number", "name"), [("6", "tcp"), ("17", "udp"), ("1", "icmp"), ("58", "icmpv6"), ("50", "50")]
)
def test_a_protocol_by_its_number_is_the_one_by_its_name(number: str, name: str) -> None:
    """EC2 API reference, IpPermission: the protocol name (tcp, udp, icmp, icmpv6) or number."""

    def read(protocol: str) -> Any:
        rules = [{"IpProtocol": protocol, "FromPort": 8, "ToPort": 8, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]
        return read_rules(group(IpPermissions=rules))["sg-1/ingress"].data

    assert read(number) == read(name)
    assert read(number)[0].protocol == name


def test_a_group_that_is_still_worn_is_waited_for() -> None:
    """Interfaces of a load balancer or a function that was deleted stay for minutes."""
    (live,) = security_group.KIND.read(Answers({GROUPS: [group()]}), NETWORK)
    (call,) = security_group.KIND.delete(live, DestroyOptions()).steps
    assert isinstance(call, Call)
    assert (call.op, call.patience) == ("delete_security_group", 900.0)
    assert {"DependencyViolation", "InvalidGroup.InUse"} <= {*call.retry_on}
