"""The status of a stack's NAT gateways: state, age, routes, cost so far, expiry and traffic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from netsec.app.nat_metrics import BYTES_OUT_METRIC, DAY_SECONDS, daily_bytes, traffic_query
from netsec.app.stack import Stack
from netsec.app.world import observed_world
from netsec.insight.cost import Prices, calculate_bill
from netsec.insight.snapshot import NatGateway, VpcSnapshot
from netsec.model import EXPIRES_TAG
from netsec.planning.nat_switch import nat_expirations

TRAFFIC_DAYS = 14


@dataclass(frozen=True, kw_only=True)
class NatStatus:
    """One NAT gateway of this stack; None is unknown.

    `tables` are the ids of the route tables that lead to it, `age` is in seconds, `so_far` in USD, `until` the time of
    its expiry tag or "", `traffic` the bytes it sent to the internet in the last 14 days, `idle_days` the whole days
    since it last sent any.
    """

    address: str
    id: str
    state: str
    zone: str
    public_ips: tuple[str, ...]
    route_tables: tuple[str, ...]
    age: float | None
    cost_so_far: Decimal | None
    expires_at: str
    bytes_out: int | None
    idle_days: int | None


def nat_statuses(stack: Stack, prices: Prices | None) -> tuple[NatStatus, ...]:
    """All NAT gateways of this stack, sorted by address; traffic is None, not 0, where CloudWatch has no figures."""
    stack.observe()
    world, now = observed_world(stack), stack.clock.now()
    owned = [gateway for gateway in world.gateways.values() if gateway.is_owned]
    owned.sort(key=lambda gateway: (gateway.address, gateway.id))
    queries = {gateway.id: traffic_query(gateway.id, BYTES_OUT_METRIC, now, TRAFFIC_DAYS) for gateway in owned}
    answers = stack.describe(tuple(queries.values())) if queries else {}
    return tuple(_status(gateway, world, prices, now, answers.get(queries[gateway.id])) for gateway in owned)


def nat_expiry(stack: Stack) -> tuple[bool, str]:
    """Whether the NAT gateways of this stack have expired, and the latest expiry time to come.

    The time is the text of the tag that `nat on` writes, "" where no expiry lies ahead. As long as one gateway's expiry
    is ahead, none counts as expired; without an expiry tag they never expire.
    """
    observation, now = stack.observe(), stack.clock.now()
    expiries = [(text, moment) for _, text, moment in nat_expirations(observation.lives) if moment is not None]
    ahead = sorted(text for text, moment in expiries if moment > now)
    return bool(expiries) and not ahead, ahead[-1] if ahead else ""


def _status(
    gateway: NatGateway, world: VpcSnapshot, prices: Prices | None, now: float, points: list[dict[str, Any]] | None
) -> NatStatus:
    items = calculate_bill(world, prices).items if prices else ()
    costs = [item.cost_so_far(now) for item in items if item.id in (gateway.id, *gateway.allocation_ids)]
    subnet, days = world.subnets.get(gateway.subnet_id), daily_bytes(points)
    return NatStatus(
        address=str(gateway.address),
        id=gateway.id,
        state=gateway.state,
        zone=subnet.zone if subnet else "",
        public_ips=gateway.public_ips,
        route_tables=tuple(
            sorted(t.id for t in world.tables.values() if any(r.target == gateway.id for r in t.routes))
        ),
        age=None if gateway.created_at is None else now - gateway.created_at,
        cost_so_far=sum((cost for cost in costs if cost), Decimal(0)) if costs else None,
        expires_at=gateway.tags.get(EXPIRES_TAG, ""),
        bytes_out=None if not days else int(sum(size for _, size in days)),
        idle_days=None if not days else _idle_days(days, now),
    )


def _idle_days(days: Iterable[tuple[float, float]], now: float) -> int:
    """Whole days since the last day with traffic, at most the days that CloudWatch was asked for."""
    active = [start for start, size in days if size > 0]
    since = max(active) + DAY_SECONDS if active else min(start for start, _ in days)
    return max(0, int((now - since) // DAY_SECONDS))
