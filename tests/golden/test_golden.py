"""What netsec makes is what the hands-on's Terraform makes, on whatever way it got there."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from dump import dump
from plain import plain_story
from world import ZONE_A, ZONE_C, Story, hands_on, story

NAME = {"project": "handson"}


def setting(name: str) -> Any:
    from dataclasses import replace

    from netsec.config import defaults
    from netsec.config.hands_on import acls

    config = replace(defaults("handson", zones=(ZONE_A, ZONE_C)), enable_nat_gateway=name in ("nat_on", "all_on"))
    lists = acls(config.prefix, name != "nacl") if name in ("nacl", "nacl_assoc", "all_on") else ()
    return replace(config, network_acls=lists)


SETTINGS = ("nat_off", "nat_on", "nacl", "nacl_assoc", "all_on")


def tour() -> list[str]:
    """A walk from setting to setting that takes each of the twenty ordered pairs once."""
    edges = {each: [other for other in SETTINGS if other != each] for each in SETTINGS}
    path, walk = [SETTINGS[0]], []
    while path:
        if edges[path[-1]]:
            path.append(edges[path[-1]].pop())
        else:
            walk.append(path.pop())
    return walk[::-1]


def test_the_tour_takes_every_pair() -> None:
    walk = tour()
    assert len(set(pairwise(walk))) == len(walk) - 1 == 20


@pytest.mark.parametrize("name", SETTINGS)
def test_from_nothing(name: str, tmp_path: Path, golden: dict[str, Any]) -> None:
    with plain_story(tmp_path, setting(name)) as told:
        told.settled()
        assert dump(told.ec2, "handson-dev-vpc") == golden[name]


def test_from_each_to_each(tmp_path: Path, golden: dict[str, Any]) -> None:
    with plain_story(tmp_path, setting("nat_off")) as told:
        for name in tour():
            told.settled(config=setting(name))
            assert dump(told.ec2, "handson-dev-vpc") == golden[name]


def test_from_each_to_each_without_memory(tmp_path: Path, golden: dict[str, Any]) -> None:
    with plain_story(tmp_path, setting("nat_off")) as told:
        for name in tour():
            told.settled(config=setting(name))
            assert dump(told.ec2, "handson-dev-vpc") == golden[name]
            told.forget_state()


def as_strict(value: dict[str, Any]) -> dict[str, Any]:
    """A golden dump less what plain moto is known to leave out: the default group's own rule, the last denies."""
    groups = [each for each in value["security_groups"] if each["name"] != "default"]
    acls = [
        {**each, "entries": [one for one in each["entries"] if one["rule"] < 32767]} for each in value["network_acls"]
    ]
    return {**value, "security_groups": groups, "network_acls": acls}


def test_from_each_to_each_in_the_strict_world(tmp_path: Path, golden: dict[str, Any]) -> None:
    with story(tmp_path, setting("nat_off"), pending_seconds=100, deleting_seconds=40) as told:
        for name in tour():
            told.settled(config=setting(name))
            assert as_strict(dump(told.ec2, "handson-dev-vpc")) == as_strict(golden[name])


def test_destroy_leaves_the_foundation(tmp_path: Path) -> None:
    from world import DESTROY

    with plain_story(tmp_path, setting("all_on")) as told:
        before = dump(told.ec2, "handson-dev-vpc", ignore=())
        told.settled()
        told.settled(DESTROY)
        assert dump(told.ec2, "handson-dev-vpc", ignore=()) == before


# Drift made by hand, and healed


def _entry(told: Story, acl: str) -> str:
    return told.id(f"network_acl/{acl}")


def rule(port: int, cidr: str = "0.0.0.0/0", **told: str) -> list[dict[str, Any]]:
    return [{"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [{"CidrIp": cidr, **told}]}]


def peer(port: int, group: str, **told: str) -> list[dict[str, Any]]:
    return [{"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "UserIdGroupPairs": [{"GroupId": group, **told}]}]


def rule_added(told: Story) -> None:
    told.ec2.authorize_security_group_ingress(GroupId=told.id("security_group/rds"), IpPermissions=rule(5432))


def egress_added(told: Story) -> None:
    told.ec2.authorize_security_group_egress(GroupId=told.id("security_group/alb"), IpPermissions=rule(1))


def rule_removed(told: Story) -> None:
    told.ec2.revoke_security_group_ingress(
        GroupId=told.id("security_group/alb"), IpPermissions=rule(443, Description="HTTPS from Internet")
    )


def peer_rule_removed(told: Story) -> None:
    alb, ecs = told.id("security_group/alb"), told.id("security_group/ecs")
    told.ec2.revoke_security_group_ingress(GroupId=ecs, IpPermissions=peer(3000, alb, Description="App port from ALB"))


def every_rule_removed(told: Story) -> None:
    for key in ("alb", "ecs", "rds"):
        group = told.group(f"handson-dev-{key}-sg")
        told.ec2.revoke_security_group_ingress(GroupId=group["GroupId"], IpPermissions=group["IpPermissions"])
        told.ec2.revoke_security_group_egress(GroupId=group["GroupId"], IpPermissions=group["IpPermissionsEgress"])


def rule_changed(told: Story) -> None:
    group = told.id("security_group/alb")
    told.ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=rule(443, Description="HTTPS from Internet"))
    told.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=rule(8443))


def description_changed(told: Story) -> None:
    told.ec2.update_security_group_rule_descriptions_ingress(
        GroupId=told.id("security_group/alb"), IpPermissions=rule(80, Description="by hand")
    )


def route_deleted(told: Story) -> None:
    table = told.site.private_route_tables[ZONE_A]
    told.ec2.delete_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0")


def routes_crossed(told: Story) -> None:
    told.ec2.replace_route(
        RouteTableId=told.site.private_route_tables[ZONE_A],
        DestinationCidrBlock="0.0.0.0/0",
        NatGatewayId=told.id(f"nat_gateway/{ZONE_C}"),
    )


def gateway_deleted(told: Story) -> None:
    told.ec2.delete_nat_gateway(NatGatewayId=told.id(f"nat_gateway/{ZONE_C}"))


def gateways_and_addresses_gone(told: Story) -> None:
    for gateway in told.gateways():
        told.ec2.delete_nat_gateway(NatGatewayId=gateway)
    for address in told.addresses():
        if address.get("AssociationId"):
            told.ec2.disassociate_address(AssociationId=address["AssociationId"])
        told.ec2.release_address(AllocationId=address["AllocationId"])


def entry_changed(told: Story) -> None:
    told.ec2.replace_network_acl_entry(
        NetworkAclId=_entry(told, "public"), RuleNumber=100, Egress=False, Protocol="6", RuleAction="deny",
        CidrBlock="0.0.0.0/0", PortRange={"From": 80, "To": 80},
    )  # fmt: skip


def entry_added(told: Story) -> None:
    told.ec2.create_network_acl_entry(
        NetworkAclId=_entry(told, "private"), RuleNumber=1, Egress=True, Protocol="-1", RuleAction="deny",
        CidrBlock="0.0.0.0/0",
    )  # fmt: skip


def entry_deleted(told: Story) -> None:
    told.ec2.delete_network_acl_entry(NetworkAclId=_entry(told, "private"), RuleNumber=110, Egress=False)


def _move(told: Story, subnet: str, acl: str) -> None:
    rows = told.ec2.describe_network_acls()["NetworkAcls"]
    (found,) = (each for row in rows for each in row["Associations"] if each["SubnetId"] == subnet)
    told.ec2.replace_network_acl_association(AssociationId=found["NetworkAclAssociationId"], NetworkAclId=acl)


def association_moved(told: Story) -> None:
    _move(told, told.site.public_subnets[ZONE_A], _entry(told, "private"))


def association_taken_back(told: Story) -> None:
    rows = told.ec2.describe_network_acls()["NetworkAcls"]
    default = next(row["NetworkAclId"] for row in rows if row["IsDefault"] and row["VpcId"] == told.vpc)
    for subnet in told.site.private_subnets.values():
        _move(told, subnet, default)


def tags_edited(told: Story) -> None:
    for kind, name in (
        ("elastic_ip", ZONE_A),
        ("nat_gateway", ZONE_A),
        ("security_group", "ecs"),
        ("network_acl", "public"),
    ):
        told.tag(told.id(f"{kind}/{name}"), Name="my own")


def tags_removed(told: Story) -> None:
    for kind, name in (
        ("elastic_ip", ZONE_C),
        ("nat_gateway", ZONE_C),
        ("security_group", "rds"),
        ("network_acl", "private"),
    ):
        told.untag(told.id(f"{kind}/{name}"), "Name", "ManagedBy", "netsec:address", "Project")


def group_deleted(told: Story) -> None:
    told.ec2.delete_security_group(GroupId=told.id("security_group/rds"))


DRIFTS = (
    rule_added, egress_added, rule_removed, peer_rule_removed, every_rule_removed, rule_changed, description_changed,
    route_deleted, routes_crossed, gateway_deleted, gateways_and_addresses_gone, entry_changed, entry_added,
    entry_deleted, association_moved, association_taken_back, tags_edited, tags_removed, group_deleted,
)  # fmt: skip


@pytest.mark.parametrize("strict", [False, True], ids=["plain", "strict"])
def test_every_drift_is_healed(strict: bool, tmp_path: Path, golden: dict[str, Any]) -> None:
    """One after the other in one world: each is noticed, and afterwards all is as it was."""
    opened: Callable[..., Any] = story if strict else plain_story
    with opened(tmp_path, setting("all_on")) as told:
        told.settled()
        for drift in DRIFTS:
            drift(told)
            assert not told.plan().is_empty, drift.__name__
            told.settled()
            found, wanted = dump(told.ec2, "handson-dev-vpc"), golden["all_on"]
            assert as_strict(found) == as_strict(wanted) if strict else found == wanted, drift.__name__


def test_drifts_together_and_without_memory(tmp_path: Path, golden: dict[str, Any]) -> None:
    with story(tmp_path, setting("all_on"), pending_seconds=100, deleting_seconds=40) as told:
        told.settled()
        for drift in (rule_added, description_changed, routes_crossed, entry_changed, association_moved, tags_edited):
            drift(told)
        told.forget_state()
        told.settled()
        assert as_strict(dump(told.ec2, "handson-dev-vpc")) == as_strict(golden["all_on"])


def test_tags_that_others_added_stay(tmp_path: Path) -> None:
    with plain_story(tmp_path, hands_on(nat=False)) as told:
        told.settled()
        told.tag(told.id("security_group/alb"), CostCenter="42")
        assert told.plan().is_empty
        told.tag(told.id("security_group/alb"), ManagedBy="me")
        told.settled()
        assert told.tags(told.id("security_group/alb"))["CostCenter"] == "42"
