"""Asks whether one place can reach another, on the network as it stands or as a plan would make it."""

from __future__ import annotations

from netsec.app.stack import Stack
from netsec.app.world import live_world, planned_world
from netsec.errors import Refused
from netsec.insight.reach import Answer, Question, reach
from netsec.model import Reason


def asked(stack: Stack, question: Question, planned: bool) -> Answer:
    """The answer; Refused where FROM or TO names nothing, or more than one thing."""
    world = planned_world(stack)[1] if planned else live_world(stack)
    found = reach(world, question)
    if isinstance(found, Reason):
        raise Refused(found)
    return found
