"""What it costs as text and JSON: the table of what runs, and the line that every plan ends with."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from netsec.insight.cost import Bill, BillChange, BillItem
from netsec.messages import text
from netsec.views.paint import COLUMNS, PLAIN, Paint, aligned_right, padded, width, wrapped

COLUMN_KEYS = ("cost.hour", "cost.day", "cost.month", "cost.so_far")
CELL = 9


def money(amount: Decimal, places: str = "0.01") -> str:
    """USD, rounded half up, as on an invoice."""
    return str(amount.quantize(Decimal(places), ROUND_HALF_UP))


def outlook_line(outlook: BillChange | None, region: str) -> str:
    """What a plan makes of the month, in one line."""
    if outlook is None:
        return text("cost.monthly_unknown", region=region)
    before, after = money(outlook.before.monthly), money(outlook.after.monthly)
    if not outlook.difference:
        return text("cost.monthly_same", after=after)
    return text("cost.monthly", before=before, after=after, difference=_signed(outlook.difference))


def outlook_object(outlook: BillChange | None) -> dict[str, Any] | None:
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
    lines = [text("cost.prices", region=prices.region, date=prices.date), ""]
    lines += _table(now, at, paint, columns) if now.items else [text("cost.nothing_runs")]
    lines += ["", *_coming("netsec apply", now, applied), *_coming("netsec destroy-nat", now, without_nat)]
    lines += _processed(processed, prices.nat_gb) if any(item.kind == "nat_gateway" for item in now.items) else []
    is_included = any(item.kind == "nat_traffic" for item in now.items)
    last = text("cost.gb_price_included" if is_included else "cost.gb_price", price=prices.nat_gb)
    return "\n".join([*lines, *wrapped(last, columns)])


def _processed(gigabytes: Decimal | None, price: Decimal) -> list[str]:
    """The GB that passed the gateways, as CloudWatch counts them; None where it has no figures."""
    if gigabytes is None:
        return [text("cost.traffic_unknown")]
    return [text("cost.traffic", gb=money(gigabytes), cost=money(gigabytes * price))]


def _table(bill: Bill, at: float, paint: Paint, columns: int) -> list[str]:
    """A row for each item and the total; on a narrow screen the amounts stand beneath the names."""
    names, total = [item_label(item) for item in bill.items], text("cost.total")
    widest = max(width(name) for name in (*names, total))
    if widest + CELL * len(COLUMN_KEYS) > columns:
        widest = 0
    head = padded("", widest) + "".join(aligned_right(text(key), CELL) for key in COLUMN_KEYS)
    rows = [
        line
        for name, item in zip(names, bill.items, strict=True)
        for line in _row(name, widest, _cells(item, item.cost_so_far(at)))
    ]
    return [paint.dim(head), *rows, *map(paint.bold, _row(total, widest, _cells(bill, bill.cost_so_far(at))))]


def _row(name: str, cells: int, amounts: str) -> list[str]:
    """One line where the name has `cells` to itself, else two."""
    return [padded(name, cells) + amounts] if cells else [name, amounts]


def item_label(item: BillItem) -> str:
    """What costs, in words: "NAT gateway ap-northeast-1a"; an address that has no public IP yet goes without."""
    words = text(f"cost.{item.kind}", label=item.label, number=item.zone_count)
    return " ".join(words.replace(" ,", ",").split())


def _cells(priced: BillItem | Bill, so_far: Decimal | None) -> str:
    texts = (
        money(priced.hourly, "0.001"),
        money(priced.daily),
        money(priced.monthly),
        "" if so_far is None else money(so_far),
    )
    return "".join(f"{text:>{CELL}}" for text in texts).rstrip()


def _coming(command: str, now: Bill, then: Bill | None) -> list[str]:
    """What a month would cost after a command; None where the command can't be carried out."""
    if then is None:
        return [text("cost.cannot_apply", command=command)]
    difference, monthly = then.monthly - now.monthly, money(then.monthly)
    if not difference:
        return [text("cost.after_same", command=command, monthly=monthly)]
    return [text("cost.after", command=command, monthly=monthly, difference=_signed(difference))]


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
            "so_far": money(now.cost_so_far(at)),
            "items": [_item(item, at) for item in now.items],
        },
        "gb_last_30_days": None if processed is None else money(processed),
        "after_apply": None if applied is None else {"monthly": money(applied.monthly)},
        "after_destroy_nat": None if without_nat is None else {"monthly": money(without_nat.monthly)},
    }


def _prices(bill: Bill) -> dict[str, str]:
    return {"currency": "USD", "region": bill.prices.region, "prices_of": bill.prices.date}


def _item(item: BillItem, at: float) -> dict[str, Any]:
    so_far = item.cost_so_far(at)
    return {
        "what": item.kind,
        "id": item.id,
        "label": item.label,
        "zones": item.zone_count,
        "hourly": money(item.hourly, "0.001"),
        "daily": money(item.daily),
        "monthly": money(item.monthly),
        "so_far": None if so_far is None else money(so_far),
    }
