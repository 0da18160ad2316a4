"""Reachability between two places, on the live network or the planned one."""

from __future__ import annotations

from dataclasses import replace

from netsec.app.stack import Stack
from netsec.app.world import live_snapshot, planned_snapshot
from netsec.errors import Refused
from netsec.insight.prefix_lists import prefix_list_entry_queries, read_prefix_lists
from netsec.insight.reach import Question, ReachAnswer, reach
from netsec.model import Reason


def check_reachability(stack: Stack, question: Question, planned: bool) -> ReachAnswer:
    """The answer; `planned` takes the network as apply would change it.

    Refused where FROM or TO is unknown or ambiguous.
    """
    world = planned_snapshot(stack)[1] if planned else live_snapshot(stack)
    if queries := prefix_list_entry_queries(world):
        world = replace(world, prefix_lists=read_prefix_lists(stack.describe(queries)))
    answer = reach(world, question)
    if isinstance(answer, Reason):
        raise Refused(answer)
    return answer
