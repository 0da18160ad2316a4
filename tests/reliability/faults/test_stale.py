"""AWS tells what was so a moment ago: nothing is made twice, nothing ends too early, nothing is an error."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.support.faults.portrait import Picture
from tests.support.faults.scenes import Setter
from tests.support.faults.trial import DESTROY, Trial
from tests.support.faults.wire import (
    Act,
    Fault,
    answer_lost,
    closed_before,
    killed_after,
    killed_before,
    nth,
    refusal,
    reply,
    unreachable,
)

LISTS = ("DescribeSecurityGroups", "DescribeAddresses", "DescribeNatGateways", "DescribeNetworkAcls")
# What was answered, by operation.
Kept = dict[str, bytes]
pytestmark = pytest.mark.usefixtures("no_sleep")


def answers_now(trial: Trial) -> Kept:
    """What AWS answers to a plan at this moment."""
    kept: Kept = {}

    def fault(number: int, operation: str, act: Act) -> Any:
        answer = act()
        kept[operation] = answer.content
        return answer

    trial.wire.on_read = fault
    trial.plan()
    trial.wire.reset()
    return kept


def stale(kept: Kept, times: int, *operations: str) -> Fault:
    """The first `times` answers to each of these operations are old ones."""
    given: Counter[str] = Counter()

    def fault(number: int, operation: str, act: Act) -> Any:
        given[operation] += 1
        return reply(200, kept[operation]) if operation in operations and given[operation] <= times else act()

    return fault


def flapping(kept: Kept, trial: Trial, *operations: str) -> Fault:
    """Once something was changed, every other answer is an old one."""
    given: Counter[str] = Counter()

    def fault(number: int, operation: str, act: Act) -> Any:
        given[operation] += bool(trial.wire.writes)
        return reply(200, kept[operation]) if operation in operations and given[operation] % 2 else act()

    return fault


def until(moment: float, kept: Kept, trial: Trial, *operations: str) -> Fault:
    """Old answers to these operations until then."""

    def fault(number: int, asked: str, act: Act) -> Any:
        old = asked in operations and trial.clock.now() < moment
        return reply(200, kept[asked]) if old else act()

    return fault


@pytest.mark.parametrize("times", [1, 2, 3, 4])
def test_rules_just_written_are_not_shown_yet(scene_of: Setter, times: int) -> None:
    scene = scene_of("apply without nat")
    trial = scene.again()
    trial.wire.on_write = nth(scene.writes.index("AuthorizeSecurityGroupIngress") + 1, killed_before)
    assert trial.dies()
    trial.heal()
    kept = answers_now(trial)
    assert trial.run().errors == ()
    trial.heal()
    trial.wire.on_read = stale(kept, times, "DescribeSecurityGroups")
    assert trial.run().errors == ()
    assert scene.faults() == []


@pytest.mark.parametrize("name", ["apply", "single to per_az", "gateway replaced", "destroy-nat"])
def test_gateways_flap(scene_of: Setter, name: str) -> None:
    scene = scene_of(name)
    trial = scene.again()
    trial.wire.on_read = flapping(answers_now(trial), trial, "DescribeNatGateways")
    early: list[str] = []

    def look(number: int, operation: str, act: Act) -> Any:
        states = {each["State"] for each in Picture(trial.ec2).gateways}
        early.extend([operation] if operation in ("CreateRoute", "ReplaceRoute") and "pending" in states else [])
        return act()

    trial.wire.on_write = look
    trial.clock.turn = 1.0
    report = trial.run(scene.goal)
    assert report.errors == ()
    assert scene.faults() == []
    assert early == []


@pytest.mark.parametrize("times", [1, 2])
def test_what_is_deleted_is_still_listed(scene_of: Setter, times: int) -> None:
    scene = scene_of("destroy")
    trial = scene.again()
    kept = answers_now(trial)
    assert trial.run(DESTROY).errors == ()
    trial.heal()
    trial.wire.on_read = stale(kept, times, *LISTS)
    # What is off the record is not deleted again because an old answer shows it: that is said, and true soon.
    told = {each.code for error in trial.run(DESTROY).errors for each in error.reasons}
    assert told <= {"only_by_tags"}
    trial.heal()
    assert trial.run(DESTROY).errors == ()
    assert scene.faults() == []
    assert trial.state().records == {}


def test_a_token_gives_the_same_gateway_however_long_it_is_hidden(scene_of: Setter) -> None:
    """Looking has ended long before it shows; repeating the very same call is safe all the same."""
    scene = scene_of("apply")
    trial = scene.again()
    number = scene.writes.index("CreateNatGateway") + 1
    trial.wire.on_write = nth(number, killed_before)
    assert trial.dies()
    trial.heal()
    kept = answers_now(trial)
    trial.wire.on_write = nth(1, killed_after)
    assert trial.dies()
    trial.wire.reset()
    trial.wire.on_read = until(trial.clock.now() + 100, kept, trial, "DescribeNatGateways", "DescribeAddresses")
    assert trial.run().errors == ()
    assert scene.faults() == []


@pytest.mark.parametrize("made", [True, False])
def test_a_token_of_other_parameters(scene_of: Setter, made: bool) -> None:
    """What that token made is looked up; where there is nothing, another token is used."""
    scene = scene_of("apply")

    def mismatch(act: Act) -> Any:
        if made:
            act()
        return refusal(400, "IdempotentParameterMismatch")

    scene.again().wire.on_write = nth(scene.writes.index("CreateNatGateway") + 1, mismatch)
    assert scene.trouble() == []


def test_an_address_that_is_hidden_for_too_long_is_a_spare_that_the_next_run_heals(scene_of: Setter) -> None:
    scene = scene_of("apply")
    trial = scene.again()
    kept = answers_now(trial)
    trial.wire.on_write = nth(scene.writes.index("AllocateAddress") + 1, answer_lost)
    trial.wire.on_read = until(trial.clock.now() + 120, kept, trial, "DescribeAddresses")
    trial.clock.turn = 1.0
    assert trial.run().errors == ()
    trial.heal()
    spare = [change for change in trial.plan().changes if change.verb == "delete"]
    assert [change.slot.address.kind for change in spare] == ["elastic_ip"]
    assert scene.trouble_healed() == []


@pytest.mark.parametrize("name", ["apply", "destroy", "gateway replaced"])
def test_answers_come_in_pages(scene_of: Setter, name: str) -> None:
    scene = scene_of(name)
    trial = scene.again()
    trial.world.settings.page_size = 1
    try:
        report = trial.run(scene.goal)
        assert trial.plan(scene.goal).active_changes == ()
    finally:
        trial.world.settings.page_size = None
    assert report.errors == ()
    assert scene.faults() == []


@pytest.mark.parametrize("number", [1, 8, 16, 24])
def test_what_stands_between_us_and_aws_starts_anew(scene_of: Setter, number: int) -> None:
    """What was in the air is cut off, and for a while nobody answers."""
    scene = scene_of("apply")
    down = [0]

    def fault(count: int, operation: str, act: Act) -> Any:
        if len(scene.trial.wire.writes) >= number and down[0] < 6:
            down[0] += 1
            return closed_before(act) if down[0] == 1 else unreachable(act)
        return act()

    trial = scene.again()
    trial.wire.on_write = trial.wire.on_read = fault
    assert scene.trouble() == []
    assert down[0] == 6
