"""The write-ahead record of a run, as the executor uses it: intents before creates, events after every step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from netsec.model.plan import Event, Intent, Slot


class PendingCreate(NamedTuple):
    """A create call that is about to be sent."""

    slot: Slot
    op: str
    params: Mapping[str, Any]


class Journal(Protocol):
    """The record of a run; `begin` and `record` return once everything is durably saved."""

    def begin(self, announced: Sequence[PendingCreate]) -> Sequence[Intent]:
        """Save an intent for each create, all at once; an open intent for an identical call is used again."""

    def record(self, events: Sequence[Event]) -> None:
        """Save what the events report, all at once."""

    def check(self) -> None:
        """Locked if this run does not hold the stack's lock any more; called after the process was suspended."""
