"""The golden dumps, by name, and the two AWSs to compare with them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
# Stories are told here too.
sys.path.insert(0, str(HERE.parent / "stories"))


@pytest.fixture(scope="session")
def golden() -> dict[str, Any]:
    """What the hands-on's Terraform makes, by setting."""
    from dump import without

    return {path.stem: without(json.loads(path.read_text(encoding="utf-8"))) for path in HERE.glob("*.json")}
