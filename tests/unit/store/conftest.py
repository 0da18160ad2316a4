"""Every test of the store has a temporary folder of its own for what is rescued."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def rescued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where copies go that could not be saved in their place."""
    place = tmp_path / "rescued"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    return place
