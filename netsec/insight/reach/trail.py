"""A way as far as it was walked: its hops, and the packets that got through them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from netsec.insight.reach.flows import NOTHING, Flows
from netsec.model import Reason, reason


@dataclass(frozen=True)
class Hop:
    """One step of the way: where, whether anything passed, and why."""

    at: str
    passed: bool
    why: Reason


class Untold(Exception):
    """Something that the way depends on could not be read, or AWS's answer leaves it out."""

    def __init__(self, why: Reason) -> None:
        super().__init__(str(why))
        self.why = why


def unread(operation: str) -> Untold:
    """What an operation that was denied, or answered in part, leaves open."""
    return Untold(reason("reach_unread", denied=[operation]))


def incomplete(thing: str, missing: Iterable[str]) -> Untold:
    """What a thing leaves open of which AWS's answer leaves something out."""
    return Untold(reason("reach_incomplete", id=thing, missing=sorted(missing)))


@dataclass(frozen=True)
class Trail:
    """The hops so far and what got through them. `beyond`: it goes on where netsec can't see."""

    hops: tuple[Hop, ...] = ()
    flows: Flows = NOTHING
    beyond: bool = False

    def stop(self, at: str, why: Reason) -> Trail:
        return Trail((*self.hops, Hop(at, False, why)))

    def go(self, at: str, why: Reason) -> Trail:
        return replace(self, hops=(*self.hops, Hop(at, True, why)))


def told_of(found: list[Trail]) -> Trail | None:
    """Of several ways, one to tell of, with all that gets through: what arrives, else what leaves our sight, else the
    one that got furthest."""
    arriving = [trail for trail in found if trail.flows and not trail.beyond]
    chosen = arriving or [trail for trail in found if trail.flows] or found
    best = max(chosen, key=lambda trail: len(trail.hops), default=None)
    flows = NOTHING
    for trail in chosen:
        flows |= trail.flows
    return replace(best, flows=flows) if best else None
