"""Random walks: settings and hand-made drift in any order, the state lost now and then; it always settles at once."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from netsec.model import Config, NatConfig, Peer, Rule
from tests.support.story import DESTROY, DESTROY_NAT, KEEP_EIPS, RELEASE, ZONE_A, ZONE_C, Story, hands_on, new_story

OUT = "0.0.0.0/0"


def any_config(dice: random.Random) -> Config:
    nat = NatConfig(topology=dice.choice(["per_az", "single"]), keep_eips=dice.random() < 0.2)
    config = hands_on(nat=dice.random() < 0.6, acl=dice.random() < 0.5, associate=dice.random() < 0.5)
    groups = list(config.security_groups)
    for index, group in enumerate(groups):
        peers = [Peer("group", each.key) for each in groups] + [Peer("cidr_ipv4", OUT), Peer("cidr_ipv6", "::/0")]
        chosen = {(dice.choice(peers), dice.choice([80, 443])): None for _ in range(dice.randrange(4))}
        rules = tuple(Rule(protocol="tcp", from_port=port, to_port=port, peer=peer) for peer, port in chosen)
        groups[index] = replace(group, ingress=rules, egress=dice.choice([group.egress, (), rules]))
    lost = dice.choice(["alb", "ecs", "rds", "", ""])
    kept = tuple(
        replace(each, ingress=without(each.ingress, lost), egress=without(each.egress, lost)) for each in groups
    )
    zones = dice.choice([(ZONE_A,), (ZONE_A, ZONE_C), (ZONE_A, ZONE_C)])
    return replace(
        config, nat=nat, availability_zones=zones, security_groups=tuple(each for each in kept if each.key != lost),
        tags=dice.choice([{}, {"Team": "red"}]),
    )  # fmt: skip


def without(rules: tuple[Rule, ...], key: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if rule.peer != Peer("group", key))


def lose_routes(story: Story, dice: random.Random) -> None:
    for table in story.site.private_route_tables.values():
        if str(story.default_route_label(table)).startswith("nat-"):
            story.ec2.delete_route(RouteTableId=table, DestinationCidrBlock=OUT)


def lose_gateway(story: Story, dice: random.Random) -> None:
    for gateway in dice.sample(sorted(story.gateways()), min(1, len(story.gateways()))):
        story.ec2.delete_nat_gateway(NatGatewayId=gateway)


def lose_group(story: Story, dice: random.Random) -> None:
    """Every rule, and then the group."""
    ours = [each for each in story.groups() if each["GroupName"] != "default"]
    for each in ours:
        for side, field in (("ingress", "IpPermissions"), ("egress", "IpPermissionsEgress")):
            if each[field]:
                getattr(story.ec2, f"revoke_security_group_{side}")(GroupId=each["GroupId"], IpPermissions=each[field])
    for each in ours[:1]:
        story.ec2.delete_security_group(GroupId=each["GroupId"])


def edit_tags(story: Story, dice: random.Random) -> None:
    for each in story.groups():
        if each["GroupName"] != "default":
            story.tag(each["GroupId"], Name="x", Owner="me")
            if story.id_is_recorded(each["GroupId"]):
                story.untag(each["GroupId"], "netsec:address")


def open_wide(story: Story, dice: random.Random) -> None:
    for each in story.groups():
        rule = [{"IpProtocol": "udp", "FromPort": 1, "ToPort": 1, "IpRanges": [{"CidrIp": OUT}]}]
        if each["GroupName"] != "default":
            story.ec2.authorize_security_group_ingress(GroupId=each["GroupId"], IpPermissions=rule)


def lose_state(story: Story, dice: random.Random) -> None:
    story.forget_state()
    story.rebuild()


def pass_time(story: Story, dice: random.Random) -> None:
    story.world.clock.advance(7200)


def nothing(story: Story, dice: random.Random) -> None:
    pass


ACCIDENTS: tuple[Callable[[Story, random.Random], None], ...] = (
    lose_routes, lose_gateway, lose_group, edit_tags, open_wide, lose_state, pass_time, nothing,
)  # fmt: skip
GOALS: tuple[Any, ...] = (DESTROY, DESTROY_NAT, KEEP_EIPS)


@pytest.mark.parametrize("seed", range(4))
def test_it_always_settles_at_once(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    with new_story(
        tmp_path, any_config(dice), {"ipv6": seed % 2 == 1}, pending_seconds=100, deleting_seconds=40
    ) as story:
        for _ in range(6):
            story.settled(config=any_config(dice))
            dice.choice(ACCIDENTS)(story, dice)
            if dice.random() < 0.2:
                story.settled(dice.choice(GOALS))
        story.settled(RELEASE)
        assert [each["GroupName"] for each in story.groups()] == ["default"]
        assert (story.addresses(), story.gateways()) == ([], {})
