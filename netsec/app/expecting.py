"""Checks a plan against `[[expect]]` in netsec.toml: a plan that would violate one is not carried out."""

from __future__ import annotations

from dataclasses import replace

from netsec.insight.after import after
from netsec.insight.reach import judged
from netsec.insight.reading import read_world
from netsec.insight.world import World
from netsec.model import Config, Plan
from netsec.planning.observe import Observation, look
from netsec.store.state import State


def world_after(plan: Plan, seen: Observation, config: Config, state: State) -> World:
    """The VPC after the plan, simulated from the answers it was made of; no call to AWS."""
    planned = look(config, state.vpc_id, after(plan, seen.answers), state.records, state.intents)
    return read_world(planned, config.region)


def held_to_expectations(plan: Plan, seen: Observation, config: Config, state: State) -> Plan:
    """The plan with a problem for each expectation it would violate, and a warning for each that can't be decided."""
    if not config.expect or plan.obstacles or plan.blocked:
        return plan
    verdicts = tuple(judged(config.expect, world_after(plan, seen, config, state)))
    return replace(
        plan,
        problems=(*plan.problems, *(verdict.why for verdict in verdicts if verdict.met is False)),
        warnings=(*plan.warnings, *(verdict.why for verdict in verdicts if verdict.met is None)),
    )
