"""Any cut heals: killed at any point of any run, one clean run later AWS is as if nothing had happened."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial

import pytest

from tests.support.faults.portrait import Picture
from tests.support.faults.scenes import SCENES, Scene, Setter
from tests.support.faults.sweep import Attempt, killed, sweep
from tests.support.faults.trial import DESTROY_NAT
from tests.support.faults.wire import killed_after, killed_before, nth

HOW = {"before a call": killed_before, "after a call": killed_after}
CUT = [name for name in SCENES if name != "apply without nat"]


SELDOM = pytest.mark.reliability
# A cut between two looks changes nothing in AWS: every day one scene, the others in `make reliability`.
LOOKED = ("apply",)


@pytest.mark.parametrize("name", CUT)
@pytest.mark.parametrize("how", HOW)
def test_killed_at_any_call(scene_of: Setter, name: str, how: str) -> None:
    scene = scene_of(name)
    sweep(
        f"killed {how} that changes something: {name}",
        (
            (f"{number} {operation}", partial(killed, scene, "on_write", nth(number, HOW[how])))
            for number, operation in enumerate(scene.writes, 1)
        ),
        one_in=4,
    )


@pytest.mark.parametrize("name", [name if name in LOOKED else pytest.param(name, marks=SELDOM) for name in CUT])
@pytest.mark.parametrize("how", ["before a call", pytest.param("after a call", marks=SELDOM)])
def test_killed_at_any_look(scene_of: Setter, name: str, how: str) -> None:
    """The first looks, those on the way, and every poll of a wait; after one is nearly before the next."""
    scene = scene_of(name)
    sweep(
        f"killed {how} that only looks: {name}",
        (
            (f"read {number}", partial(killed, scene, "on_read", nth(number, HOW[how])))
            for number in range(1, len(scene.reads) + 1)
        ),
        one_in=4,
    )


@pytest.mark.parametrize("name", CUT)
def test_killed_before_any_save(scene_of: Setter, name: str) -> None:
    """The answer has come and nothing of it is recorded yet."""
    scene = scene_of(name)
    sweep(
        f"killed between an answer and its save: {name}",
        ((f"save {number}", partial(_killed_at_save, scene, number)) for number in range(1, scene.saves + 1)),
        one_in=4,
    )


def _killed_at_save(scene: Scene, number: int) -> list[str]:
    scene.again().dies_at_save = number
    return scene.trouble_healed() if scene.trial.dies(scene.goal) else ["it was never killed"]


def test_killed_in_two_runs(scene_of: Setter) -> None:
    """At every third call of the first run, and somewhere in the second."""
    scene, dice = scene_of("apply"), random.Random(8)
    pairs = [(first, dice.randint(1, len(scene.writes))) for first in range(1, len(scene.writes) + 1, 3)]
    sweep("killed in two runs: apply", _two_runs(scene, pairs), one_in=3)


@pytest.mark.reliability
@pytest.mark.parametrize("first", range(1, 30))
def test_killed_in_every_pair_of_runs(scene_of: Setter, first: int) -> None:
    scene = scene_of("apply")
    assert len(scene.writes) <= 29
    pairs = [(first, second) for second in range(1, len(scene.writes) + 2 - first)]
    sweep("killed in two runs, every pair: apply", _two_runs(scene, pairs))


def _two_runs(scene: Scene, pairs: list[tuple[int, int]]) -> Iterator[tuple[str, Attempt]]:
    for first, second in pairs:
        yield f"{first}, then {second}", partial(_killed_twice, scene, first, second)


def _killed_twice(scene: Scene, first: int, second: int) -> list[str]:
    """The second run may come through before its turn to be killed."""
    scene.again().wire.on_write = nth(first, killed_after)
    if not scene.trial.dies(scene.goal):
        return ["it was never killed"]
    scene.trial.heal()
    scene.trial.wire.on_write = nth(second, killed_after if second % 2 else killed_before)
    scene.trial.dies(scene.goal)
    return scene.trouble_healed()


def test_killed_between_two_gateways_then_destroyed(scene_of: Setter) -> None:
    """The old one is gone, the new one never came: the route into the void is still ours to delete."""
    scene = scene_of("gateway replaced")
    trial = scene.again()
    trial.wire.on_write = nth(scene.writes.index("CreateNatGateway") + 1, killed_before)
    assert trial.dies()
    trial.heal()
    assert trial.run(DESTROY_NAT).errors == ()
    picture = Picture(trial.ec2)
    assert {route["State"] for table in picture.tables for route in table["Routes"]} == {"active"}
    assert {address.partition("/")[0] for address in picture.ours().values()} == {"security_group"}


@pytest.mark.parametrize("seed", range(6))
def test_killed_five_times_in_a_row(scene_of: Setter, seed: int) -> None:
    dice = random.Random(seed)
    name = dice.choice(["apply", "apply", "destroy", "single to per_az", "gateway replaced"])
    scene = scene_of(name)
    scene.again()
    for _ in range(5):
        scene.trial.heal()
        scene.trial.wire.on_write = nth(dice.randint(1, 4), dice.choice(list(HOW.values())))
        scene.trial.dies(scene.goal)
    assert scene.trouble_healed() == []
