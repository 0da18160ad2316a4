"""The table of small changes that `make mutants` seeds: it fits the code as it is, and asks tests that are there."""

from __future__ import annotations

import ast
import importlib
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[2]
ROOMS = ("planning", "kinds", "aws", "store", "insight")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(PROJECT / "tools"))
        return importlib.import_module("mutants")


def test_every_change_still_applies_and_gives_a_program(tool: Any) -> None:
    for each in tool.mutants():
        ast.parse(each.changed(), each.name)


def test_every_change_has_its_tests(tool: Any) -> None:
    for each in tool.mutants():
        files = [name for name in each.tests if name.startswith("tests/")]
        assert files, each.name
        assert [name for name in files if not (PROJECT / name.partition("::")[0]).is_file()] == []


def test_there_are_enough_of_them_everywhere(tool: Any) -> None:
    found = tool.mutants()
    assert len({each.name for each in found}) == len(found) >= 60
    assert min(Counter(each.file.split("/")[1] for each in found)[room] for room in ROOMS) >= 10


def test_a_change_that_fits_no_longer_is_refused(tool: Any) -> None:
    fits = tool.mutants()[0]
    for before in ("no such text", "\n"):
        other = tool.Mutant(name=fits.name, file=fits.file, before=before, after="x", tests=fits.tests)
        with pytest.raises(ValueError, match=r"stands \d+ times"):
            other.changed()
