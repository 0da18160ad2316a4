"""Checks a plan against `[[expect]]` in netsec.toml: a plan that would violate one is not carried out."""

from __future__ import annotations

from dataclasses import replace

from netsec.insight.expectations import check_expectations
from netsec.insight.simulate import simulate
from netsec.insight.snapshot import VpcSnapshot
from netsec.insight.snapshot_reader import read_snapshot
from netsec.model import Config, Plan
from netsec.planning.observation import Observation, read_observation
from netsec.store.state import State


def simulated_world(plan: Plan, seen: Observation, config: Config, state: State) -> VpcSnapshot:
    """The VPC after the plan, simulated from the answers it was made of; no call to AWS."""
    planned = read_observation(config, state.vpc_id, simulate(plan, seen.answers), state.records, state.intents)
    return read_snapshot(planned, config.region)


def with_expectations_checked(plan: Plan, seen: Observation, config: Config, state: State) -> Plan:
    """The plan with a problem for each expectation it would violate, and a warning for each that can't be decided."""
    if not config.expect or plan.obstacles or plan.blocked:
        return plan
    verdicts = tuple(check_expectations(config.expect, simulated_world(plan, seen, config, state)))
    return replace(
        plan,
        problems=(*plan.problems, *(verdict.why for verdict in verdicts if verdict.is_met is False)),
        warnings=(*plan.warnings, *(verdict.why for verdict in verdicts if verdict.is_met is None)),
    )
