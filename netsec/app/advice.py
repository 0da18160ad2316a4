"""Whether a VPC needs a NAT gateway: advice on the observed network, and warnings about egress that a plan removes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from netsec.app.context import Invocation
from netsec.app.cost import processed_gb
from netsec.app.goals import Goal
from netsec.app.run import is_executable
from netsec.app.stack import Stack
from netsec.app.world import live_snapshot, observed_world, world_after_plan
from netsec.errors import ConfigInvalid, Refused
from netsec.insight.advice import FlowStatus, Recommendation, Setup, compare_setups, flow_statuses, recommend
from netsec.insight.cost import Prices
from netsec.model import Config, Plan, Reason, reason


@dataclass(frozen=True, kw_only=True)
class Advice:
    """One row for each flow, the setups compared by price, and one recommendation.

    `measured` is the GB of the last 30 days by CloudWatch that the prices are based on; None where `[workload]` gives
    the GB or CloudWatch has no figures.
    """

    rows: tuple[FlowStatus, ...]
    setups: tuple[Setup, ...]
    recommendation: Recommendation
    prices: Prices
    measured_gb: Decimal | None


def advise(stack: Stack, prices: Prices | None) -> Advice:
    """Observe the VPC and compare it with `[workload]`; Refused where the region's prices are not known."""
    if prices is None:
        raise Refused(reason("prices_unknown", region=stack.aws.settings.region))
    config = stack.config
    world = live_snapshot(stack)
    measured = None if config.workload.gb else processed_gb(stack)
    workload = replace(config.workload, gb=float(measured)) if measured else config.workload
    zones = config.availability_zones or world.zones
    flows = flow_statuses(world, workload, client_groups(config))
    options = compare_setups(flows, workload, prices, len(zones))
    return Advice(
        rows=flows,
        setups=options,
        recommendation=recommend(flows, options, config.environment, zones),
        prices=prices,
        measured_gb=measured or None,
    )


def client_groups(config: Config) -> tuple[str, ...]:
    """Keys of the security groups that the app runs in: those in `[endpoints] clients`, else `ecs`."""
    return config.endpoints.clients or ("ecs",)


def lost_egress(stack: Stack, plan: Plan, goal: Goal, config: Config) -> tuple[Reason, ...]:
    """One warning for each needed flow that works now and won't after the plan; `plan` is the latest one made."""
    if stack.observation is None or not is_executable(plan, goal):
        return ()
    groups = client_groups(config)
    before = flow_statuses(observed_world(stack), config.workload, groups)
    after = {row.flow.name: row for row in flow_statuses(world_after_plan(stack, plan), config.workload, groups)}
    needed = (after[row.flow.name] for row in before if row.is_needed and row.works)
    return tuple(
        reason("lost_without_nat", flow=row.flow.name, missing=row.missing_endpoints) for row in needed if not row.works
    )


def with_egress_warnings(opening: Invocation, stack: Stack, plan: Plan, goal: Goal) -> Plan:
    """The plan with a warning for each flow it would cut off; a destroy of everything gets none."""
    if "security_group" in goal.destroy_kinds:
        return plan
    try:
        config = opening.config() if goal.destroy_kinds else stack.config
    except ConfigInvalid:
        return plan
    return replace(plan, warnings=(*plan.warnings, *lost_egress(stack, plan, goal, config)))
