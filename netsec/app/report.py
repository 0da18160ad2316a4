"""The data of `netsec report`: network, checks, audit and costs, from a plan that is not carried out."""

from __future__ import annotations

from dataclasses import dataclass

from netsec.app.audit import bytes_out
from netsec.app.stack import APPLY, Stack
from netsec.app.world import coming_world, live_world, standing_world
from netsec.insight.audit import Report, audit
from netsec.insight.cost import Bill, Prices, bill
from netsec.insight.picture import Matrix, Picture, draw, matrix_of
from netsec.insight.reach import judged
from netsec.insight.reading import OPERATIONS
from netsec.insight.verify import Check, checks, unread_kinds
from netsec.insight.world import World
from netsec.model import Plan


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """The data of one report, read `at` seconds since the epoch; the bills are None without prices."""

    at: float
    region: str
    world: World
    picture: Picture
    matrix: Matrix
    checks: tuple[Check, ...]
    audit: Report
    plan: Plan
    now: Bill | None
    after: Bill | None


def gather(stack: Stack, prices: Prices | None) -> Gathered:
    """Observe and plan; what permissions do not allow to read is unknown in each part, never an error."""
    plan = stack.plan(APPLY, spared=OPERATIONS)
    assert stack.seen  # nosec B101 # set by observe()
    before, after = standing_world(stack), coming_world(stack, plan)
    is_plannable = not plan.obstacles and not plan.blocked
    unread = unread_kinds(stack.seen.network.vpc_id, stack.seen.answers)
    world, at = live_world(stack), stack.clock.now()
    verdicts = judged(stack.config.expect, world, None)
    return Gathered(
        at=at,
        region=stack.aws.place.region,
        world=world,
        picture=draw(after, prices, before) if is_plannable and not unread else draw(world, prices),
        matrix=matrix_of(world),
        checks=checks(plan, world, verdicts, unread),
        audit=audit(world, stack.config.suppressions, prices=prices, used=bytes_out(stack, world), now=at),
        plan=plan,
        now=bill(world, prices) if prices else None,
        after=bill(after, prices) if prices and is_plannable and not unread else None,
    )
