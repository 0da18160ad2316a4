"""The state file is a cache: lost at any moment, the tags in AWS bring it back and nothing is made twice."""

from __future__ import annotations

import pytest

from netsec.app.goals import APPLY_GOAL
from tests.support.faults.scenes import SCENES, Setter
from tests.support.faults.wire import killed_after, nth


def test_lost_after_apply(scene_of: Setter) -> None:
    scene = scene_of("apply")
    trial = scene.again()
    trial.run()
    before = trial.state()
    trial.store().path.unlink()
    trial.heal()
    assert {change.verb for change in trial.plan().changes} == {"adopt", "keep"}
    assert trial.run().errors == ()
    assert trial.wire.writes == []
    after = trial.state().records
    assert all(after[address].id == record.id for address, record in before.records.items() if record.id)
    assert scene.faults() == []


@pytest.mark.parametrize("number", [2, 5, 7, 9, 14, 15, 20, 26, 28])
def test_killed_and_lost_half_way(scene_of: Setter, number: int) -> None:
    scene = scene_of("apply")
    scene.again().wire.on_write = nth(number, killed_after)
    assert scene.trial.dies()
    scene.trial.store().path.unlink(missing_ok=True)
    assert scene.trouble_healed() == []


@pytest.mark.parametrize("name", [name for name in SCENES if SCENES[name][0] is not None])
def test_lost_before_every_other_run(scene_of: Setter, name: str) -> None:
    scene = scene_of(name)
    trial = scene.again()
    trial.loses_the_state()
    assert trial.run(scene.goal).errors == ()
    if scene.goal is APPLY_GOAL:
        assert scene.faults() == []
