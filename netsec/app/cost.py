"""What a stack costs: as it stands, after a plan, and with its NAT gateways off."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from netsec.app.goals import Aim, goal_for
from netsec.app.stack import APPLY, Stack
from netsec.errors import Refused
from netsec.insight.after import after
from netsec.insight.cost import Bill, Outlook, Prices, bill, prices_of
from netsec.insight.cost.bill import NOTHING
from netsec.insight.reading import read_world
from netsec.insight.world import World
from netsec.model import Plan, reason
from netsec.planning.observe import look


@dataclass(frozen=True, kw_only=True)
class Costs:
    """`now` as it stands at the time `at`; what a plain apply and destroy-nat would make of it, None if they can't."""

    at: float
    now: Bill
    applied: Bill | None
    without_nat: Bill | None


def outlook_of(stack: Stack, plan: Plan) -> Outlook | None:
    """What the plan that was just made does to the bill; None without prices, or for one that can't be carried out."""
    prices = prices_of(stack.aws.place.region)
    if prices is None or stack.seen is None or plan.obstacles:
        return None
    return Outlook(bill(_standing(stack), prices), bill(_coming(stack, plan), prices))


def costs(stack: Stack, gb: Decimal = NOTHING) -> Costs:
    """All three, from two looks at AWS; Refused where the region's prices are not known."""
    region = stack.aws.place.region
    prices = prices_of(region)
    if prices is None:
        raise Refused(reason("prices_unknown", region=region))
    plan = stack.plan(APPLY)
    applied = _bill_after(stack, plan, prices, gb)
    off = stack.plan(goal_for(Aim.DESTROY_NAT, stack.config, None))
    return Costs(
        at=stack.clock.now(),
        now=bill(_standing(stack), prices, gb),
        applied=applied,
        without_nat=_bill_after(stack, off, prices, gb),
    )


def _bill_after(stack: Stack, plan: Plan, prices: Prices, gb: Decimal) -> Bill | None:
    return None if plan.obstacles else bill(_coming(stack, plan), prices, gb)


def _standing(stack: Stack) -> World:
    assert stack.seen
    return read_world(stack.seen, stack.aws.place.region)


def _coming(stack: Stack, plan: Plan) -> World:
    assert stack.seen
    answers = after(plan, stack.seen.answers)
    seen = look(stack.config, stack.state.vpc_id, answers, stack.state.records)
    return read_world(seen, stack.aws.place.region)
