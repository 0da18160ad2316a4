"""What `nat` says of the NAT gateways, and of their end."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "nat.none_runs": "No NAT gateway of this stack is running.",
    "nat.age": "{age} old",
    "nat.public_ip": "public IP",
    "nat.routes": "routes",
    "nat.no_route": "no route uses it",
    "nat.cost_so_far": "cost so far",
    "nat.cost": "${cost}, traffic not included",
    "nat.traffic": "traffic",
    "nat.traffic_out": "{size} out in 14 days",
    "nat.traffic_out_idle": "{size} out in 14 days; none for {days} {days:day|days}",
    "nat.until": "on until",
    "nat.no_end": "no end set",
    "nat.end_unreadable": "{value} is not a valid time",
    "nat.end_in": "{time} (in {left})",
    "nat.end_expired": "{time} (expired)",
    # nat on, off, reap
    "nat.on_anyway": "enable_nat_gateway is true in netsec.toml: the NAT gateways stay on, so no end is set.",
    "nat.on_until": "On until {time}. To switch them off earlier:\n  netsec nat off",
    "nat.too_long": "at most 30 days; to leave them on, set enable_nat_gateway = true in netsec.toml",
    "nat.nothing_due": "Nothing has expired.",
    "nat.nothing_due_before": "Nothing expires before {time}.",
    # what the next apply does about them
    "nat.next_apply_creates": "enable_nat_gateway is true: the next `netsec apply` creates the NAT gateways again.\n"
    "To leave them off, set enable_nat_gateway = false in netsec.toml.",
    "nat.next_apply_deletes": "enable_nat_gateway is false: the next `netsec apply` deletes the NAT gateways again.\n"
    "To keep them, set enable_nat_gateway = true in netsec.toml.",
}
