"""The network to draw: as it is now, as apply would change it, or as netsec.toml describes it."""

from __future__ import annotations

from enum import Enum

from netsec.app.context import Invocation
from netsec.app.goals import APPLY_GOAL
from netsec.app.stack import Stack
from netsec.app.world import live_snapshot, observed_world, world_after_plan
from netsec.insight.cost import Prices
from netsec.insight.picture import Picture, draw_picture
from netsec.insight.picture.from_config import snapshot_from_config


class GraphSource(Enum):
    """What to draw."""

    LIVE = "live"
    PLAN = "plan"
    CONFIG = "config"


def graph_of_stack(stack: Stack, of: GraphSource, prices: Prices | None) -> Picture:
    """The live network, or the planned one with its changes marked; costs are left out where `prices` is None."""
    if of is GraphSource.LIVE:
        return draw_picture(live_snapshot(stack), prices)
    plan = stack.plan(APPLY_GOAL)
    return draw_picture(world_after_plan(stack, plan), prices, observed_world(stack))


def graph_of_config(opening: Invocation, prices: Prices | None) -> Picture:
    """The network that netsec.toml describes; no call to AWS."""
    return draw_picture(snapshot_from_config(opening.config()), prices)
