"""Checks of a plan before it is executed: problems that make it impossible, exceeded quotas, warnings.

A check that needs more than the observation returns optional queries, only if the plan creates something they matter
for; it checks the answers on the next run of planning, and goes without where there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from netsec.model import Change, Config, Plan, merged
from netsec.planning.observe import Observation
from netsec.planning.preflight import acls, endpoints, passage, peers, quotas, room, shared, standing, zones
from netsec.planning.preflight.findings import Findings

__all__ = ["Findings", "examined"]

# Each is given the changes that create or extend something.
CHECKS = (zones.check, shared.check, peers.check, quotas.check, room.check, endpoints.check, passage.check, acls.check)


def examined(plan: Plan, config: Config, observation: Observation) -> Plan:
    """The plan with the problems, exceeded quotas, warnings and queries of all checks."""
    creating = _creating_changes(plan.changes)
    results = [check(config, observation, creating) for check in CHECKS]
    return replace(
        plan,
        problems=(
            *standing.problems(config, observation),
            *(problem for result in results for problem in result.problems),
        ),
        exceeded=tuple(quota for result in results for quota in result.exceeded),
        warnings=(
            *standing.warnings(config, observation),
            *(warning for result in results for warning in result.warnings),
        ),
        asks=merged(plan.asks, *(result.asks for result in results)),
    )


def _creating_changes(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes that create or extend something."""
    return tuple(change for change in changes if change.verb in ("create", "replace", "update") and change.steps)
