"""Advice as text and JSON: the flows, the set-ups by price, the recommendation with its lines for netsec.toml."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from netsec.insight.advice import EgressPath, FlowStatus, Recommendation, Setup
from netsec.insight.cost import Prices
from netsec.messages import ENGLISH, Rendered, say, text
from netsec.reason import Reason
from netsec.views.cost import money
from netsec.views.paint import COLUMNS, PLAIN, Paint, hanging_indent, padded, width

# In the order of the table, for the width of its columns.
SETUPS = (
    "nat_per_zone", "nat_single", "nat_at_work", "endpoints", "endpoints_one_zone", "public_ips", "nothing",
)  # fmt: skip
FLOW_CELLS = 20


def advice_text(
    rows: tuple[FlowStatus, ...],
    setups: tuple[Setup, ...],
    recommendation: Recommendation,
    prices: Prices,
    measured: Decimal | None = None,
    *,
    paint: Paint = PLAIN,
    columns: int = COLUMNS,
) -> str:
    """The three parts; what the app does not need, as [workload] says, is left out of the first."""
    monthly, chosen = money(recommendation.setup.monthly), _setup(recommendation.setup.name)
    blocks = [
        [paint.bold(text("advice.flows_heading")), *_flows(rows, columns)],
        [
            paint.bold(text("advice.prices_heading", region=prices.region, date=prices.date)),
            *_setups(setups, columns),
            *_measured(measured, columns),
        ],
        [
            paint.bold(text("advice.recommended", setup=chosen, monthly=monthly)),
            *hanging_indent(text("advice.recommended_lines", why=Rendered(say(recommendation.why))), "  ", columns),
            "",
            *(f"    {line}".rstrip() for line in recommendation.lines),
        ],
    ]
    return "\n\n".join("\n".join(block) for block in blocks)


def _setup(name: str) -> str:
    return text(f"advice.setup.{name}")


def _flow(name: str) -> str:
    return text(f"advice.flow.{name}")


def _flows(rows: tuple[FlowStatus, ...], columns: int) -> list[str]:
    ways = {way: text(f"advice.way.{way.value}") for way in EgressPath}
    widest = max(width(way) for way in ways.values())
    lines = []
    for row in rows:
        if row.is_needed:
            head = f"  {padded(_flow(row.flow.name), FLOW_CELLS)}  {padded(ways[row.path], widest)}  "
            lines += hanging_indent(say(row.why), head, columns)
    unasked = text("words.comma").join(_flow(row.flow.name) for row in rows if not row.is_needed)
    if unasked:
        lines += [*hanging_indent(text("advice.not_needed"), "  ", columns), *hanging_indent(unasked, "    ", columns)]
    return lines


def _measured(measured: Decimal | None, columns: int) -> list[str]:
    """Where the traffic in the figures above is from; `measured` is in GB a month."""
    if measured is None:
        return []
    return hanging_indent(text("advice.measured", gb=f"{measured:.1f}"), "  ", columns)


def _setups(setups: tuple[Setup, ...], columns: int) -> list[str]:
    widest = max(width(_setup(name)) for name in SETUPS)
    lines = []
    for setup in setups:
        head = f"  {padded(_setup(setup.name), widest)} {money(setup.monthly):>8}  "
        lines += hanging_indent(_drawbacks(setup), head, columns)
    return lines


def _drawbacks(setup: Setup) -> str:
    flows = [_flow(name) for name in setup.lost_flows]
    lost = text("advice.loses", flows=Rendered(text("words.comma").join(flows))) if flows else ""
    return text("words.semicolon").join(part for part in (lost, say(setup.caveat) if setup.caveat else "") if part)


def advice_object(
    rows: tuple[FlowStatus, ...],
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
            {"flow": row.flow.name, "wanted": row.is_needed, "way": row.path.value,
             "missing_endpoints": list(row.missing_endpoints), "why": _why(row.why)}
            for row in rows
        ],
        "setups": [
            {"setup": each.name, "monthly": money(each.monthly), "loses": list(each.lost_flows),
             "but": _why(each.caveat) if each.caveat else None}
            for each in setups
        ],
        "recommendation": {"setup": recommendation.setup.name, "monthly": money(recommendation.setup.monthly),
                           "why": _why(recommendation.why), "netsec_toml": list(recommendation.lines)},
    }  # fmt: skip


def _why(why: Reason) -> dict[str, str]:
    return {"code": why.code, "text": say(why, ENGLISH)}
