"""The network to draw: as it is now, as apply would change it, or as netsec.toml describes it."""

from __future__ import annotations

from enum import Enum

from netsec.app.opening import Opening
from netsec.app.stack import APPLY, Stack
from netsec.app.world import coming_world, live_world, standing_world
from netsec.insight.cost import Prices
from netsec.insight.picture import Picture, draw
from netsec.insight.picture.imagined import imagined


class Of(Enum):
    """What to draw."""

    LIVE = "live"
    PLAN = "plan"
    CONFIG = "config"


def picture_of(stack: Stack, of: Of, prices: Prices | None) -> Picture:
    """The live network, or the planned one with its changes marked; costs are left out where `prices` is None."""
    if of is Of.LIVE:
        return draw(live_world(stack), prices)
    plan = stack.plan(APPLY)
    return draw(coming_world(stack, plan), prices, standing_world(stack))


def picture_of_config(opening: Opening, prices: Prices | None) -> Picture:
    """The network that netsec.toml describes; no call to AWS."""
    return draw(imagined(opening.config()), prices)
