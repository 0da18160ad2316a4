"""What the faults are played in: one strict world for a whole file, set back before each trial."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "stories"))

from fault_trial import Moment, Trial, on_trial  # noqa: E402


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    with on_trial(tmp_path_factory.mktemp("trial")) as trial:
        yield trial


@pytest.fixture(scope="module")
def nothing(trial: Trial) -> Moment:
    """Before the first run."""
    return trial.moment()
