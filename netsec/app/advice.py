"""Reads what advice needs of a stack's VPC, and what would be lost if its NAT gateways went."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from netsec.app.cost import processed
from netsec.app.opening import Opening
from netsec.app.run import can_go
from netsec.app.stack import Goal, Stack
from netsec.app.world import coming_world, live_world, standing_world
from netsec.errors import ConfigInvalid, Refused
from netsec.insight.advice import Recommendation, Row, Setup, recommend, rows, setups
from netsec.insight.cost import Prices
from netsec.model import Config, Plan, Reason, reason


@dataclass(frozen=True, kw_only=True)
class Advice:
    """Flow by flow, set-up by set-up, and one recommendation.

    `measured`: the GB of 30 days that set-ups are reckoned with, where CloudWatch and not `[workload]` tells them.
    """

    rows: tuple[Row, ...]
    setups: tuple[Setup, ...]
    recommendation: Recommendation
    prices: Prices
    measured: Decimal | None


def advise(stack: Stack, prices: Prices | None) -> Advice:
    """Look at the VPC and judge it by `[workload]`; Refused where the region's prices are not known."""
    if prices is None:
        raise Refused(reason("prices_unknown", region=stack.aws.place.region))
    config = stack.config
    world = live_world(stack)
    measured = None if config.workload.gb else processed(stack)
    workload = replace(config.workload, gb=float(measured)) if measured else config.workload
    zones = config.availability_zones or world.zones
    judged = rows(world, workload, clients_of(config))
    compared = setups(judged, workload, prices, len(zones))
    return Advice(
        rows=judged,
        setups=compared,
        recommendation=recommend(judged, compared, config.environment, zones),
        prices=prices,
        measured=measured or None,
    )


def clients_of(config: Config) -> tuple[str, ...]:
    """The app's groups: those that may use endpoints, else the hands-on's."""
    return config.endpoints.clients or ("ecs",)


def losses(stack: Stack, plan: Plan, goal: Goal, config: Config) -> tuple[Reason, ...]:
    """What has a way out now, and would have none once the plan that was just made is carried out."""
    if stack.seen is None or not can_go(plan, goal):
        return ()
    groups = clients_of(config)
    before = rows(standing_world(stack), config.workload, groups)
    after = {row.flow.name: row for row in rows(coming_world(stack, plan), config.workload, groups)}
    there = (after[row.flow.name] for row in before if row.wanted and row.works)
    return tuple(reason("lost_without_nat", flow=row.flow.name, missing=row.missing) for row in there if not row.works)


def warned(opening: Opening, stack: Stack, plan: Plan, goal: Goal) -> Plan:
    """The plan, with a warning for all that loses its way out; who takes everything away need not be told."""
    if "security_group" in goal.destroy:
        return plan
    try:
        config = opening.config() if goal.destroy else stack.config
    except ConfigInvalid:
        return plan
    return replace(plan, warnings=(*plan.warnings, *losses(stack, plan, goal, config)))
