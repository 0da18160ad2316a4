"""What it costs as text and JSON: the table of what runs, and the line that every plan ends with."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from netsec.insight.cost import Bill, Item, Outlook
from netsec.views.escape import printable
from netsec.views.paint import COLUMNS, PLAIN, Paint, padded, width, wrapped

NAMES = {
    "nat_gateway": "NAT gateway {label}",
    "address_in_use": "public IPv4 {label}, in use",
    "address_idle": "public IPv4 {label}, idle",
    "endpoint": "endpoint {label} x {number}",
    "nat_traffic": "{label} through NAT gateways",
}
HEADS = ("hour", "day", "month", "so far")
CELL = 9


def money(amount: Decimal, places: str = "0.01") -> str:
    """USD, rounded half up, as on an invoice."""
    return str(amount.quantize(Decimal(places), ROUND_HALF_UP))


def outlook_line(outlook: Outlook | None, region: str) -> str:
    """What a plan makes of the month, in one line."""
    if outlook is None:
        return f"Monthly cost: no prices are known for {printable(region)}."
    before, after = money(outlook.before.monthly), money(outlook.after.monthly)
    if not outlook.difference:
        return f"Monthly cost: ${after}, as before; traffic apart."
    return f"Monthly cost: ${before} -> ${after} ({_signed(outlook.difference)}), traffic apart."


def outlook_object(outlook: Outlook | None) -> dict[str, Any] | None:
    """The same for programs; null where no prices are known."""
    if outlook is None:
        return None
    return {
        **_prices(outlook.after),
        "monthly_before": money(outlook.before.monthly),
        "monthly_after": money(outlook.after.monthly),
        "monthly_difference": money(outlook.difference),
    }


def cost_text(
    now: Bill,
    applied: Bill | None,
    without_nat: Bill | None,
    at: float,
    processed: Decimal | None = None,
    *,
    paint: Paint = PLAIN,
    columns: int = COLUMNS,
) -> str:
    """The table of what runs, then what apply and destroy-nat would make of it."""
    prices = now.prices
    lines = [f"List prices in USD for {prices.region}, as of {prices.date}.", ""]
    lines += _table(now, at, paint) if now.items else ["Nothing that costs anything runs."]
    lines += ["", *_coming("netsec apply", now, applied), *_coming("netsec destroy-nat", now, without_nat)]
    traffic = f"Traffic through a NAT gateway costs {prices.nat_gb} a GB more"
    told = "" if any(item.what == "nat_traffic" for item in now.items) else " (--gb reckons with it)"
    last = _processed(processed, prices.nat_gb) if any(item.what == "nat_gateway" for item in now.items) else []
    return "\n".join([*lines, *last, *wrapped(f"{traffic}{told}. A begun hour counts as a whole one.", columns)])


def _processed(gigabytes: Decimal | None, price: Decimal) -> list[str]:
    """What really passed, as CloudWatch counts it."""
    if gigabytes is None:
        return ["Passed in the last 30 days: unknown."]
    return [f"Passed in the last 30 days: {money(gigabytes)} GB, ${money(gigabytes * price)}."]


def _table(bill: Bill, at: float, paint: Paint) -> list[str]:
    names = [label_of(item) for item in bill.items]
    widest = max(width(name) for name in (*names, "total"))
    head = padded("", widest) + "".join(f"{each:>{CELL}}" for each in HEADS)
    rows = [padded(name, widest) + _cells(item, item.so_far(at)) for name, item in zip(names, bill.items, strict=True)]
    return [paint.dim(head), *rows, paint.bold(padded("total", widest) + _cells(bill, bill.so_far(at)))]


def label_of(item: Item) -> str:
    return " ".join(NAMES[item.what].format(label=printable(item.label), number=item.number).replace(" ,", ",").split())


def _cells(priced: Item | Bill, so_far: Decimal | None) -> str:
    texts = (
        money(priced.hourly, "0.001"),
        money(priced.daily),
        money(priced.monthly),
        "" if so_far is None else money(so_far),
    )
    return "".join(f"{text:>{CELL}}" for text in texts).rstrip()


def _coming(command: str, now: Bill, then: Bill | None) -> list[str]:
    if then is None:
        return [f"`{command}` can't be carried out as things are: see `netsec plan`."]
    difference = then.monthly - now.monthly
    change = f" ({_signed(difference)})" if difference else ", as now"
    return [f"After `{command}`: ${money(then.monthly)} a month{change}."]


def _signed(amount: Decimal) -> str:
    return f"{'+' if amount >= 0 else '-'}${money(abs(amount))}"


def cost_object(
    now: Bill, applied: Bill | None, without_nat: Bill | None, at: float, processed: Decimal | None = None
) -> dict[str, Any]:
    """The same for programs; amounts are texts, so that no program makes them floats unasked."""
    return {
        **_prices(now),
        "now": {
            "hourly": money(now.hourly, "0.001"),
            "daily": money(now.daily),
            "monthly": money(now.monthly),
            "so_far": money(now.so_far(at)),
            "items": [_item(item, at) for item in now.items],
        },
        "gb_last_30_days": None if processed is None else money(processed),
        "after_apply": None if applied is None else {"monthly": money(applied.monthly)},
        "after_destroy_nat": None if without_nat is None else {"monthly": money(without_nat.monthly)},
    }


def _prices(bill: Bill) -> dict[str, str]:
    return {"currency": "USD", "region": bill.prices.region, "prices_of": bill.prices.date}


def _item(item: Item, at: float) -> dict[str, Any]:
    so_far = item.so_far(at)
    return {
        "what": item.what,
        "id": item.id,
        "label": item.label,
        "zones": item.number,
        "hourly": money(item.hourly, "0.001"),
        "daily": money(item.daily),
        "monthly": money(item.monthly),
        "so_far": None if so_far is None else money(so_far),
    }
