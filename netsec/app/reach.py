"""Reachability between two places, on the live network or the planned one."""

from __future__ import annotations

from netsec.app.stack import Stack
from netsec.app.world import live_world, planned_world
from netsec.errors import Refused
from netsec.insight.reach import Answer, Question, reach
from netsec.model import Reason


def asked(stack: Stack, question: Question, planned: bool) -> Answer:
    """The answer; `planned` takes the network as apply would change it.

    Refused where FROM or TO is unknown or ambiguous.
    """
    world = planned_world(stack)[1] if planned else live_world(stack)
    answer = reach(world, question)
    if isinstance(answer, Reason):
        raise Refused(answer)
    return answer
