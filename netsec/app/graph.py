"""Which network is drawn: as it stands, as a plan would make it, or as the config alone tells it."""

from __future__ import annotations

from enum import Enum

from netsec.app.opening import Opening
from netsec.app.stack import APPLY, Stack
from netsec.app.world import coming_world, live_world, standing_world
from netsec.insight.cost import Prices
from netsec.insight.picture import Picture, draw
from netsec.insight.picture.imagined import imagined


class Of(Enum):
    """What a picture is of."""

    LIVE = "live"
    PLAN = "plan"
    CONFIG = "config"


def picture_of(stack: Stack, of: Of, prices: Prices | None) -> Picture:
    """The live network, or that with what a plan would change marked in it."""
    if of is Of.LIVE:
        return draw(live_world(stack), prices)
    plan = stack.plan(APPLY)
    return draw(coming_world(stack, plan), prices, standing_world(stack))


def picture_of_config(opening: Opening, prices: Prices | None) -> Picture:
    """AWS is not asked."""
    return draw(imagined(opening.config()), prices)
