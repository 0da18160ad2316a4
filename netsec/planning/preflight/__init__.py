"""What is said before the first change: what makes the plan impossible, what it would exceed, what deserves a warning.

What depends on more than the plan was made from is asked on the side, only where something is made that it matters for,
and may go unanswered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from netsec.model import Change, Config, Plan, merged
from netsec.planning.observe import Observation
from netsec.planning.preflight import acls, endpoints, passage, peers, quotas, room, shared, standing, zones
from netsec.planning.preflight.findings import Findings

__all__ = ["Findings", "examined"]

# Each looks at what a plan makes, and finds what is in its way.
CHECKS = (zones.check, shared.check, peers.check, quotas.check, room.check, endpoints.check, passage.check, acls.check)


def examined(plan: Plan, config: Config, seen: Observation) -> Plan:
    """The plan with all that is to be said before it."""
    found = [check(config, seen, _makes(plan.changes)) for check in CHECKS]
    return replace(
        plan,
        problems=(*standing.problems(config, seen), *(each for one in found for each in one.problems)),
        exceeded=tuple(each for one in found for each in one.exceeded),
        warnings=(*standing.warnings(config, seen), *(each for one in found for each in one.warnings)),
        asks=merged(plan.asks, *(one.asks for one in found)),
    )


def _makes(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Whatever makes or grows something."""
    return tuple(change for change in changes if change.verb in ("create", "replace", "update") and change.steps)
