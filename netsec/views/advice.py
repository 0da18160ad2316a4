"""Advice as text and JSON: the flows, the set-ups by price, the recommendation with its lines for netsec.toml."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from netsec.insight.advice import Recommendation, Row, Setup, Way
from netsec.insight.cost import Prices
from netsec.reason import Reason
from netsec.views.cost import money
from netsec.views.paint import COLUMNS, PLAIN, Paint, hanging, padded, width
from netsec.views.texts import say

FLOWS = {
    "dns": "DNS",
    "time": "time (NTP)",
    "inside": "inside the VPC",
    "from_alb": "in by the ALB",
    "from_internet": "in from the internet",
    "ecr": "images from ECR",
    "logs": "CloudWatch Logs",
    "secrets": "Secrets Manager",
    "parameters": "SSM parameters",
    "exec": "ECS Exec (SSM)",
    "metrics": "metrics",
    "s3": "S3",
    "dynamodb": "DynamoDB",
    "packages": "packages at run time",
    "public_images": "public images",
    "external_apis": "external APIs",
}
SETUPS = {
    "nat_per_zone": "a NAT gateway in each zone",
    "nat_single": "a single NAT gateway",
    "nat_at_work": "one in each, off at night",
    "endpoints": "endpoints in each zone",
    "endpoints_one_zone": "endpoints in one zone",
    "public_ips": "public IPs on the tasks",
    "nothing": "none of these",
}
MARKS = {
    Way.ALWAYS: "free", Way.ENDPOINT: "endpoint", Way.NAT: "NAT", Way.IPV6: "IPv6", Way.PUBLIC: "own IP",
    Way.NOWHERE: "none", Way.UNKNOWN: "?",
}  # fmt: skip


def advice_text(
    rows: tuple[Row, ...],
    setups: tuple[Setup, ...],
    recommendation: Recommendation,
    prices: Prices,
    measured: Decimal | None = None,
    *,
    paint: Paint = PLAIN,
    columns: int = COLUMNS,
) -> str:
    """The three parts; what the app does not need, as [workload] says, is left out of the first."""
    chosen, monthly = SETUPS[recommendation.setup.name], money(recommendation.setup.monthly)
    priced = f"What a month would cost, in USD ({prices.region}, {prices.date}):"
    blocks = [
        [paint.bold("What private subnets need, and which way it goes now:"), *_flows(rows, columns)],
        [
            paint.bold(priced),
            *_setups(setups, columns),
            *_counted(measured, columns),
        ],
        [
            paint.bold(f"Recommended: {chosen}, ${monthly} a month."),
            *hanging(f"{say(recommendation.why)}. In netsec.toml:", "  ", columns),
            "",
            *(f"    {line}".rstrip() for line in recommendation.lines),
        ],
    ]
    return "\n\n".join("\n".join(block) for block in blocks)


def _flows(rows: tuple[Row, ...], columns: int) -> list[str]:
    lines = []
    for row in rows:
        if row.wanted:
            head = f"  {padded(FLOWS[row.flow.name], 20)}  {MARKS[row.way]:<8}  "
            lines += hanging(say(row.why), head, columns)
    unasked = [FLOWS[row.flow.name] for row in rows if not row.wanted]
    lead = "  not needed, as [workload] in netsec.toml says: "
    return [*lines, *(hanging(", ".join(unasked), lead, columns) if unasked else [])]


def _counted(measured: Decimal | None, columns: int) -> list[str]:
    """Where the traffic in the figures above is from."""
    if measured is None:
        return []
    told = f"With {measured:.1f} GB a month, as CloudWatch counted them in the last 30 days."
    return hanging(told, "  ", columns)


def _setups(setups: tuple[Setup, ...], columns: int) -> list[str]:
    widest = max(width(name) for name in SETUPS.values())
    lines = []
    for setup in setups:
        head = f"  {padded(SETUPS[setup.name], widest)} {money(setup.monthly):>8}  "
        lines += hanging(_told(setup), head, columns)
    return lines


def _told(setup: Setup) -> str:
    lost = f"loses {', '.join(FLOWS[name] for name in setup.loses)}" if setup.loses else ""
    return "; ".join(part for part in (lost, say(setup.but) if setup.but else "") if part)


def advice_object(
    rows: tuple[Row, ...],
    setups: tuple[Setup, ...],
    recommendation: Recommendation,
    prices: Prices,
    measured: Decimal | None = None,
) -> dict[str, Any]:
    """The same for programs."""
    return {
        "region": prices.region,
        "prices_of": prices.date,
        "measured_gb": f"{measured:f}" if measured is not None else None,
        "flows": [
            {"flow": row.flow.name, "wanted": row.wanted, "way": row.way.value, "missing_endpoints": list(row.missing),
             "why": _why(row.why)}
            for row in rows
        ],
        "setups": [
            {"setup": each.name, "monthly": money(each.monthly), "loses": list(each.loses),
             "but": _why(each.but) if each.but else None}
            for each in setups
        ],
        "recommendation": {"setup": recommendation.setup.name, "monthly": money(recommendation.setup.monthly),
                           "why": _why(recommendation.why), "netsec_toml": list(recommendation.lines)},
    }  # fmt: skip


def _why(why: Reason) -> dict[str, str]:
    return {"code": why.code, "text": say(why)}
