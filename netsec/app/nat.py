"""How the NAT gateways stand: state, age, routes, cost so far, end, and what passes them."""

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
    """One gateway of ours. `traffic` is bytes out in 14 days, `idle_days` whole days without any; None is unknown."""

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
    """All NAT gateways of this stack, by address; what CloudWatch does not tell is unknown, not nothing."""
    stack.observe()
    world, now = standing_world(stack), stack.clock.now()
    ours = sorted((each for each in world.gateways.values() if each.owned), key=lambda each: (each.address, each.id))
    asked = {each.id: traffic_query(each.id, OUT, now, DAYS) for each in ours}
    answers = stack.ask(tuple(asked.values())) if asked else {}
    return tuple(_status(each, world, prices, now, answers.get(asked[each.id])) for each in ours)


def due(stack: Stack) -> tuple[bool, str]:
    """Whether the end of a gateway of ours is past, and the last end that is not, as its tag says it ("" for none)."""
    seen, now = stack.observe(), stack.clock.now()
    found = [(text, end) for _, text, end in ends(seen.lives) if end is not None]
    coming = sorted(text for text, end in found if end > now)
    return bool(found) and not coming, coming[-1] if coming else ""


def _status(
    gateway: NatGateway, world: World, prices: Prices | None, now: float, points: list[dict[str, Any]] | None
) -> NatStatus:
    items = bill(world, prices).items if prices else ()
    mine = [item.so_far(now) for item in items if item.id in (gateway.id, *gateway.allocation_ids)]
    subnet, days = world.subnets.get(gateway.subnet_id), days_of(points)
    return NatStatus(
        address=str(gateway.address),
        id=gateway.id,
        state=gateway.state,
        zone=subnet.zone if subnet else "",
        public_ips=gateway.public_ips,
        tables=tuple(sorted(t.id for t in world.tables.values() if any(r.target == gateway.id for r in t.routes))),
        age=None if gateway.created is None else now - gateway.created,
        so_far=sum((each for each in mine if each), Decimal(0)) if mine else None,
        until=gateway.tags.get(EXPIRES_TAG, ""),
        traffic=None if not days else int(sum(passed for _, passed in days)),
        idle_days=None if not days else _idle_days(days, now),
    )


def _idle_days(days: Iterable[tuple[float, float]], now: float) -> int:
    """Whole days since the last one on which anything passed; as far back as CloudWatch was asked."""
    busy = [begins for begins, passed in days if passed > 0]
    since = max(busy) + A_DAY if busy else min(begins for begins, _ in days)
    return max(0, int((now - since) // A_DAY))
