"""Checks AWS against netsec.toml: a plan that is not carried out, the live resources, and every `[[expect]]`."""

from __future__ import annotations

from netsec.app.goals import APPLY_GOAL
from netsec.app.stack import Stack
from netsec.app.world import live_snapshot
from netsec.insight.expectations import check_expectations
from netsec.insight.snapshot_queries import deniable_operations
from netsec.insight.verify import Check, kinds_without_answer, verify_checks


def verify_stack(stack: Stack) -> tuple[Check, ...]:
    """One check for each line; what permissions do not allow to read is unknown, never an error."""
    plan = stack.plan(APPLY_GOAL, allow_denied=deniable_operations())
    assert stack.observation  # nosec B101 # set by observe()
    unread = kinds_without_answer(stack.observation.network.vpc_id, stack.observation.answers)
    world = live_snapshot(stack)
    return verify_checks(plan, stack.observation, check_expectations(stack.config.expect, world, None), unread)


def verify_exit_code(results: tuple[Check, ...]) -> int:
    """2 with a failed check; 4 where none failed but some could not be read; else 0."""
    statuses = {check.status for check in results}
    return 2 if "fail" in statuses else 4 if "unknown" in statuses else 0
