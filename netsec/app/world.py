"""The VPC as values for reports: as it is now, and as it will be after a plan."""

from __future__ import annotations

from netsec.app.expectations import simulated_world
from netsec.app.stack import APPLY_GOAL, Goal, Stack
from netsec.insight.simulate import simulate
from netsec.insight.snapshot import VpcSnapshot
from netsec.insight.snapshot_queries import deniable_operations, snapshot_queries
from netsec.insight.snapshot_reader import read_snapshot
from netsec.model import Answers, Plan
from netsec.planning.observation import read_observation


def live_snapshot(stack: Stack) -> VpcSnapshot:
    """The VPC as observed now; what permissions do not allow to read is unknown in it, not an error."""
    return read_snapshot(stack.observe(snapshot_queries, deniable_operations()), stack.aws.settings.region)


def planned_snapshot(stack: Stack, goal: Goal = APPLY_GOAL) -> tuple[Plan, VpcSnapshot]:
    """The plan for a goal, and the VPC after it; the plan itself needs permission for all that it depends on."""
    plan = stack.plan(goal)
    assert stack.observation  # nosec B101 # set by observe()
    extra_answers = stack.describe(snapshot_queries(stack.observation.network.vpc_id), deniable_operations())
    answers = simulate(plan, Answers({**stack.observation.answers, **extra_answers}))
    observation = read_observation(stack.config, stack.state.vpc_id, answers, stack.state.records, stack.state.intents)
    return plan, read_snapshot(observation, stack.aws.settings.region)


def observed_world(stack: Stack) -> VpcSnapshot:
    """The VPC as the latest plan observed it; network interfaces, which plans don't query, are unknown in it."""
    assert stack.observation  # nosec B101 # set by observe()
    return read_snapshot(stack.observation, stack.aws.settings.region)


def world_after_plan(stack: Stack, plan: Plan) -> VpcSnapshot:
    """The VPC after the latest plan; no call to AWS."""
    assert stack.observation  # nosec B101 # set by observe()
    return simulated_world(plan, stack.observation, stack.config, stack.state)
