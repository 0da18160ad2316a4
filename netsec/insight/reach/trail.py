"""A network path as far as it was followed: its hops, and the packets that got through them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from netsec.insight.reach.flows import NOTHING, Flows
from netsec.model import Reason, reason


@dataclass(frozen=True)
class Hop:
    """One step of a path: `at` says where, for people; `passed` whether any packet got through; and why."""

    at: str
    passed: bool
    why: Reason


class Untold(Exception):
    """The answer depends on something that AWS did not answer, or left out of its answer; `why` says on what."""

    def __init__(self, why: Reason) -> None:
        super().__init__(str(why))
        self.why = why


def unread(operation: str) -> Untold:
    """For an operation (describe_network_acls) that was denied, or answered in part."""
    return Untold(reason("reach_unread", denied=[operation]))


def incomplete(thing: str, missing: Iterable[str]) -> Untold:
    """For a resource, by id or label, whose answer lacks these fields (SubnetId)."""
    return Untold(reason("reach_incomplete", id=thing, missing=sorted(missing)))


@dataclass(frozen=True)
class Trail:
    """The hops so far and the packets that passed them all.

    `beyond`: the path goes on where netsec can't see, for example through a peering connection.
    """

    hops: tuple[Hop, ...] = ()
    flows: Flows = NOTHING
    beyond: bool = False

    @property
    def goes_on(self) -> bool:
        """Whether packets are left that netsec can follow."""
        return bool(self.flows) and not self.beyond

    def stop(self, at: str, why: Reason) -> Trail:
        """The path with one more hop, at which all packets were stopped."""
        return Trail((*self.hops, Hop(at, False, why)))

    def go(self, at: str, why: Reason) -> Trail:
        """The path with one more hop, which the packets passed."""
        return replace(self, hops=(*self.hops, Hop(at, True, why)))

    def limited_to(self, flows: Flows) -> Trail:
        """The same hops with these packets."""
        return replace(self, flows=flows)


def told_of(found: list[Trail]) -> Trail | None:
    """Of several paths for parts of the same packets, the best one, with the packets of all that are as good.

    Best are those that arrive, then those that leave netsec's view, then all; of these, the one with the most hops.
    None for no paths.
    """
    arriving = [trail for trail in found if trail.goes_on]
    candidates = arriving or [trail for trail in found if trail.flows] or found
    longest = max(candidates, key=lambda trail: len(trail.hops), default=None)
    flows = NOTHING
    for trail in candidates:
        flows |= trail.flows
    return longest.limited_to(flows) if longest else None
