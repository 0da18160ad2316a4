"""The data of `netsec report`: network, checks, audit and costs, from a plan that is not carried out."""

from __future__ import annotations

from dataclasses import dataclass

from netsec.app.audit import nat_bytes_out
from netsec.app.goals import APPLY_GOAL
from netsec.app.stack import Stack
from netsec.app.world import live_snapshot, observed_world, world_after_plan
from netsec.insight.audit import AuditReport, audit
from netsec.insight.cost import Bill, Prices, calculate_bill
from netsec.insight.expectations import check_expectations
from netsec.insight.picture import GroupMatrix, Picture, draw_picture, group_matrix
from netsec.insight.snapshot import VpcSnapshot
from netsec.insight.snapshot_queries import deniable_operations
from netsec.insight.verify import Check, kinds_without_answer, verify_checks
from netsec.model import Plan


@dataclass(frozen=True, kw_only=True)
class ReportData:
    """The data of one report, read `at` seconds since the epoch; the bills are None without prices."""

    at: float
    region: str
    world: VpcSnapshot
    picture: Picture
    matrix: GroupMatrix
    checks: tuple[Check, ...]
    audit: AuditReport
    plan: Plan
    current_bill: Bill | None
    planned_bill: Bill | None


def read_report(stack: Stack, prices: Prices | None) -> ReportData:
    """Observe and plan; what permissions do not allow to read is unknown in each part, never an error."""
    plan = stack.plan(APPLY_GOAL, allow_denied=deniable_operations())
    assert stack.observation  # nosec B101 # set by observe()
    before, after = observed_world(stack), world_after_plan(stack, plan)
    is_plannable = not plan.obstacles and not plan.blocked
    unread = kinds_without_answer(stack.observation.network.vpc_id, stack.observation.answers)
    world, at = live_snapshot(stack), stack.clock.now()
    verdicts = check_expectations(stack.config.expect, world, None)
    return ReportData(
        at=at,
        region=stack.aws.settings.region,
        world=world,
        picture=draw_picture(after, prices, before) if is_plannable and not unread else draw_picture(world, prices),
        matrix=group_matrix(world),
        checks=verify_checks(plan, stack.observation, verdicts, unread),
        audit=audit(
            world, stack.config.suppressions, prices=prices, bytes_by_gateway=nat_bytes_out(stack, world), now=at
        ),
        plan=plan,
        current_bill=calculate_bill(world, prices) if prices else None,
        planned_bill=calculate_bill(after, prices) if prices and is_plannable and not unread else None,
    )
