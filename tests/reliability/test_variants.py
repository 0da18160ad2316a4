"""netsec broken on purpose, each time in one place that all safety hangs on: the suite must notice every time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
STALE, SEEN = "tests/reliability/faults/test_stale.py", "tests/reliability/faults/test_visibility.py"
WRITES, SAVES = "tests/reliability/faults/test_writes.py", "tests/unit/store/test_saves.py"
LOST = f"{WRITES}::test_an_answer_is_lost_and_what_it_made_is_invisible"


class Variant(NamedTuple):
    """In that file these words are replaced; that test must fail then."""

    path: str
    words: str
    instead: str
    test: str


VARIANTS = {
    "no intent": Variant(
        "store/state_journal.py",
        "self._set(intents=open_intents.with_begun(self.state.intents, intents))\n        self._save()",
        "pass",
        f"{SEEN}::test_killed_and_run_again_while_invisible[10]",
    ),
    "a random token": Variant(
        "aws/dispatch.py",
        "self._values.params(job, intent.uuid)",
        "self._values.params(job, __import__('uuid').uuid4().hex)",
        f"{STALE}::test_a_token_gives_the_same_gateway_however_long_it_is_hidden",
    ),
    "no fsync": Variant(
        "store/secure_files.py", "os.fsync(handle)", "pass", f"{SAVES}::test_these_are_all_system_calls_of_a_save"
    ),
    "the SDK's own retry of a write": Variant(
        "aws/client.py", "attempts = 1 if writing else", "attempts = 3 if writing else", f"{LOST}[AllocateAddress-2]"
    ),
    "looking once": Variant(
        "aws/outcomes.py",
        "may_appear = now < job.sent + recover.window",
        "may_appear = False",
        f"{LOST}[AllocateAddress-10]",
    ),
    "no lock": Variant(
        "store/lock.py",
        "fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)",
        "pass",
        "tests/stories/store/test_lock.py::test_a_second_process_is_told_who_holds_it",
    ),
    "revoking first": Variant(
        "kinds/security_group_rules/difference.py",
        "return (*early, *opening, *late)",
        "return (*early, *late, *opening)",
        "tests/unit/kinds/test_rule_changes.py::test_calls",
    ),
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project to break."""
    tree = tmp_path_factory.mktemp("variant")
    for name in ("netsec", "tests"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tree)
    return tree


def run(tree: Path, *tests: str) -> subprocess.CompletedProcess[str]:
    """These tests on that copy; the folder that Python starts in comes before what is installed."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "NETSEC_"))}
    command = [sys.executable, "-m", "pytest", "-p", "no:xdist", *tests]
    return subprocess.run(command, cwd=tree, env=environ, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.reliability
def test_unbroken_it_passes(tree: Path) -> None:
    ended = run(tree, *sorted({variant.test for variant in VARIANTS.values()}))
    assert ended.returncode == 0, ended.stdout


@pytest.mark.reliability
@pytest.mark.parametrize("name", VARIANTS)
def test_noticed(tree: Path, name: str) -> None:
    path, words, instead, test = VARIANTS[name]
    whole = (tree / "netsec" / path).read_text(encoding="utf-8")
    assert words in whole
    (tree / "netsec" / path).write_text(whole.replace(words, instead), encoding="utf-8")
    try:
        ended = run(tree, test)
    finally:
        (tree / "netsec" / path).write_text(whole, encoding="utf-8")
    assert ended.returncode == 1, ended.stdout
    assert any(words in ended.stdout for words in ("AssertionError", "assert ", "DID NOT RAISE")), ended.stdout
