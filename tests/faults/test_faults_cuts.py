"""Any cut heals: killed at any point of any run, one clean run later AWS is as if nothing had happened."""

from __future__ import annotations

import random

import pytest
from fault_scenes import SCENES, Scene, Setter
from fault_wire import Act, killed_after, killed_before, nth

HOW = {"before a call": killed_before, "after a call": killed_after}


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("how", HOW)
def test_killed_at_any_call(scene_of: Setter, name: str, how: str) -> None:
    scene, wrong = scene_of(name), {}
    for number, operation in enumerate(scene.writes, 1):
        scene.again().wire.on_write = nth(number, HOW[how])
        assert scene.trial.dies(scene.goal)
        wrong[f"{number} {operation}"] = _trouble(scene)
    assert not any(wrong.values()), {cut: told for cut, told in wrong.items() if told}


@pytest.mark.parametrize("name", SCENES)
def test_killed_before_any_save(scene_of: Setter, name: str) -> None:
    scene, wrong = scene_of(name), {}
    for number in range(1, scene.saves + 1):
        scene.again().dies_at_save = number
        assert scene.trial.dies(scene.goal)
        wrong[f"save {number}"] = _trouble(scene)
    assert not any(wrong.values()), {cut: told for cut, told in wrong.items() if told}


@pytest.mark.parametrize("name", ["apply", "destroy-nat", "gateway replaced"])
def test_killed_while_waiting(scene_of: Setter, name: str) -> None:
    scene, wrong = scene_of(name), {}
    polls = scene.reads.count("DescribeNatGateways")
    for number in range(1, polls + 1):
        scene.again().wire.on_read = _nth_poll(number)
        assert scene.trial.dies(scene.goal)
        wrong[f"poll {number}"] = _trouble(scene)
    assert not any(wrong.values()), {cut: told for cut, told in wrong.items() if told}


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
    assert _trouble(scene) == []


def _nth_poll(number: int):  # type: ignore[no-untyped-def]
    seen = [0]

    def fault(count: int, operation: str, act: Act) -> object:
        seen[0] += operation == "DescribeNatGateways"
        return killed_before(act) if seen[0] == number and operation == "DescribeNatGateways" else act()

    return fault


def _trouble(scene: Scene) -> list[str]:
    """An error counts as trouble too: the next cut shall still be tried."""
    try:
        return scene.trouble()
    except Exception as error:
        return [repr(error)]
