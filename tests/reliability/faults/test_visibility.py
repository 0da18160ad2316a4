"""Eventual consistency: what was just made is unknown to every other call for a while; nothing is made twice."""

from __future__ import annotations

import pytest

from tests.support.faults.portrait import Picture
from tests.support.faults.scenes import Scene, Setter
from tests.support.faults.trial import DESTROY, Trial
from tests.support.faults.wire import Act, Fault, killed_after, killed_before, nth

SECONDS = [2, 10, 25]


@pytest.mark.parametrize("seconds", SECONDS)
@pytest.mark.parametrize("name", ["apply", "single to per_az", "gateway replaced"])
def test_what_is_made_is_invisible_for_a_while(scene_of: Setter, name: str, seconds: float) -> None:
    scene = scene_of(name)
    hidden(scene, seconds)
    assert scene.trial.run(scene.goal).errors == ()
    scene.trial.clock.hands.advance(60)
    assert scene.faults() == []


@pytest.mark.parametrize("seconds", SECONDS)
def test_killed_and_run_again_while_invisible(scene_of: Setter, seconds: float) -> None:
    scene, wrong = scene_of("apply"), {}
    for number, operation in list(enumerate(scene.writes[:16], 1))[:: 2 if seconds == 10 else 4]:
        hidden(scene, seconds).wire.on_write = nth(number, killed_after)
        assert scene.trial.dies()
        scene.trial.wire.reset()
        wrong[f"{number} {operation}"] = scene.trouble(pause=60)
    assert not any(wrong.values()), {cut: told for cut, told in wrong.items() if told}


@pytest.mark.parametrize("number", [1, 6, 12])
def test_killed_though_all_is_recorded_and_run_again_while_invisible(scene_of: Setter, number: int) -> None:
    """Nothing is under way when the process dies: only the records tell that there is something to wait for."""
    scene = scene_of("apply without nat")
    hidden(scene, 10).wire.on_write = nth(5 + number, killed_before)
    assert scene.trial.dies()
    scene.trial.wire.reset()
    assert scene.trouble(pause=60) == []


@pytest.mark.parametrize("poll", [1, 2, 3])
def test_killed_while_waiting_for_an_invisible_gateway(scene_of: Setter, poll: int) -> None:
    scene = scene_of("apply")
    hidden(scene, 25).wire.on_read = nth_poll(poll, scene.trial)
    assert scene.trial.dies()
    scene.trial.wire.reset()
    assert scene.trouble(pause=60) == []


@pytest.mark.parametrize("seconds", [2, 10])
def test_destroyed_as_soon_as_it_is_applied(scene_of: Setter, seconds: float) -> None:
    """An association that was just moved is listed under its new id before that id can be named."""
    trial = hidden(scene_of("apply without nat"), seconds)
    assert trial.run().errors == ()
    assert trial.run(DESTROY).errors == ()
    trial.clock.hands.advance(60)
    assert _ours(trial) == {}


@pytest.mark.parametrize("number", [3, 5, 7, 8, 15, 16, 25])
def test_killed_and_destroyed_while_invisible(scene_of: Setter, number: int) -> None:
    scene = scene_of("apply")
    clean = hidden(scene, 10)
    clean.wire.on_write = nth(number, killed_after)
    assert clean.dies()
    clean.wire.reset()
    assert clean.run(DESTROY).errors == ()
    clean.clock.hands.advance(60)
    assert _ours(clean) == {}
    assert clean.state().records == {}


def hidden(scene: Scene, seconds: float) -> Trial:
    trial = scene.again()
    trial.world.settings.invisible_seconds = seconds
    trial.clock.turn = 1.0
    return trial


def nth_poll(number: int, trial: Trial) -> Fault:
    """Killed at the nth look at the gateways after the last create of one."""
    seen = [0]

    def fault(count: int, operation: str, act: Act) -> object:
        seen[0] += operation == "DescribeNatGateways" and "CreateNatGateway" in trial.wire.writes
        return killed_before(act) if seen[0] == number else act()

    return fault


def _ours(trial: Trial) -> dict[str, str]:
    return Picture(trial.ec2).ours()
