"""What a stack costs: as it stands, after a plan, with its NAT gateways off; and which prices count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from netsec.app.goals import Aim, goal_for
from netsec.app.run import can_go
from netsec.app.stack import APPLY, Goal, Stack
from netsec.app.traffic import PROCESSED, days_of, traffic_query
from netsec.app.world import coming_world, standing_world
from netsec.aws.client import Aws
from netsec.aws.describe import describe
from netsec.aws.limit import Limit
from netsec.errors import Refused, StateUnusable
from netsec.insight.cost import Bill, Outlook, Prices, bill, prices_of
from netsec.insight.cost.bill import NOTHING
from netsec.insight.cost.price_list import price_queries, read_prices
from netsec.model import Plan, Query, Reason, reason
from netsec.store.prices import load, save

DAYS = 30
A_GB = 10**9


@dataclass(frozen=True, kw_only=True)
class Costs:
    """`now` as it stands at the time `at`; what a plain apply and destroy-nat would make of it, None if they can't.

    `processed` is the GB that passed the gateways in the last 30 days, None where CloudWatch does not tell.
    """

    at: float
    now: Bill
    applied: Bill | None
    without_nat: Bill | None
    processed: Decimal | None


def known_prices(directory: Path, region: str) -> tuple[Prices | None, Reason | None]:
    """Those that were looked up, where they are newer than the package's; and what is wrong with the file of them."""
    try:
        kept, remark = load(directory).get(region), None
    except StateUnusable as error:
        kept, remark = None, error.reasons[0]
    known = [each for each in (kept, prices_of(region)) if each]
    return max(known, key=lambda prices: prices.date, default=None), remark


def look_up_prices(aws: Aws, directory: Path, now: float, limit: Limit | None = None) -> Prices:
    """Ask the price list for those of our region, and keep them; Refused where it lacks one of them."""
    region, queries = aws.place.region, price_queries(aws.place.region)
    answers = describe_prices(aws, queries, now, limit)
    date = datetime.fromtimestamp(now, UTC).date().isoformat()
    prices, missing = read_prices(region, date, (text for query in queries for text in answers[query]))
    if prices is None:
        raise Refused(reason("prices_incomplete", region=region, missing=missing))
    save(directory, prices)
    return prices


def describe_prices(
    aws: Aws, queries: tuple[Query, ...], now: float, limit: Limit | None = None
) -> Mapping[Query, Any]:
    """The answers are texts, not structures: that is how the price list is."""
    aws.warm_up("pricing")
    return describe(aws, queries, lambda: now, silent=aws.silent, limit=limit)


def outlook_of(stack: Stack, plan: Plan, goal: Goal, prices: Prices | None) -> Outlook | None:
    """What the plan that was just made does to the bill; None without prices, or for one that can't be carried out."""
    if prices is None or stack.seen is None or not can_go(plan, goal):
        return None
    return Outlook(bill(standing_world(stack), prices), bill(coming_world(stack, plan), prices))


def costs(stack: Stack, prices: Prices | None, gb: Decimal = NOTHING) -> Costs:
    """All three, from two looks at AWS; Refused where the region's prices are not known."""
    if prices is None:
        raise Refused(reason("prices_unknown", region=stack.aws.place.region))
    plan = stack.plan(APPLY)
    applied = _bill_after(stack, plan, APPLY, prices, gb)
    goal = goal_for(Aim.DESTROY_NAT, stack.config, None)
    off = stack.plan(goal)
    return Costs(
        at=stack.clock.now(),
        now=bill(standing_world(stack), prices, gb),
        applied=applied,
        without_nat=_bill_after(stack, off, goal, prices, gb),
        processed=processed(stack),
    )


def processed(stack: Stack) -> Decimal | None:
    """GB of 30 days, both ways; unknown where a gateway has no figures, and where there is no gateway."""
    ours = sorted(each.id for each in standing_world(stack).gateways.values() if each.owned)
    queries = [[traffic_query(i, metric, stack.clock.now(), DAYS) for metric in PROCESSED] for i in ours]
    answers = stack.ask(tuple(query for both in queries for query in both)) if ours else {}
    told = [[day for query in both for day in days_of(answers.get(query))] for both in queries]
    if not told or not all(told):
        return None
    return sum((Decimal(str(passed)) for days in told for _, passed in days), NOTHING) / A_GB


def _bill_after(stack: Stack, plan: Plan, goal: Goal, prices: Prices, gb: Decimal) -> Bill | None:
    return bill(coming_world(stack, plan), prices, gb) if can_go(plan, goal) else None
