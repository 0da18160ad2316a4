"""A network path as far as it was followed: its hops, and the packets that got through them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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

    `doubt`: why nobody can tell whether they arrive, for example because the path goes on through a peering
    connection; None while every hop is known. `depends_on`: the rules that were taken to match without being sure.
    `branches`: the paths by each route, of which this one is the best.
    """

    hops: tuple[Hop, ...] = ()
    packets: PacketUnion = NO_PACKETS
    doubt: Reason | None = None
    depends_on: tuple[str, ...] = ()
    branches: tuple[NetworkPath, ...] = ()

    @property
    def arrives(self) -> bool:
        """Whether packets are left, and it is known that nothing else stands in their way."""
        return bool(self.packets) and self.doubt is None

    def stopped_at(self, at: str, why: Reason) -> NetworkPath:
        """The path with one more hop, at which all packets were stopped."""
        return NetworkPath((*self.hops, Hop(at, False, why)))

    def passed_through(self, at: str, why: Reason) -> NetworkPath:
        """The path with one more hop, which the packets passed."""
        return replace(self, hops=(*self.hops, Hop(at, True, why)))

    def doubted(self, why: Reason) -> NetworkPath:
        """The same path, of which nobody can tell whether its packets arrive; the first doubt stays."""
        return replace(self, doubt=self.doubt or why)

    def leaves_view(self, at: str, target: str) -> NetworkPath:
        """The path with one more hop, beyond which netsec can't see: `target` is the id that the route leads to."""
        return self.passed_through(at, reason("leaves_our_sight", target=target)).doubted(
            reason("reach_leaves_sight", target=target)
        )

    def limited_to(self, flows: PacketUnion) -> NetworkPath:
        """The same hops with these packets."""
        return replace(self, packets=flows)


def attempt(path: NetworkPath, step: Callable[[NetworkPath], NetworkPath]) -> NetworkPath:
    """The path after one more step; in doubt, if the step depends on something that AWS did not answer."""
    try:
        return step(path)
    except Undecidable as undecidable:
        return path.doubted(undecidable.why)


def best_path(paths: list[NetworkPath]) -> NetworkPath | None:
    """Of several paths for parts of the same packets, the best one, with the packets of all that are as good.

    Best are those that arrive, then those in doubt, then all; of these, the one with the most hops. None for no paths.
    """
    arriving = [path for path in paths if path.arrives]
    candidates = arriving or [path for path in paths if path.packets] or paths
    longest = max(candidates, key=lambda path: len(path.hops), default=None)
    packets = NO_PACKETS
    for path in candidates:
        packets |= path.packets
    return replace(longest, packets=packets, branches=tuple(paths)) if longest else None
