"""Whether a VPC needs a NAT gateway: advice on the observed network, and warnings about egress that a plan removes."""

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
    """One row for each flow, the setups compared by price, and one recommendation.

    `measured` is the GB of the last 30 days by CloudWatch that the prices are based on; None where `[workload]` gives
    the GB or CloudWatch has no figures.
    """

    rows: tuple[Row, ...]
    setups: tuple[Setup, ...]
    recommendation: Recommendation
    prices: Prices
    measured: Decimal | None


def advise(stack: Stack, prices: Prices | None) -> Advice:
    """Observe the VPC and compare it with `[workload]`; Refused where the region's prices are not known."""
    if prices is None:
        raise Refused(reason("prices_unknown", region=stack.aws.place.region))
    config = stack.config
    world = live_world(stack)
    measured = None if config.workload.gb else processed(stack)
    workload = replace(config.workload, gb=float(measured)) if measured else config.workload
    zones = config.availability_zones or world.zones
    flows = rows(world, workload, clients_of(config))
    options = setups(flows, workload, prices, len(zones))
    return Advice(
        rows=flows,
        setups=options,
        recommendation=recommend(flows, options, config.environment, zones),
        prices=prices,
        measured=measured or None,
    )


def clients_of(config: Config) -> tuple[str, ...]:
    """Keys of the security groups that the app runs in: those in `[endpoints] clients`, else `ecs`."""
    return config.endpoints.clients or ("ecs",)


def losses(stack: Stack, plan: Plan, goal: Goal, config: Config) -> tuple[Reason, ...]:
    """One warning for each needed flow that works now and won't after the plan; `plan` is the latest one made."""
    if stack.seen is None or not can_go(plan, goal):
        return ()
    groups = clients_of(config)
    before = rows(standing_world(stack), config.workload, groups)
    after = {row.flow.name: row for row in rows(coming_world(stack, plan), config.workload, groups)}
    needed = (after[row.flow.name] for row in before if row.wanted and row.works)
    return tuple(reason("lost_without_nat", flow=row.flow.name, missing=row.missing) for row in needed if not row.works)


def warned(opening: Opening, stack: Stack, plan: Plan, goal: Goal) -> Plan:
    """The plan with a warning for each flow it would cut off; a destroy of everything gets none."""
    if "security_group" in goal.destroy:
        return plan
    try:
        config = opening.config() if goal.destroy else stack.config
    except ConfigInvalid:
        return plan
    return replace(plan, warnings=(*plan.warnings, *losses(stack, plan, goal, config)))
