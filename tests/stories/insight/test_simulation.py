"""A plan foretells the world: what is read off it equals what is read off AWS once it is carried out."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from netsec.app.stack import APPLY_GOAL, Goal
from netsec.app.world import live_snapshot, planned_snapshot
from netsec.config.endpoints import with_endpoint_group
from netsec.insight.simulate import NEW_ID_PREFIX, handlers
from netsec.insight.snapshot import Route, VpcSnapshot
from netsec.model import Config, EndpointsConfig, NatConfig, Peer, Rule
from tests.support.story import DESTROY, DESTROY_NAT, KEEP_EIPS, ZONE_A, ZONE_C, hands_on, new_story

Step = tuple[Goal, Config]
SINGLE = replace(hands_on(), nat=NatConfig(topology="single", zone=ZONE_C))


def edited(config: Config) -> Config:
    """A rule more, one less, one replaced in place, one described anew; an entry more and one changed."""
    alb, ecs, rds = config.security_groups
    office = replace(alb.ingress[0], peer=Peer("cidr_ipv4", "203.0.113.0/24"), description="office")
    admin = Rule(protocol="tcp", from_port=22, to_port=22, peer=Peer("cidr_ipv4", "10.9.0.0/16"))
    groups = (
        replace(alb, ingress=(office, *alb.ingress[1:])),
        replace(ecs, ingress=(replace(ecs.ingress[0], description="anew"), admin), egress=()),
        replace(rds, ingress=(replace(rds.ingress[0], from_port=5433, to_port=5433),)),
    )
    acls = tuple(replace(acl, entries=acl.entries[1:]) for acl in config.network_acls)
    return replace(config, security_groups=groups, network_acls=acls)


def private(*interface: str, gateway: tuple[str, ...] = ("s3",), zones: tuple[str, ...] = ()) -> Config:
    wanted = EndpointsConfig(gateway=gateway, interface=interface, clients=("ecs",), zones=zones)
    config = replace(hands_on(nat=False), endpoints=wanted)
    return replace(config, security_groups=with_endpoint_group(config.security_groups, wanted, config.name_prefix))


WALKS: dict[str, list[Step]] = {
    "endpoints made, moved, fewer, gone": [
        (APPLY_GOAL, private("logs", zones=(ZONE_A,))),
        (APPLY_GOAL, private("logs", "ecr.api", gateway=("s3", "dynamodb"))),
        (APPLY_GOAL, private("ecr.api", zones=(ZONE_C,))),
        (APPLY_GOAL, private(gateway=())),
    ],
    "groups, then everything": [(APPLY_GOAL, hands_on(nat=False)), (APPLY_GOAL, hands_on(acl=True, associate=True))],
    "on, single, and back": [(APPLY_GOAL, hands_on()), (APPLY_GOAL, SINGLE), (APPLY_GOAL, hands_on())],
    "rules and entries edited": [
        (APPLY_GOAL, hands_on(nat=False, acl=True)),
        (APPLY_GOAL, edited(hands_on(nat=False, acl=True))),
        (APPLY_GOAL, hands_on(nat=False, acl=True)),
    ],
    "off keeping, on, off, gone": [
        (APPLY_GOAL, hands_on()),
        (KEEP_EIPS, hands_on()),
        (APPLY_GOAL, hands_on()),
        (DESTROY_NAT, hands_on()),
        (DESTROY, hands_on()),
    ],
    "everything gone at once": [(APPLY_GOAL, hands_on(acl=True, associate=True)), (DESTROY, hands_on())],
    "a group less": [(APPLY_GOAL, hands_on(nat=False)), (APPLY_GOAL, replace(hands_on(nat=False), security_groups=()))],
    "other tags": [(APPLY_GOAL, hands_on()), (APPLY_GOAL, replace(hands_on(), tags={"Owner": "platform"}))],
}


@pytest.mark.parametrize("walk", WALKS)
def test_what_is_foretold_comes_true(walk: str, tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        for goal, config in WALKS[walk]:
            story.config = config
            plan, foretold = planned_snapshot(story.stack(), goal)
            assert not plan.is_empty
            story.apply(goal)
            assert portrait(foretold) == portrait(live_snapshot(story.stack()))


def test_a_plan_that_does_nothing_foretells_the_world_as_it_is(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        story.settled()
        plan, foretold = planned_snapshot(story.stack())
        assert plan.is_empty
        assert foretold == live_snapshot(story.stack())


def test_the_answers_that_were_given_stay_as_they_were(tmp_path: Path) -> None:
    with new_story(tmp_path, hands_on()) as story:
        before = live_snapshot(story.stack())
        _, foretold = planned_snapshot(story.stack())
        assert [each for each in foretold.groups if each.startswith(NEW_ID_PREFIX)]
        assert live_snapshot(story.stack()) == before


def test_every_call_that_a_plan_can_hold_has_a_play() -> None:
    """The operations that kinds and planner write, as their source has them."""
    import re

    import netsec

    rooms = [Path(netsec.__file__).parent / room for room in ("kinds", "planning", "app")]
    sources = [path.read_text(encoding="utf-8") for room in rooms for path in room.rglob("*.py")]
    verbs = "create|delete|replace|allocate|release|associate|disassociate|authorize|revoke|modify|update"
    written = {found for text in sources for found in re.findall(rf'"((?:{verbs})_[a-z_]+)"', text)}
    codes = {found for text in sources for found in re.findall(r'reason\(\s*"([a-z_]+)"', text)}
    assert {op for op in written - codes if not op.endswith("_")} <= handlers().keys()


Labels = dict[str, str]


def portrait(world: VpcSnapshot) -> Any:
    """The world with every id of ours replaced by what it stands for, and without what only AWS knows."""
    things = [
        *world.endpoints.values(),
        *world.groups.values(),
        *world.acls.values(),
        *world.gateways.values(),
        *world.addresses.values(),
    ]
    labels = {each.id: str(each.address or each.label) for each in things}
    named = {field.name: getattr(world, field.name) for field in fields(VpcSnapshot) if field.name != "interfaces"}
    return {name: _drawn(value, labels) for name, value in named.items()}


UNFORETELLABLE = ("public_ip", "public_ips", "created_at", "attached_to", "free_addresses")


def _drawn(value: Any, labels: Labels) -> Any:
    if isinstance(value, str):
        return labels.get(value, value)
    if isinstance(value, dict):
        return sorted((str(_drawn(key, labels)), str(_drawn(each, labels))) for key, each in value.items())
    if isinstance(value, (tuple, frozenset)):
        return sorted(str(_drawn(each, labels)) for each in value)
    if isinstance(value, Route) and value.destination.startswith(("pl-", "com.")):
        value = replace(value, destination="a prefix list")
    if is_dataclass(value) and not isinstance(value, type):
        known = [each.name for each in fields(value) if each.name not in UNFORETELLABLE]
        idle = [("idle", not value.attached_to)] if hasattr(value, "attached_to") else []
        return [*((name, _drawn(getattr(value, name), labels)) for name in known), *idle]
    return value
