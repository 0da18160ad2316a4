"""A network path as far as it was followed: its hops, and the packets that got through them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from netsec.insight.packets import NO_PACKETS, PacketUnion
from netsec.model import Reason, reason


@dataclass(frozen=True)
class Hop:
    """One step of a path: `at` says where, for people; `passed` whether any packet got through; and why."""

    at: str
    passed: bool
    why: Reason


class Undecidable(Exception):
    """The answer depends on something that AWS did not answer, or left out of its answer; `why` says on what."""

    def __init__(self, why: Reason) -> None:
        super().__init__(str(why))
        self.why = why


def unread_operation(operation: str) -> Undecidable:
    """For an operation (describe_network_acls) that was denied, or answered in part."""
    return Undecidable(reason("reach_unread", denied=[operation]))


def incomplete_answer(thing: str, missing: Iterable[str]) -> Undecidable:
    """For a resource, by id or label, whose answer lacks these fields (SubnetId)."""
    return Undecidable(reason("reach_incomplete", id=thing, missing=sorted(missing)))


@dataclass(frozen=True)
class NetworkPath:
    """The hops so far and the packets that passed them all.

    `beyond`: the path goes on where netsec can't see, for example through a peering connection.
    """

    hops: tuple[Hop, ...] = ()
    packets: PacketUnion = NO_PACKETS
    leaves_view: bool = False

    @property
    def goes_on(self) -> bool:
        """Whether packets are left that netsec can follow."""
        return bool(self.packets) and not self.leaves_view

    def stopped_at(self, at: str, why: Reason) -> NetworkPath:
        """The path with one more hop, at which all packets were stopped."""
        return NetworkPath((*self.hops, Hop(at, False, why)))

    def passed_through(self, at: str, why: Reason) -> NetworkPath:
        """The path with one more hop, which the packets passed."""
        return replace(self, hops=(*self.hops, Hop(at, True, why)))

    def limited_to(self, flows: PacketUnion) -> NetworkPath:
        """The same hops with these packets."""
        return replace(self, packets=flows)


def best_path(found: list[NetworkPath]) -> NetworkPath | None:
    """Of several paths for parts of the same packets, the best one, with the packets of all that are as good.

    Best are those that arrive, then those that leave netsec's view, then all; of these, the one with the most hops.
    None for no paths.
    """
    arriving = [trail for trail in found if trail.goes_on]
    candidates = arriving or [trail for trail in found if trail.packets] or found
    longest = max(candidates, key=lambda trail: len(trail.hops), default=None)
    flows = NO_PACKETS
    for trail in candidates:
        flows |= trail.packets
    return longest.limited_to(flows) if longest else None
