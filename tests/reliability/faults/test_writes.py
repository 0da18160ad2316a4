"""Every call that changes something, broken in every way: the same run ends without an error and nothing is doubled."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tests.support.faults.scenes import SCENES, Scene, Setter
from tests.support.faults.sweep import disturbed, sweep
from tests.support.faults.wire import (
    Act,
    answer_lost,
    bad_gateway,
    body_cut,
    closed_before,
    error_after,
    garbage,
    nth,
    throttled,
    unreachable,
)

FAULTS: dict[str, tuple[Callable[[Act], Any], int]] = {
    "answer lost": (answer_lost, 1),
    "closed before": (closed_before, 1),
    "body cut": (body_cut, 1),
    "garbage": (garbage, 1),
    "500 after": (error_after, 1),
    "502": (bad_gateway, 1),
    "throttled": (throttled, 2),
}
# For netsec these are the others once more: a lost answer, or none. `make reliability` breaks every call with them, the
# tests of every day the first of each operation.
SELDOM = ("body cut", "garbage", "502", "unreachable")
OFTEN = tuple(fault for fault in FAULTS if fault not in SELDOM)
# A lost answer is what may double things: twice as many of these calls are broken each day.
ONE_IN = dict.fromkeys((*FAULTS, "unreachable"), 6) | {"answer lost": 3}
CREATES = ("CreateSecurityGroup", "AllocateAddress", "CreateNatGateway", "CreateNetworkAcl")


@pytest.mark.parametrize("name", [name for name in SCENES if name != "apply without nat"])
@pytest.mark.parametrize("fault", [*OFTEN, *(pytest.param(each, marks=pytest.mark.reliability) for each in SELDOM)])
def test_every_call_is_broken(scene_of: Setter, name: str, fault: str) -> None:
    scene = scene_of(name)
    happens, times = FAULTS.get(fault, (unreachable, 2))
    sweep(
        f"{fault}: {name}",
        (
            (f"{number} {operation}", partial(disturbed, scene, nth(number, happens, times)))
            for number, operation in enumerate(scene.writes, 1)
        ),
        one_in=ONE_IN[fault],
    )


@pytest.mark.parametrize("fault", FAULTS)
def test_every_operation_is_broken_once_in_one_run(scene_of: Setter, fault: str) -> None:
    scene, happens = scene_of("apply"), FAULTS[fault][0]
    seen: set[str] = set()

    def first_of_each(number: int, operation: str, act: Act) -> Any:
        known = operation in seen
        seen.add(operation)
        return act() if known else happens(act)

    scene.again().wire.on_write = first_of_each
    assert scene.trouble() == []


@pytest.mark.parametrize("seconds", [2, 10, 25])
@pytest.mark.parametrize("operation", CREATES)
def test_an_answer_is_lost_and_what_it_made_is_invisible(scene_of: Setter, operation: str, seconds: float) -> None:
    scene = scene_of("apply")
    _hidden(scene, seconds).on_write = nth(scene.writes.index(operation) + 1, answer_lost)
    assert scene.trouble(pause=60) == []


def test_throttled_for_a_minute_then_lost_and_invisible(scene_of: Setter) -> None:
    """How long to look counts from the call that was sent, not from those that AWS would not take."""
    scene = scene_of("apply")
    tries = [0]

    def fault(number: int, operation: str, act: Act) -> Any:
        tries[0] += operation == "AllocateAddress"
        if operation != "AllocateAddress" or tries[0] > 21:
            return act()
        return throttled(act) if tries[0] <= 20 else answer_lost(act)

    _hidden(scene, 10).on_write = fault
    assert scene.trouble(pause=60) == []


def _hidden(scene: Scene, seconds: float) -> Any:
    trial = scene.again()
    trial.world.settings.invisible_seconds = seconds
    trial.clock.turn = 1.0
    return trial.wire
