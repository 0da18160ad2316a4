"""The world around a stack: as it stands, and as it will stand once a plan is carried out."""

from __future__ import annotations

from netsec.app.expecting import world_after
from netsec.app.stack import APPLY, Goal, Stack
from netsec.insight.after import after
from netsec.insight.reading import OPERATIONS, read_world, world_queries
from netsec.insight.world import World
from netsec.model import Answers, Plan
from netsec.planning.observe import look


def live_world(stack: Stack) -> World:
    """What stands in the VPC now; what we may not read is unknown in it, not an error."""
    return read_world(stack.observe(world_queries, OPERATIONS), stack.aws.place.region)


def planned_world(stack: Stack, goal: Goal = APPLY) -> tuple[Plan, World]:
    """The plan for a goal, and what will stand once it is carried out. A plan needs to read all that it decides on."""
    plan = stack.plan(goal)
    assert stack.seen  # nosec B101 # set by observe()
    further = stack.ask(world_queries(stack.seen.network.vpc_id), OPERATIONS)
    answers = after(plan, Answers({**stack.seen.answers, **further}))
    seen = look(stack.config, stack.state.vpc_id, answers, stack.state.records, stack.state.intents)
    return plan, read_world(seen, stack.aws.place.region)


def standing_world(stack: Stack) -> World:
    """What the plan that was just made has seen; interfaces, which plans don't ask for, are unknown in it."""
    assert stack.seen  # nosec B101 # set by observe()
    return read_world(stack.seen, stack.aws.place.region)


def coming_world(stack: Stack, plan: Plan) -> World:
    """The same once the plan is carried out; AWS is not asked."""
    assert stack.seen  # nosec B101 # set by observe()
    return world_after(plan, stack.seen, stack.config, stack.state)
