"""Reads what an audit needs: the live world, prices, and what passed the NAT gateways."""

from __future__ import annotations

from netsec.app.cost import DAYS
from netsec.app.stack import Stack
from netsec.app.traffic import OUT, days_of, traffic_query
from netsec.app.world import live_world
from netsec.insight.audit import Report, audit
from netsec.insight.cost import Prices
from netsec.insight.world import World


def audited(stack: Stack, prices: Prices | None) -> Report:
    """The audit of the VPC as it stands."""
    world = live_world(stack)
    now = stack.clock.now()
    return audit(world, stack.config.suppressions, prices=prices, used=bytes_out(stack, world), now=now)


def bytes_out(stack: Stack, world: World) -> dict[str, float | None]:
    """Bytes to the internet in 30 days, by gateway; None where CloudWatch does not tell."""
    queries = {i: traffic_query(i, OUT, stack.clock.now(), DAYS) for i in sorted(world.gateways)}
    answers = stack.ask(tuple(queries.values())) if queries else {}
    told = {i: days_of(answers.get(query)) for i, query in queries.items()}
    return {i: sum(passed for _, passed in days) if days else None for i, days in told.items()}
