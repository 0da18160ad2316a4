"""What a stack costs now, after apply and after destroy-nat; and the price list that this is computed with."""

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
BYTES_PER_GB = 10**9


@dataclass(frozen=True, kw_only=True)
class Costs:
    """The bill `now`, at the time `at` (seconds since the epoch), and the bills after apply and after destroy-nat.

    The latter two are None where that plan can't be carried out. `processed` is the GB that the NAT gateways processed
    in the last 30 days, None where CloudWatch has no figures.
    """

    at: float
    now: Bill
    applied: Bill | None
    without_nat: Bill | None
    processed: Decimal | None


def known_prices(directory: Path, region: str) -> tuple[Prices | None, Reason | None]:
    """The newest prices of a region, and a remark on a damaged price file.

    There are two sources: prices.json in `directory`, which `cost --refresh` writes, and the list in this package. The
    prices are None for a region in neither; the remark is None where the file is missing or right.
    """
    try:
        saved, remark = load(directory).get(region), None
    except StateUnusable as error:
        saved, remark = None, error.reasons[0]
    candidates = [prices for prices in (saved, prices_of(region)) if prices]
    return max(candidates, key=lambda prices: prices.date, default=None), remark


def look_up_prices(aws: Aws, directory: Path, now: float, limit: Limit | None = None) -> Prices:
    """Look up the region's prices in AWS's price list and save them; Refused where one of them is missing there."""
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
    """Ask the AWS Price List API; each answer is a list of JSON texts (its PriceList member), not of structures."""
    aws.warm_up("pricing")
    return describe(aws, queries, lambda: now, silent=aws.silent, limit=limit)


def outlook_of(stack: Stack, plan: Plan, goal: Goal, prices: Prices | None) -> Outlook | None:
    """The bills before and after the latest plan; None without prices, or where the plan can't be carried out."""
    if prices is None or stack.seen is None or not can_go(plan, goal):
        return None
    return Outlook(bill(standing_world(stack), prices), bill(coming_world(stack, plan), prices))


def costs(stack: Stack, prices: Prices | None, gb: Decimal = NOTHING) -> Costs:
    """The bills now, after apply and after destroy-nat; AWS is observed twice. Refused where prices are not known.

    `gb` is the expected traffic through the NAT gateways in GB a month.
    """
    if prices is None:
        raise Refused(reason("prices_unknown", region=stack.aws.place.region))
    plan = stack.plan(APPLY)
    applied = _bill_after(stack, plan, APPLY, prices, gb)
    goal = goal_for(Aim.DESTROY_NAT, stack.config, None)
    destroy_nat = stack.plan(goal)
    return Costs(
        at=stack.clock.now(),
        now=bill(standing_world(stack), prices, gb),
        applied=applied,
        without_nat=_bill_after(stack, destroy_nat, goal, prices, gb),
        processed=processed(stack),
    )


def processed(stack: Stack) -> Decimal | None:
    """GB processed in the last 30 days, both directions; None without a gateway, or where one has no figures."""
    ids = sorted(gateway.id for gateway in standing_world(stack).gateways.values() if gateway.owned)
    queries = [[traffic_query(i, metric, stack.clock.now(), DAYS) for metric in PROCESSED] for i in ids]
    answers = stack.ask(tuple(query for both in queries for query in both)) if ids else {}
    days_by_gateway = [[day for query in both for day in days_of(answers.get(query))] for both in queries]
    if not days_by_gateway or not all(days_by_gateway):
        return None
    return sum((Decimal(str(size)) for days in days_by_gateway for _, size in days), NOTHING) / BYTES_PER_GB


def _bill_after(stack: Stack, plan: Plan, goal: Goal, prices: Prices, gb: Decimal) -> Bill | None:
    return bill(coming_world(stack, plan), prices, gb) if can_go(plan, goal) else None
