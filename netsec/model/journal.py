"""What the executor needs of whoever keeps the record: intents before creates, events after every step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from netsec.model.plan import Event, Intent, Slot


class Announcement(NamedTuple):
    """A create that is about to be sent."""

    slot: Slot
    op: str
    params: Mapping[str, Any]


class Journal(Protocol):
    """The record of a run; the first two return once everything is safe on disk."""

    def begin(self, announced: Sequence[Announcement]) -> Sequence[Intent]:
        """Write an intent for each create, in one save; an open intent for the very same call is taken up again."""

    def record(self, events: Sequence[Event]) -> None:
        """Write down what was learned, in one save."""

    def check(self) -> None:
        """Raise Locked unless this run is still the one that may write: asked after an absence."""
