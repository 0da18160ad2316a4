"""The worlds that answers are taken from are those of the stories."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "stories"))

from answers_worlds import Worlds, captured


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """What AWS answers before anything of ours stands, and once all of it does."""
    return captured(tmp_path_factory.mktemp("answers"))
