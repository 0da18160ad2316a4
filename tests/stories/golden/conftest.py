"""The golden dumps, by name, and the two AWSs to compare with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

GOLDEN = Path(__file__).resolve().parents[2] / "golden"


@pytest.fixture(scope="session")
def golden() -> dict[str, Any]:
    """What the hands-on's Terraform makes, by setting."""
    from tests.support.dump import without

    return {path.stem: without(json.loads(path.read_text(encoding="utf-8"))) for path in GOLDEN.glob("*.json")}
