"""Checks AWS against netsec.toml: a plan that is not carried out, the live resources, and every `[[expect]]`."""

from __future__ import annotations

from netsec.app.stack import APPLY, Stack
from netsec.app.world import live_world
from netsec.insight.reach import judged
from netsec.insight.reading import OPERATIONS
from netsec.insight.verify import Check, checks, unread_kinds


def verify(stack: Stack) -> tuple[Check, ...]:
    """One check for each line; what permissions do not allow to read is unknown, never an error."""
    plan = stack.plan(APPLY, spared=OPERATIONS)
    assert stack.seen  # nosec B101 # set by observe()
    unread = unread_kinds(stack.seen.network.vpc_id, stack.seen.answers)
    world = live_world(stack)
    return checks(plan, world, judged(stack.config.expect, world, None), unread)


def exit_code(results: tuple[Check, ...]) -> int:
    """2 with a failed check; 4 where none failed but some could not be read; else 0."""
    statuses = {check.status for check in results}
    return 2 if "fail" in statuses else 4 if "unknown" in statuses else 0
