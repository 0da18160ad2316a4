"""The NAT gateways and how they stand, as text and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Protocol

from netsec.model.moment import moment_of, shown
from netsec.views.cost import money
from netsec.views.duration import duration
from netsec.views.escape import printable
from netsec.views.paint import COLUMNS, PLAIN, Paint, hanging

UNKNOWN = "unknown"
UNITS = ("B", "KB", "MB", "GB", "TB")


class Status(Protocol):
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
    def tables(self) -> tuple[str, ...]: ...
    @property
    def age(self) -> float | None: ...
    @property
    def so_far(self) -> Decimal | None: ...
    @property
    def until(self) -> str: ...
    @property
    def traffic(self) -> int | None: ...
    @property
    def idle_days(self) -> int | None: ...


def nat_text(found: Sequence[Status], now: float, *, paint: Paint = PLAIN, columns: int = COLUMNS) -> str:
    """A block for each gateway."""
    if not found:
        return "No NAT gateway of this stack runs."
    return "\n\n".join("\n".join(_block(each, now, paint, columns)) for each in found)


def _block(each: Status, now: float, paint: Paint, columns: int) -> list[str]:
    age = "" if each.age is None else f", {duration(each.age)} old"
    rows = (
        ("public IP", ", ".join(each.public_ips) or UNKNOWN),
        ("routes", ", ".join(each.tables) or "none leads here"),
        ("cost so far", UNKNOWN if each.so_far is None else f"${money(each.so_far)}, traffic apart"),
        ("traffic", _traffic(each)),
        ("until", _until(each.until, now)),
    )
    head = paint.bold(f"{printable(each.address)}  {printable(each.id)}  {printable(each.state)}{age}")
    return [head, *(line for label, text in rows for line in hanging(printable(text), f"  {label:<11}  ", columns))]


def _traffic(each: Status) -> str:
    if each.traffic is None:
        return UNKNOWN
    idle = f"; nothing for {each.idle_days} whole days" if each.idle_days else ""
    return f"{_size(each.traffic)} out in 14 days{idle}"


def _size(count: float) -> str:
    for unit in UNITS[:-1]:
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} {UNITS[-1]}"


def _until(text: str, now: float) -> str:
    if not text:
        return "no end is set"
    end = moment_of(text)
    if end is None:
        return f"{text}, which is no time"
    return f"{shown(text)}, " + (f"in {duration(end - now)}" if end > now else "which is past")


def nat_object(found: Sequence[Status]) -> list[dict[str, Any]]:
    """The same for programs: what is unknown is null."""
    return [
        {
            "address": each.address,
            "id": each.id,
            "state": each.state,
            "zone": each.zone,
            "public_ips": list(each.public_ips),
            "route_tables": list(each.tables),
            "age_seconds": None if each.age is None else round(each.age),
            "cost_so_far": None if each.so_far is None else money(each.so_far),
            "expires_at": each.until or None,
            "bytes_out_14_days": each.traffic,
            "idle_days": each.idle_days,
        }
        for each in found
    ]
