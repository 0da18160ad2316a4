"""One member left out of sound answers, or said in a way that nobody knows: that never makes anything fine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from netsec.app.verify import verify_stack
from netsec.app.world import live_snapshot
from netsec.config.default_rules import default_groups
from netsec.errors import NetsecError
from netsec.insight.audit import audit
from netsec.insight.intervals import IntervalSet
from netsec.insight.reach import Question, reach
from netsec.model import Config, Reason
from tests.support.answers.readers import QUESTIONS
from tests.support.answers.shapes import NEVER_HEARD, items_shape
from tests.support.answers.worlds import CONFIG, Items, Worlds, stack_told, written

# In the usual run one of so many; in `make reliability` each.
EVERY = 1 if int(os.environ.get("NETSEC_LONG", "1")) > 1 else 9
OPERATIONS = (
    "describe_subnets", "describe_route_tables", "describe_security_groups", "describe_addresses",
    "describe_nat_gateways", "describe_network_acls", "describe_vpc_endpoints", "describe_network_interfaces",
)  # fmt: skip
# That these are not there is an answer in itself: a rule has no peers of that sort, nobody holds the address, nothing
# is tagged, an interface has no public address.
MEANT = {
    "IpRanges", "Ipv6Ranges", "UserIdGroupPairs", "PrefixListIds", "Tags", "Key", "Value", "Association",
    "AssociationId", "NetworkInterfaceId", "InstanceId", "Main",
}  # fmt: skip
OTHER_PORT = tuple(default_groups(CONFIG.name_prefix, app_port=8080)) + tuple(
    each for each in CONFIG.security_groups if each.key == "endpoints"
)
Path = tuple[str | int, ...]


def members(value: Any, before: Path = ()) -> Iterator[Path]:
    """The way to every member of every structure."""
    for name, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if isinstance(name, str):
            yield (*before, name)
        yield from members(each, (*before, name))


def changed(items: Items, path: Path, shape: Any) -> Iterator[Items]:
    """The items without that member; where AWS may say only certain things there, with another."""
    for hurt in (None, NEVER_HEARD):
        copy: Any = deepcopy(items)
        inner = copy
        for part in path[:-1]:
            inner = inner[part]
        if hurt is None:
            del inner[path[-1]]
        elif _enum(shape, path):
            inner[path[-1]] = hurt
        else:
            continue
        yield copy


def _enum(shape: Any, path: Path) -> bool:
    for part in path[1:]:
        shape = shape.member if isinstance(part, int) else shape.members.get(part)
        if shape is None:
            return False
    return bool(getattr(shape, "enum", None))


def verdicts(answers: dict[str, Items], worlds: Worlds) -> dict[tuple[str, str, int], str]:
    """Question → yes, no or unknown; one that can't be asked any more is left out."""
    world = live_snapshot(stack_told(answers, worlds.state))
    asked = {
        each: reach(world, Question(source=each[0], target=each[1], ports=IntervalSet.of(each[2])))
        for each in QUESTIONS
    }
    return {question: each.verdict for question, each in asked.items() if not isinstance(each, Reason)}


def passes(answers: dict[str, Items], worlds: Worlds, config: Config) -> set[str]:
    return {each.subject for each in verify_stack(stack_told(answers, worlds.state, config)) if each.status == "pass"}


def judged_controls(answers: dict[str, Items], worlds: Worlds) -> tuple[set[tuple[str, str]], set[str]]:
    report = audit(live_snapshot(stack_told(answers, worlds.state)))
    return {(each.control.id, each.id) for each in report.findings}, set(report.unchecked_controls)


@pytest.mark.parametrize("op", OPERATIONS)
def test_what_a_gap_leaves_open_is_never_fine(op: str, worlds: Worlds) -> None:
    config = replace(CONFIG, security_groups=OTHER_PORT)
    before, right = verdicts(worlds.full, worlds), passes(worlds.full, worlds, config)
    found, _ = judged_controls(worlds.full, worlds)
    assert {"yes", "no"} == set(before.values())
    assert "security_group_rules/ecs-ingress" not in right
    for number, path in enumerate(members(worlds.full[op])):
        if number % EVERY or MEANT & set(path):
            continue
        for items in changed(worlds.full[op], path, items_shape(op)):
            answers = {**worlds.full, op: items}
            told = f"{op} {path}"
            try:
                assert passes(answers, worlds, config) <= right, told
                now = verdicts(answers, worlds)
            except NetsecError:
                continue
            assert all(now[each] in (before[each], "unknown") for each in now), (told, now, written(items[path[0]]))
            left, unknown = judged_controls(answers, worlds)
            assert all(control in unknown for control, each in found - left if each in written(items)), told
