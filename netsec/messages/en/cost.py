"""What `cost` and the last line of a plan say."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "cost.nat_gateway": "NAT gateway {label}",
    "cost.address_in_use": "public IPv4 {label}, in use",
    "cost.address_idle": "public IPv4 {label}, idle",
    "cost.endpoint": "endpoint {label} x {number}",
    "cost.nat_traffic": "{label} through NAT gateways",
    "cost.hour": "hour",
    "cost.day": "day",
    "cost.month": "month",
    "cost.so_far": "so far",
    "cost.total": "Total",
    "cost.prices": "List prices in USD for {region}, as of {date}.",
    "cost.nothing_runs": "Nothing that costs money is running.",
    "cost.monthly_unknown": "Monthly cost: unknown, no prices for {region}.",
    "cost.monthly_same": "Monthly cost: ${after}, unchanged; traffic not included.",
    "cost.monthly": "Monthly cost: ${before} -> ${after} ({difference}), traffic not included.",
    "cost.after": "After `{command}`: ${monthly} a month ({difference}).",
    "cost.after_same": "After `{command}`: ${monthly} a month, unchanged.",
    "cost.cannot_apply": "`{command}` can't be applied now: see `netsec plan`.",
    "cost.traffic": "Traffic in the last 30 days: {gb} GB, ${cost}.",
    "cost.traffic_unknown": "Traffic in the last 30 days: unknown.",
    "cost.gb_price": "Traffic through a NAT gateway costs {price} more per GB (--gb includes it). "
    "AWS bills each started hour in full.",
    "cost.gb_price_included": "Traffic through a NAT gateway costs {price} more per GB. "
    "AWS bills each started hour in full.",
}
