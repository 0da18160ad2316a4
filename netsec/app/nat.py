"""The status of a stack's NAT gateways: state, age, routes, cost so far, expiry and traffic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from netsec.app.stack import Stack
from netsec.app.traffic import A_DAY, OUT, days_of, traffic_query
from netsec.app.world import standing_world
from netsec.insight.cost import Prices, bill
from netsec.insight.world import NatGateway, World
from netsec.model import EXPIRES_TAG
from netsec.planning.switch import ends

DAYS = 14


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
    tables: tuple[str, ...]
    age: float | None
    so_far: Decimal | None
    until: str
    traffic: int | None
    idle_days: int | None


def statuses(stack: Stack, prices: Prices | None) -> tuple[NatStatus, ...]:
    """All NAT gateways of this stack, sorted by address; traffic is None, not 0, where CloudWatch has no figures."""
    stack.observe()
    world, now = standing_world(stack), stack.clock.now()
    owned = [gateway for gateway in world.gateways.values() if gateway.owned]
    owned.sort(key=lambda gateway: (gateway.address, gateway.id))
    queries = {gateway.id: traffic_query(gateway.id, OUT, now, DAYS) for gateway in owned}
    answers = stack.ask(tuple(queries.values())) if queries else {}
    return tuple(_status(gateway, world, prices, now, answers.get(queries[gateway.id])) for gateway in owned)


def due(stack: Stack) -> tuple[bool, str]:
    """Whether the NAT gateways of this stack have expired, and the latest expiry time to come.

    The time is the text of the tag that `nat on` writes, "" where no expiry lies ahead. As long as one gateway's expiry
    is ahead, none counts as expired; without an expiry tag they never expire.
    """
    observation, now = stack.observe(), stack.clock.now()
    expiries = [(text, moment) for _, text, moment in ends(observation.lives) if moment is not None]
    ahead = sorted(text for text, moment in expiries if moment > now)
    return bool(expiries) and not ahead, ahead[-1] if ahead else ""


def _status(
    gateway: NatGateway, world: World, prices: Prices | None, now: float, points: list[dict[str, Any]] | None
) -> NatStatus:
    items = bill(world, prices).items if prices else ()
    costs = [item.so_far(now) for item in items if item.id in (gateway.id, *gateway.allocation_ids)]
    subnet, days = world.subnets.get(gateway.subnet_id), days_of(points)
    return NatStatus(
        address=str(gateway.address),
        id=gateway.id,
        state=gateway.state,
        zone=subnet.zone if subnet else "",
        public_ips=gateway.public_ips,
        tables=tuple(sorted(t.id for t in world.tables.values() if any(r.target == gateway.id for r in t.routes))),
        age=None if gateway.created is None else now - gateway.created,
        so_far=sum((cost for cost in costs if cost), Decimal(0)) if costs else None,
        until=gateway.tags.get(EXPIRES_TAG, ""),
        traffic=None if not days else int(sum(size for _, size in days)),
        idle_days=None if not days else _idle_days(days, now),
    )


def _idle_days(days: Iterable[tuple[float, float]], now: float) -> int:
    """Whole days since the last day with traffic, at most the days that CloudWatch was asked for."""
    active = [start for start, size in days if size > 0]
    since = max(active) + A_DAY if active else min(start for start, _ in days)
    return max(0, int((now - since) // A_DAY))
