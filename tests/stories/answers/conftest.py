"""The worlds that answers are taken from are those of the stories."""

from __future__ import annotations

import pytest

from tests.support.answers.worlds import Worlds, captured


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """What AWS answers before anything of ours stands, and once all of it does."""
    return captured(tmp_path_factory.mktemp("answers"))
