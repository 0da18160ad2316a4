"""`make demo` works, fits into 80 columns, and docs/demo.md shows what it shows today."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
# What differs from run to run: ids, addresses, the sandbox's port, seconds.
VARYING = (
    (r"\b(sg|sgr|nat|eipalloc|vpc|rtb|acl|subnet)-[0-9a-f]{17}\b", r"\1-…"),
    (r"127\.0\.0\.1:[0-9]+ *", "127.0.0.1:… "),
    (r"203\.0\.113\.[0-9]+", "203.0.113.…"),
    # A busy machine takes more than a minute for what is done in seconds.
    (r"\b(?:[0-9]+m )?[0-9]+s\b", "…s"),
)


def still(line: str) -> str:
    for pattern, stand_in in VARYING:
        line = re.sub(pattern, stand_in, line)
    return line


def test_the_recorded_demo_is_what_the_demo_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PROJECT / "tools"))
    pictures = importlib.import_module("pictures")
    shown = [pictures.plain(line) for line in pictures.record()]
    page = (PROJECT / "docs" / "demo.md").read_text(encoding="utf-8")
    found = re.search(r"^```text\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    assert found
    # What runs side by side may end in any order.
    assert sorted(map(still, filter(None, shown))) == sorted(map(still, filter(None, found[1].splitlines()))), (
        "out of date; write it anew: make docs"
    )
    assert [line for line in shown if len(line) > 80] == []
