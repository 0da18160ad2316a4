"""Each tier of the tests is held to what it may touch, and every test stands in one."""

from __future__ import annotations

import ast
import contextlib
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.tiers import GUARD, PROJECT, STORIES, UNIT, TierError, held_to

TESTS = Path(__file__).resolve().parents[1]
TIERS = ("unit", "stories", "project", "reliability")
FILES = sorted(TESTS.rglob("*.py"))


@pytest.fixture(autouse=True)
def _given_back(_tier: None) -> Iterator[None]:
    """What follows here sets the guard, which holds this tier again afterwards."""
    yield
    GUARD.tier, GUARD.refused = PROJECT, []


def connect(host: str) -> None:
    with socket.socket() as probe:
        probe.settimeout(0.01)
        probe.connect((host, 9))


REFUSED: dict[str, Callable[[], object]] = {
    "a sleep": lambda: time.sleep(0.001),
    "a process": lambda: subprocess.run([sys.executable, "-V"], check=True),
    "a fork": os.fork,
    "loopback": lambda: connect("127.0.0.1"),
    "another host": lambda: connect("192.0.2.1"),
}


@pytest.mark.parametrize("deed", REFUSED)
def test_a_unit_test_may_not(deed: str) -> None:
    with pytest.raises(TierError), held_to(UNIT):
        REFUSED[deed]()


def swallowing() -> None:
    """As code does that takes any error for an answer."""
    with contextlib.suppress(Exception):
        time.sleep(0.001)


def test_what_the_code_swallows_is_told_at_the_end() -> None:
    with pytest.raises(TierError, match=r"tests/unit may not do this: time\.sleep"), held_to(UNIT):
        swallowing()


def test_no_tier_reaches_another_host() -> None:
    with pytest.raises(TierError), held_to(STORIES):
        connect("192.0.2.1")
    with pytest.raises(ConnectionRefusedError), held_to(STORIES):
        connect("127.0.0.1")


def test_every_test_stands_in_a_tier() -> None:
    outside = [path for path in TESTS.rglob("test_*.py") if path.relative_to(TESTS).parts[0] not in TIERS]
    assert outside == []


def test_a_folder_of_unit_tests_is_a_package_of_netsec() -> None:
    folders = {path.name for path in (TESTS / "unit").iterdir() if any(path.glob("test_*.py"))}
    assert {name for name in folders if not (TESTS.parent / "netsec" / name).is_dir()} <= {"docs"}


def test_tests_are_imported_by_full_name_alone() -> None:
    own = {path.stem for path in FILES} - {"__init__"}
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [each.name for each in node.names] if isinstance(node, ast.Import) else []
            assert not own & {name.partition(".")[0] for name in names}, path
        assert "sys.path.insert" not in path.read_text(encoding="utf-8") or path == Path(__file__)


def test_no_module_counts_twice() -> None:
    """By its full name, for which every folder must be a package."""
    folders = {path.parent for path in FILES}
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []
    assert max(Counter(path.relative_to(TESTS) for path in FILES).values()) == 1
