"""What the faults are played in: one strict world for each file of them, set back before each trial."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pytest

from tests.support.faults.scenes import SCENES, Scene, Setter, set_scene
from tests.support.faults.trial import Moment, Trial, on_trial

# Each save is brought to the disk, which is not what is tried here: where there is memory for files, it is used.
MEMORY = Path("/dev/shm")


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder, on_trial(Path(folder)) as trial:
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
