"""`make quick` finds the tests that stand nearest to a change."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"
TREE = (
    "tests/unit/kinds/test_outbound.py",
    "tests/stories/commands/test_cost.py",
    "tests/stories/commands/test_cost_of_plans.py",
    "tests/stories/test_any_order.py",
)


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(TOOLS))
    return importlib.import_module("quick")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in TREE:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        (["netsec/kinds/elastic_ip.py"], {"tests/unit/kinds"}),
        (["netsec/errors.py"], {"tests/unit"}),
        (["netsec/store/local_backend.py"], {"tests/unit"}),
        (["netsec/commands/cost.py"], {"tests/unit", *TREE[1:3]}),
        (["tests/support/story.py", "tests/unit/kinds/test_outbound.py"], {"tests/unit"}),
        (["tests/stories/test_any_order.py"], {TREE[3]}),
        (["tests/stories/test_gone.py", "docs/demo.md"], set()),
    ],
)
def test_chosen(tool: Any, root: Path, changed: list[str], tests: set[str]) -> None:
    assert set(tool.chosen(changed, root)) == tests | set(tool.ALWAYS)
