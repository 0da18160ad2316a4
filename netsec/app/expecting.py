"""Holds a plan to the `[[expect]]` of netsec.toml: a network in which one is not met is not made."""

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
    """What will stand once the plan is carried out; AWS is not asked."""
    coming = look(config, state.vpc_id, after(plan, seen.answers), state.records, state.intents)
    return read_world(coming, config.region)


def held_to_expectations(plan: Plan, seen: Observation, config: Config, state: State) -> Plan:
    """The plan with a problem for each expectation that it would not meet, a warning for each that can't be told."""
    if not config.expect or plan.obstacles or plan.blocked:
        return plan
    verdicts = tuple(judged(config.expect, world_after(plan, seen, config, state)))
    return replace(
        plan,
        problems=(*plan.problems, *(each.why for each in verdicts if each.met is False)),
        warnings=(*plan.warnings, *(each.why for each in verdicts if each.met is None)),
    )
