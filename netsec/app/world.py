"""The VPC as values for reports: as it is now, and as it will be after a plan."""

from __future__ import annotations

from netsec.app.expecting import world_after
from netsec.app.stack import APPLY, Goal, Stack
from netsec.insight.after import after
from netsec.insight.reading import OPERATIONS, read_world, world_queries
from netsec.insight.world import World
from netsec.model import Answers, Plan
from netsec.planning.observe import look


def live_world(stack: Stack) -> World:
    """The VPC as observed now; what permissions do not allow to read is unknown in it, not an error."""
    return read_world(stack.observe(world_queries, OPERATIONS), stack.aws.place.region)


def planned_world(stack: Stack, goal: Goal = APPLY) -> tuple[Plan, World]:
    """The plan for a goal, and the VPC after it; the plan itself needs permission for all that it depends on."""
    plan = stack.plan(goal)
    assert stack.seen  # nosec B101 # set by observe()
    extra_answers = stack.ask(world_queries(stack.seen.network.vpc_id), OPERATIONS)
    answers = after(plan, Answers({**stack.seen.answers, **extra_answers}))
    observation = look(stack.config, stack.state.vpc_id, answers, stack.state.records, stack.state.intents)
    return plan, read_world(observation, stack.aws.place.region)


def standing_world(stack: Stack) -> World:
    """The VPC as the latest plan observed it; network interfaces, which plans don't query, are unknown in it."""
    assert stack.seen  # nosec B101 # set by observe()
    return read_world(stack.seen, stack.aws.place.region)


def coming_world(stack: Stack, plan: Plan) -> World:
    """The VPC after the latest plan; no call to AWS."""
    assert stack.seen  # nosec B101 # set by observe()
    return world_after(plan, stack.seen, stack.config, stack.state)
