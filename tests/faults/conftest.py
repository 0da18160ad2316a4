"""What the faults are played in: one strict world for each file of them, set back before each trial."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "stories"))

from fault_scenes import SCENES, Scene, Setter, set_scene
from fault_trial import Moment, Trial, on_trial


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    with on_trial(tmp_path_factory.mktemp("trial")) as trial:
        yield trial


@pytest.fixture(scope="module")
def nothing(trial: Trial) -> Moment:
    """Before the first run."""
    return trial.moment()


@pytest.fixture(scope="module")
def scene_of(trial: Trial, nothing: Moment) -> Setter:
    """Scene by name, each set once."""
    scenes: dict[str, Scene] = {}

    def scene(name: str) -> Scene:
        scenes[name] = scenes.get(name) or set_scene(trial, nothing, name)
        _, switches, _ = SCENES[name]
        trial.config = trial.configured(**switches)
        return scenes[name]

    return scene


@pytest.fixture
def no_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """boto3's own pauses between its tries can't be handed a clock."""
    import botocore.endpoint

    monkeypatch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=lambda seconds: None))
