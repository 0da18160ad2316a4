"""Figures of the proofs: what was tried, how often, and how it ended; kept only for whoever asks for them."""

from __future__ import annotations

import json
import os
from pathlib import Path

# The file that every proof adds its line to; `make reliability` sets it.
PLACE = "NETSEC_TALLY"


def proof_counts(
    what: str, *, runs: int, converged: int, doubled: int = 0, orphans: int = 0, lost: int = 0, tracebacks: int = 0
) -> None:
    """Add one line: `runs` were tried, `converged` ended as they should; the rest counts what was wrong."""
    if os.environ.get(PLACE):
        counts = {"runs": runs, "converged": converged, "doubled": doubled, "orphans": orphans}
        line = json.dumps({"what": what, **counts, "lost": lost, "tracebacks": tracebacks})
        with Path(os.environ[PLACE]).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
