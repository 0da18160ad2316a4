"""What netsec makes is what the hands-on's Terraform makes, on whatever way it got there."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.support.drifts import (
    DRIFTS,
    association_moved,
    description_changed,
    entry_changed,
    routes_crossed,
    rule_added,
    tags_edited,
)
from tests.support.dump import dump
from tests.support.plain_moto import new_plain_story
from tests.support.story import ZONE_A, ZONE_C, hands_on, new_story

NAME = {"project": "handson"}


def setting(name: str) -> Any:
    from dataclasses import replace

    from netsec.config import default_config
    from netsec.config.default_rules import default_acls

    config = replace(default_config("handson", zones=(ZONE_A, ZONE_C)), enable_nat_gateway=name in ("nat_on", "all_on"))
    lists = default_acls(config.name_prefix, name != "nacl") if name in ("nacl", "nacl_assoc", "all_on") else ()
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
    with new_plain_story(tmp_path, setting(name)) as story:
        story.settled()
        assert dump(story.ec2, "handson-dev-vpc") == golden[name]


def test_from_each_to_each(tmp_path: Path, golden: dict[str, Any]) -> None:
    with new_plain_story(tmp_path, setting("nat_off")) as story:
        for name in tour():
            story.settled(config=setting(name))
            assert dump(story.ec2, "handson-dev-vpc") == golden[name]


def test_from_each_to_each_without_memory(tmp_path: Path, golden: dict[str, Any]) -> None:
    with new_plain_story(tmp_path, setting("nat_off")) as story:
        for name in tour():
            story.settled(config=setting(name))
            assert dump(story.ec2, "handson-dev-vpc") == golden[name]
            story.forget_state()
            story.rebuild()


def as_strict(value: dict[str, Any]) -> dict[str, Any]:
    """A golden dump less what plain moto is known to leave out: the default group's own rule, the last denies."""
    groups = [each for each in value["security_groups"] if each["name"] != "default"]
    acls = [
        {**each, "entries": [one for one in each["entries"] if one["rule"] < 32767]} for each in value["network_acls"]
    ]
    return {**value, "security_groups": groups, "network_acls": acls}


def test_from_each_to_each_in_the_strict_world(tmp_path: Path, golden: dict[str, Any]) -> None:
    with new_story(tmp_path, setting("nat_off"), pending_seconds=100, deleting_seconds=40) as story:
        for name in tour():
            story.settled(config=setting(name))
            assert as_strict(dump(story.ec2, "handson-dev-vpc")) == as_strict(golden[name])


def test_destroy_leaves_the_foundation(tmp_path: Path) -> None:
    from tests.support.story import DESTROY

    with new_plain_story(tmp_path, setting("all_on")) as story:
        before = dump(story.ec2, "handson-dev-vpc", ignore=())
        story.settled()
        story.settled(DESTROY)
        assert dump(story.ec2, "handson-dev-vpc", ignore=()) == before


@pytest.mark.parametrize("strict", [False, True], ids=["plain", "strict"])
def test_every_drift_is_healed(strict: bool, tmp_path: Path, golden: dict[str, Any]) -> None:
    """One after the other in one world: each is noticed, and afterwards all is as it was."""
    opened: Callable[..., Any] = new_story if strict else new_plain_story
    with opened(tmp_path, setting("all_on")) as story:
        story.settled()
        for drift in DRIFTS:
            drift(story)
            assert not story.plan().is_empty, drift.__name__
            story.settled()
            found, wanted = dump(story.ec2, "handson-dev-vpc"), golden["all_on"]
            assert as_strict(found) == as_strict(wanted) if strict else found == wanted, drift.__name__


def test_drifts_together_and_without_memory(tmp_path: Path, golden: dict[str, Any]) -> None:
    with new_story(tmp_path, setting("all_on"), pending_seconds=100, deleting_seconds=40) as story:
        story.settled()
        for drift in (rule_added, description_changed, routes_crossed, entry_changed, association_moved, tags_edited):
            drift(story)
        story.forget_state()
        story.settled()
        assert as_strict(dump(story.ec2, "handson-dev-vpc")) == as_strict(golden["all_on"])


def test_tags_that_others_added_stay(tmp_path: Path) -> None:
    with new_plain_story(tmp_path, hands_on(nat=False)) as story:
        story.settled()
        story.tag(story.id("security_group/alb"), CostCenter="42")
        assert story.plan().is_empty
        story.tag(story.id("security_group/alb"), ManagedBy="me")
        story.settled()
        assert story.tags(story.id("security_group/alb"))["CostCenter"] == "42"
