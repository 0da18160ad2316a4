"""Any cut heals: killed at any point of any run, one clean run later AWS is as if nothing had happened."""

from __future__ import annotations

import random

import pytest
from fault_portrait import Picture
from fault_scenes import SCENES, Setter
from fault_trial import DESTROY_NAT
from fault_wire import Act, Fault, killed_after, killed_before, nth

HOW = {"before a call": killed_before, "after a call": killed_after}
CUT = [name for name in SCENES if name != "apply without nat"]


@pytest.mark.parametrize("name", CUT)
@pytest.mark.parametrize("how", HOW)
def test_killed_at_any_call(scene_of: Setter, name: str, how: str) -> None:
    scene, wrong = scene_of(name), {}
    for number, operation in enumerate(scene.writes, 1):
        scene.again().wire.on_write = nth(number, HOW[how])
        assert scene.trial.dies(scene.goal)
        wrong[f"{number} {operation}"] = scene.trouble_healed()
    assert not any(wrong.values()), {cut: told for cut, told in wrong.items() if told}


@pytest.mark.parametrize("name", CUT)
def test_killed_before_any_save(scene_of: Setter, name: str) -> None:
    scene, wrong = scene_of(name), {}
    for number in range(1, scene.saves + 1):
        scene.again().dies_at_save = number
        assert scene.trial.dies(scene.goal)
        wrong[f"save {number}"] = scene.trouble_healed()
    assert not any(wrong.values()), {cut: told for cut, told in wrong.items() if told}


@pytest.mark.parametrize("name", ["apply", "destroy-nat", "gateway replaced"])
def test_killed_while_waiting(scene_of: Setter, name: str) -> None:
    scene, wrong = scene_of(name), {}
    polls = scene.reads.count("DescribeNatGateways")
    for number in range(1, polls + 1):
        scene.again().wire.on_read = _nth_poll(number)
        assert scene.trial.dies(scene.goal)
        wrong[f"poll {number}"] = scene.trouble_healed()
    assert not any(wrong.values()), {cut: told for cut, told in wrong.items() if told}


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


def _nth_poll(number: int) -> Fault:
    seen = [0]

    def fault(count: int, operation: str, act: Act) -> object:
        seen[0] += operation == "DescribeNatGateways"
        return killed_before(act) if seen[0] == number and operation == "DescribeNatGateways" else act()

    return fault
