"""Run everything that proves that nothing is lost and nothing doubled, and write the figures to docs/reliability.md."""

from __future__ import annotations

import json
import os
import platform
import subprocess  # nosec B404 # runs pytest
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROOFS = (
    "tests/reliability",
    "tests/stories/answers",
    "tests/stories/commands/test_signals.py",
    "tests/stories/store",
    "tests/unit/store",
    "tests/project/test_hints.py",
)
# So many times as long as in the usual run.
LONGER = "25"
COUNTS = ("runs", "converged", "doubled", "orphans", "lost", "tracebacks")
INTRODUCTION = """\
# How reliable it is, measured

Written by `make reliability`; every figure is counted by the tests that it stands for. A run is cut off or disturbed,
then run once more with everything working (a cut), or must come through by itself (a fault). *Converged*: AWS is then
as after a run that nobody disturbed, the state is true, the next plan is empty, and strangers are untouched. *Doubled*:
two resources at one address. *Orphans*: ours in AWS, and unknown to the state. *Lost*: recorded, and not in AWS.

The table of faults, what netsec does about each and which test proves it is `tests/support/faults/matrix.py`. Seven
deliberately broken variants of netsec (`tests/reliability/test_variants.py`) must each be noticed by a test.
"""


def main() -> int:
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory) / "tally"
        environ = {**os.environ, "NETSEC_TALLY": str(place), "NETSEC_LONG": LONGER}
        marks = ["-m", "reliability or not reliability"]
        command = [sys.executable, "-m", "pytest", "-n", "auto", *marks, *PROOFS, *sys.argv[1:]]
        # A fixed command and no shell.
        code = subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode  # nosec B603
        if code:
            return code
        lines = [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines()]
    page = ROOT / "docs" / "reliability.md"
    page.write_text(INTRODUCTION + _table(lines) + _colophon(time.monotonic() - began), encoding="utf-8")
    sys.stdout.write(f"wrote {page.relative_to(ROOT)}\n")
    return 0


def _table(lines: list[dict[str, object]]) -> str:
    """One row for each thing that was tried, summed over what it was tried on."""
    sums: dict[str, Counter[str]] = {}
    for line in lines:
        what = str(line["what"]).partition(":")[0]
        sums.setdefault(what, Counter()).update({name: int(str(line[name])) for name in COUNTS})
    total: Counter[str] = sum(sums.values(), Counter())
    rows = [_row(what, counts) for what, counts in sorted(sums.items())]
    head = "\n| what | " + " | ".join(COUNTS) + " |\n| --- |" + " ---: |" * len(COUNTS) + "\n"
    return head + "\n".join([*rows, _row("**all**", total)]) + "\n"


def _row(what: str, counts: Counter[str]) -> str:
    return f"| {what} | " + " | ".join(f"{counts[name]:,}" for name in COUNTS) + " |"


def _colophon(seconds: float) -> str:
    machine = f"{platform.system()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    return f"\nMeasured on {datetime.now(UTC):%Y-%m-%d} on {machine}, in {seconds / 60:.0f} minutes.\n"


if __name__ == "__main__":
    sys.exit(main())
