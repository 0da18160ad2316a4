"""The NAT gateways and how they stand, as text and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Protocol

from netsec.messages import text
from netsec.messages.escape import printable
from netsec.messages.times import PointInTime
from netsec.model.timestamps import parse_timestamp
from netsec.views.cost import money
from netsec.views.duration import duration
from netsec.views.paint import COLUMNS, PLAIN, Paint, hanging_indent, padded, width, wrapped

UNITS = ("B", "KB", "MB", "GB", "TB")


class NatStatusFacts(Protocol):
    """What is told of one gateway; None is unknown."""

    @property
    def address(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def zone(self) -> str: ...
    @property
    def public_ips(self) -> tuple[str, ...]: ...
    @property
    def route_tables(self) -> tuple[str, ...]: ...
    @property
    def age(self) -> float | None: ...
    @property
    def cost_so_far(self) -> Decimal | None: ...
    @property
    def expires_at(self) -> str: ...
    @property
    def bytes_out(self) -> int | None: ...
    @property
    def idle_days(self) -> int | None: ...


def nat_text(found: Sequence[NatStatusFacts], now: float, *, paint: Paint = PLAIN, columns: int = COLUMNS) -> str:
    """A block for each gateway; `now` is in seconds since the epoch."""
    if not found:
        return text("nat.none_runs")
    return "\n\n".join("\n".join(_block(gateway, now, paint, columns)) for gateway in found)


def _block(gateway: NatStatusFacts, now: float, paint: Paint, columns: int) -> list[str]:
    age = "" if gateway.age is None else text("words.comma") + text("nat.age", age=duration(gateway.age))
    rows = (
        (text("nat.public_ip"), ", ".join(gateway.public_ips) or text("words.unknown")),
        (text("nat.routes"), ", ".join(gateway.route_tables) or text("nat.no_route")),
        (text("nat.cost_so_far"), _cost(gateway.cost_so_far)),
        (text("nat.traffic"), _traffic(gateway)),
        (text("nat.until"), _until(gateway.expires_at, now)),
    )
    head = wrapped(f"{printable(gateway.address)}  {printable(gateway.id)}  {printable(gateway.state)}{age}", columns)
    widest = max(width(label) for label, _ in rows)
    lines = (hanging_indent(printable(value), f"  {padded(label, widest)}  ", columns) for label, value in rows)
    return [*map(paint.bold, head), *(line for row in lines for line in row)]


def _cost(so_far: Decimal | None) -> str:
    return text("words.unknown") if so_far is None else text("nat.cost", cost=money(so_far))


def _traffic(gateway: NatStatusFacts) -> str:
    if gateway.bytes_out is None:
        return text("words.unknown")
    size = _size(gateway.bytes_out)
    if not gateway.idle_days:
        return text("nat.traffic_out", size=size)
    return text("nat.traffic_out_idle", size=size, days=gateway.idle_days)


def _size(count: float) -> str:
    for unit in UNITS[:-1]:
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} {UNITS[-1]}"


def _until(value: str, now: float) -> str:
    """The end that a tag sets, with the time that is left."""
    if not value:
        return text("nat.no_end")
    end = parse_timestamp(value)
    if end is None:
        return text("nat.end_unreadable", value=value)
    if end <= now:
        return text("nat.end_expired", time=PointInTime(end))
    return text("nat.end_in", time=PointInTime(end), left=duration(end - now))


def nat_object(found: Sequence[NatStatusFacts]) -> list[dict[str, Any]]:
    """The same for programs: what is unknown is null."""
    return [
        {
            "address": each.address,
            "id": each.id,
            "state": each.state,
            "zone": each.zone,
            "public_ips": list(each.public_ips),
            "route_tables": list(each.route_tables),
            "age_seconds": None if each.age is None else round(each.age),
            "cost_so_far": None if each.cost_so_far is None else money(each.cost_so_far),
            "expires_at": each.expires_at or None,
            "bytes_out_14_days": each.bytes_out,
            "idle_days": each.idle_days,
        }
        for each in found
    ]
