"""The audit of a stack's VPC: the live resources, their prices, and the bytes each NAT gateway has sent."""

from __future__ import annotations

from netsec.app.cost import BILLED_DAYS
from netsec.app.nat_metrics import BYTES_OUT_METRIC, daily_bytes, traffic_query
from netsec.app.stack import Stack
from netsec.app.world import live_snapshot
from netsec.insight.audit import AuditReport, audit
from netsec.insight.cost import Prices
from netsec.insight.snapshot import VpcSnapshot


def audit_stack(stack: Stack, prices: Prices | None) -> AuditReport:
    """All findings on the VPC as it is now; costs are left out where `prices` is None."""
    world = live_snapshot(stack)
    now = stack.clock.now()
    return audit(world, stack.config.suppressions, prices=prices, bytes_by_gateway=nat_bytes_out(stack, world), now=now)


def nat_bytes_out(stack: Stack, world: VpcSnapshot) -> dict[str, float | None]:
    """Bytes sent to the internet in the last 30 days, by gateway id; None where CloudWatch has no figures."""
    queries = {i: traffic_query(i, BYTES_OUT_METRIC, stack.clock.now(), BILLED_DAYS) for i in sorted(world.gateways)}
    answers = stack.describe(tuple(queries.values())) if queries else {}
    days_by_id = {i: daily_bytes(answers.get(query)) for i, query in queries.items()}
    return {i: sum(size for _, size in days) if days else None for i, days in days_by_id.items()}
