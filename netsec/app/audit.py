"""The audit of a stack's VPC: the live resources, their prices, and the bytes each NAT gateway has sent."""

from __future__ import annotations

from netsec.app.cost import DAYS
from netsec.app.stack import Stack
from netsec.app.traffic import OUT, days_of, traffic_query
from netsec.app.world import live_world
from netsec.insight.audit import Report, audit
from netsec.insight.cost import Prices
from netsec.insight.world import World


def audited(stack: Stack, prices: Prices | None) -> Report:
    """All findings on the VPC as it is now; costs are left out where `prices` is None."""
    world = live_world(stack)
    now = stack.clock.now()
    return audit(world, stack.config.suppressions, prices=prices, used=bytes_out(stack, world), now=now)


def bytes_out(stack: Stack, world: World) -> dict[str, float | None]:
    """Bytes sent to the internet in the last 30 days, by gateway id; None where CloudWatch has no figures."""
    queries = {i: traffic_query(i, OUT, stack.clock.now(), DAYS) for i in sorted(world.gateways)}
    answers = stack.ask(tuple(queries.values())) if queries else {}
    days_by_id = {i: days_of(answers.get(query)) for i, query in queries.items()}
    return {i: sum(size for _, size in days) if days else None for i, days in days_by_id.items()}
