"""What a stack costs now, after apply and after destroy-nat; and the price list that this is computed with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from netsec.app.goals import APPLY_GOAL, Goal, PlanMode, goal_for
from netsec.app.nat_metrics import PROCESSED_METRICS, daily_bytes, traffic_query
from netsec.app.run import is_executable
from netsec.app.stack import Stack
from netsec.app.world import observed_world, world_after_plan
from netsec.aws.client import AwsClient
from netsec.aws.deadline import Deadline
from netsec.aws.describe import describe
from netsec.errors import Refused, StateUnusable
from netsec.insight.cost import Bill, BillChange, Prices, calculate_bill, list_prices
from netsec.insight.cost.bill import ZERO_USD
from netsec.insight.cost.price_list import price_queries, read_prices
from netsec.model import Plan, Query, Reason, reason
from netsec.store.price_cache import load_prices, save_prices

BILLED_DAYS = 30
BYTES_PER_GB = 10**9


@dataclass(frozen=True, kw_only=True)
class CostReport:
    """The bill `now`, at the time `at` (seconds since the epoch), and the bills after apply and after destroy-nat.

    The latter two are None where that plan can't be carried out. `processed` is the GB that the NAT gateways processed
    in the last 30 days, None where CloudWatch has no figures.
    """

    read_at: float
    current: Bill
    after_apply: Bill | None
    after_destroy_nat: Bill | None
    processed_gb: Decimal | None


def known_prices(directory: Path, region: str) -> tuple[Prices | None, Reason | None]:
    """The newest prices of a region, and a remark on a damaged price file.

    There are two sources: prices.json in `directory`, which `cost --refresh` writes, and the list in this package. The
    prices are None for a region in neither; the remark is None where the file is missing or right.
    """
    try:
        saved, remark = load_prices(directory).get(region), None
    except StateUnusable as error:
        saved, remark = None, error.reasons[0]
    candidates = [prices for prices in (saved, list_prices(region)) if prices]
    return max(candidates, key=lambda prices: prices.date, default=None), remark


def refresh_prices(aws: AwsClient, directory: Path, now: float, limit: Deadline | None = None) -> Prices:
    """Look up the region's prices in AWS's price list and save them; Refused where one of them is missing there."""
    region, queries = aws.settings.region, price_queries(aws.settings.region)
    answers = describe_prices(aws, queries, now, limit)
    date = datetime.fromtimestamp(now, UTC).date().isoformat()
    prices, missing = read_prices(region, date, (text for query in queries for text in answers[query]))
    if prices is None:
        raise Refused(reason("prices_incomplete", region=region, missing=missing))
    save_prices(directory, prices)
    return prices


def describe_prices(
    aws: AwsClient, queries: tuple[Query, ...], now: float, limit: Deadline | None = None
) -> Mapping[Query, Any]:
    """Ask the AWS Price List API; each answer is a list of JSON texts (its PriceList member), not of structures."""
    aws.warm_up("pricing")
    return describe(aws, queries, lambda: now, on_slow_answer=aws.on_slow_answer, deadline=limit)


def outlook_of(stack: Stack, plan: Plan, goal: Goal, prices: Prices | None) -> BillChange | None:
    """The bills before and after the latest plan; None without prices, or where the plan can't be carried out."""
    if prices is None or stack.observation is None or not is_executable(plan, goal):
        return None
    return BillChange(
        calculate_bill(observed_world(stack), prices), calculate_bill(world_after_plan(stack, plan), prices)
    )


def read_costs(stack: Stack, prices: Prices | None, gb: Decimal = ZERO_USD) -> CostReport:
    """The bills now, after apply and after destroy-nat; AWS is observed twice. Refused where prices are not known.

    `gb` is the expected traffic through the NAT gateways in GB a month.
    """
    if prices is None:
        raise Refused(reason("prices_unknown", region=stack.aws.settings.region))
    plan = stack.plan(APPLY_GOAL)
    applied = _bill_after(stack, plan, APPLY_GOAL, prices, gb)
    goal = goal_for(PlanMode.DESTROY_NAT, stack.config, None)
    destroy_nat = stack.plan(goal)
    return CostReport(
        read_at=stack.clock.now(),
        current=calculate_bill(observed_world(stack), prices, gb),
        after_apply=applied,
        after_destroy_nat=_bill_after(stack, destroy_nat, goal, prices, gb),
        processed_gb=processed_gb(stack),
    )


def processed_gb(stack: Stack) -> Decimal | None:
    """GB processed in the last 30 days, both directions; None without a gateway, or where one has no figures."""
    ids = sorted(gateway.id for gateway in observed_world(stack).gateways.values() if gateway.is_owned)
    queries = [[traffic_query(i, metric, stack.clock.now(), BILLED_DAYS) for metric in PROCESSED_METRICS] for i in ids]
    answers = stack.describe(tuple(query for both in queries for query in both)) if ids else {}
    days_by_gateway = [[day for query in both for day in daily_bytes(answers.get(query))] for both in queries]
    if not days_by_gateway or not all(days_by_gateway):
        return None
    return sum((Decimal(str(size)) for days in days_by_gateway for _, size in days), ZERO_USD) / BYTES_PER_GB


def _bill_after(stack: Stack, plan: Plan, goal: Goal, prices: Prices, gb: Decimal) -> Bill | None:
    return calculate_bill(world_after_plan(stack, plan), prices, gb) if is_executable(plan, goal) else None
