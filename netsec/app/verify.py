"""Checks the live account against netsec.toml: a plan that is only looked at, its facts, and what is expected."""

from __future__ import annotations

from netsec.app.stack import APPLY, Stack
from netsec.app.world import live_world
from netsec.insight.reach import judged
from netsec.insight.reading import OPERATIONS
from netsec.insight.verify import Check, checks, unread_kinds


def verify(stack: Stack) -> tuple[Check, ...]:
    """Every line; what may not be read is unknown in it, and never an error."""
    plan = stack.plan(APPLY, spared=OPERATIONS)
    assert stack.seen  # nosec B101 # set by observe()
    unread = unread_kinds(stack.seen.network.vpc_id, stack.seen.answers)
    world = live_world(stack)
    return checks(plan, world, judged(stack.config.expect, world, None), unread)


def exit_code(found: tuple[Check, ...]) -> int:
    """2 for findings; 4 where there are none, but not all could be read; else 0."""
    statuses = {check.status for check in found}
    return 2 if "fail" in statuses else 4 if "unknown" in statuses else 0
