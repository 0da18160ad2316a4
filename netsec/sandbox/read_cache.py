"""A cache of the answers to reads, valid until anything changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MAX_REPLIES = 512
Reply = tuple[int, Any, Any]


@dataclass
class ReadCache:
    """The answers of one process. Off, as in tests that reach past the actions into moto, it keeps none."""

    on: bool = False
    replies: dict[tuple[object, ...], Reply] = field(default_factory=dict)

    def find(self, key: tuple[object, ...]) -> Reply | None:
        """The answer, with headers of its own: whoever sends it adds to them."""
        reply = self.replies.get(key)
        return (reply[0], dict(reply[1]), reply[2]) if reply else None

    def keep(self, key: tuple[object, ...], reply: Reply) -> None:
        """Remember a reply that succeeded; all are dropped when there are too many."""
        if self.on and reply[0] == 200:
            if len(self.replies) >= MAX_REPLIES:
                self.replies.clear()
            self.replies[key] = (reply[0], dict(reply[1]), reply[2])

    def forget(self) -> None:
        """Something may have changed."""
        self.replies.clear()


def timed_states(backend: Any) -> tuple[object, ...]:
    """What time alone changes in a region, after it was settled."""
    gateways = ((nat.id, nat.state) for nat in backend.nat_gateways.values())
    return (*gateways, *((each.id, each.state) for each in backend.vpc_end_points.values()))
