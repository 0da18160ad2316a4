"""Change netsec in one small way at a time (`tools/mutants.toml`) and see whether the tests nearest to it notice.

Works on copies of the tree. Ends with 0 when every change was noticed, with 1 when some were not (they are named), with
2 when nothing can be said: the tests fail on the unchanged tree, or an entry of the table fits no longer.
"""

from __future__ import annotations

import compileall
import os
import queue
import shutil
import signal
import subprocess  # nosec B404 # runs pytest on a copy of this tree
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from py_compile import PycInvalidationMode

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "tools" / "mutants.toml"
COPIED = ("netsec", "tests", "tools", "docs", "state")
WORKERS = 2
# A change may make a test wait for ever, which is noticing it; so long beyond what it takes unchanged.
GRACE_SECONDS = 30.0
PASSED, FAILED = 0, 1


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One change: in `file`, `before` (which stands there once) becomes `after`; `tests` are pytest's arguments."""

    name: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]

    def changed(self, root: Path = ROOT) -> str:
        """The file's text with the change made; ValueError where `before` does not stand in it exactly once."""
        text = (root / self.file).read_text(encoding="utf-8")
        if text.count(self.before) != 1 or self.before == self.after:
            raise ValueError(f"{self.name}: stands {text.count(self.before)} times in {self.file}: {self.before!r}")
        return text.replace(self.before, self.after)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What pytest ended with (None: it was stopped), after so many seconds, and what it said."""

    code: int | None
    seconds: float
    said: str


def mutants(table: Path = TABLE) -> tuple[Mutant, ...]:
    """All entries of the table, in its order."""
    document = tomllib.loads(table.read_text(encoding="utf-8"))
    return tuple(Mutant(**{**entry, "tests": tuple(document["tests"][entry["tests"]])}) for entry in document["mutant"])


@contextmanager
def copies(number: int) -> Iterator[queue.Queue[Path]]:
    """So many copies of the tree, to be taken and put back."""
    with tempfile.TemporaryDirectory(prefix="netsec-mutants-") as directory:
        free: queue.Queue[Path] = queue.Queue()
        for each in range(number):
            tree = Path(directory) / f"tree{each}"
            for name in COPIED:
                shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
            for path in ROOT.glob("*.*"):
                if path.is_file():
                    shutil.copy(path, tree)
            # By content, not by time and size: a change of a moment ago would go unseen else.
            compileall.compile_dir(tree / "netsec", quiet=1, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
            free.put(tree)
        yield free


def tested(tree: Path, tests: tuple[str, ...], patience: float) -> Outcome:
    """These tests on that copy. What runs in a subprocess of theirs finds the copy as well, not what is installed."""
    told = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "NETSEC_", "AWS_"))}
    # Without plugins, which none of these tests needs, starting takes half as long.
    environ = {**told, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-m", "pytest", "-x", *tests]
    began = time.monotonic()
    told_to = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "stdin": subprocess.DEVNULL}
    with subprocess.Popen(  # nosec B603 # our own interpreter; no shell
        command, cwd=tree, env=environ, text=True, encoding="utf-8", errors="replace", start_new_session=True, **told_to
    ) as running:
        try:
            said, _ = running.communicate(timeout=patience)
            code: int | None = running.returncode
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)  # with whatever its tests have started
            said, code = "", None
    return Outcome(code=code, seconds=time.monotonic() - began, said=said)


def unchanged(free: queue.Queue[Path], tests: tuple[str, ...]) -> Outcome:
    """How these tests do without any change."""
    tree = free.get()
    try:
        return tested(tree, tests, 600.0)
    finally:
        free.put(tree)


def seeded(free: queue.Queue[Path], mutant: Mutant, patience: float) -> Outcome:
    """How its tests do with that change."""
    tree = free.get()
    path = tree / mutant.file
    whole = path.read_text(encoding="utf-8")
    try:
        path.write_text(mutant.changed(tree), encoding="utf-8")
        return tested(tree, mutant.tests, patience)
    finally:
        path.write_text(whole, encoding="utf-8")
        free.put(tree)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def sound(
    free: queue.Queue[Path], chosen: tuple[Mutant, ...], pool: ThreadPoolExecutor
) -> dict[tuple[str, ...], float]:
    """Seconds that each set of tests takes unchanged; SystemExit where one does not pass."""
    asked = {pool.submit(unchanged, free, tests): tests for tests in dict.fromkeys(each.tests for each in chosen)}
    took: dict[tuple[str, ...], float] = {}
    for done in as_completed(asked):
        outcome, tests = done.result(), asked[done]
        if outcome.code != PASSED:
            say(f"{outcome.said}\nUnchanged, these tests do not pass: {' '.join(tests)}")
            raise SystemExit(2)
        took[tests] = outcome.seconds
    return took


def verdict(mutant: Mutant, outcome: Outcome) -> str:
    """`caught`, `NOT CAUGHT`, or how else it went."""
    if outcome.code is None:
        return "caught"
    return {PASSED: "NOT CAUGHT", FAILED: "caught"}.get(outcome.code, "DOES NOT RUN")


def main(words: list[str]) -> int:
    """Every entry whose name or file holds one of these words; all without any."""
    everything = mutants()
    chosen = tuple(each for each in everything if not words or any(w in f"{each.name} {each.file}" for w in words))
    try:
        for each in chosen:
            each.changed()
    except ValueError as error:
        say(f"tools/mutants.toml fits no longer: {error}")
        return 2
    began, missed = time.monotonic(), []
    with copies(WORKERS) as free, ThreadPoolExecutor(WORKERS) as pool:
        took = sound(free, chosen, pool)
        say(f"{len(chosen)} changes; unchanged, their tests pass.")
        quick_first = sorted(chosen, key=lambda each: took[each.tests])
        asked = {pool.submit(seeded, free, each, GRACE_SECONDS + 5 * took[each.tests]): each for each in quick_first}
        for done in as_completed(asked):
            each, outcome = asked[done], done.result()
            word = verdict(each, outcome)
            missed += [] if word == "caught" else [each]
            say(f"{outcome.seconds:6.1f} s  {word:12}  {each.file.removeprefix('netsec/')}: {each.name}")
            if word == "DOES NOT RUN":
                say(outcome.said)
    minutes = (time.monotonic() - began) / 60
    say(f"\n{len(chosen) - len(missed)} of {len(chosen)} changes were caught, in {minutes:.1f} minutes.")
    for each in missed:
        say(f"  not caught: {each.file}: {each.name} (asked: {' '.join(each.tests)})")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
