"""`[workload]`: what the app needs from outside, for `netsec advise`; nothing else reads it."""

from __future__ import annotations

import attrs

from netsec.config.mistakes import Spot
from netsec.config.schema import WorkloadTable
from netsec.model.config import WorkloadConfig

MOST = {"tasks": 10_000, "gb": 10_000_000}


def read_workload(table: WorkloadTable, spot: Spot) -> WorkloadConfig:
    """The answers as they are, once the numbers are sensible."""
    answers = attrs.asdict(table)
    for name, most in MOST.items():
        if not 0 <= answers[name] <= most:
            (spot / name).wrong(answers[name], f"expected a number from 0 to {most}")
    return WorkloadConfig(**answers)
