"""`[workload]`: what the app needs from outside the VPC; only `netsec advise` reads it."""

from __future__ import annotations

import attrs

from netsec.config.diagnostics import ConfigKey
from netsec.config.schema import WorkloadTable
from netsec.model.config import WorkloadConfig

MOST = {"tasks": 10_000, "gb": 10_000_000}


def read_workload(table: WorkloadTable, where: ConfigKey) -> WorkloadConfig:
    """The table as it is; a mistake for each number outside its range in MOST."""
    values = attrs.asdict(table)
    for name, most in MOST.items():
        if not 0 <= values[name] <= most:
            (where / name).invalid(values[name], "config.number_to", most=most)
    return WorkloadConfig(**values)
