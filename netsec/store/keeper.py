"""What the program needs of whoever keeps a stack's state: a file beside netsec.toml, or an object in a bucket."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from netsec.model import Reason
from netsec.store.ledger import Check
from netsec.store.state import State


class Keeper(Protocol):
    """A place for one stack's state. What can't be read, trusted or written is a NetsecError, never "nothing there"."""

    @property
    def place(self) -> str:
        """Where it is, for people."""

    def remarks(self) -> tuple[Reason, ...]:
        """What whoever is about to write should know of the place."""

    def load(self) -> State | None:
        """The recorded state, None when there is none."""

    def fresh(self) -> State:
        """A state that knows nothing yet."""

    def save(self, state: State) -> State:
        """Write the state with the next serial."""

    def write(self, state: State) -> State:
        """Write the state as it is."""

    @property
    def lock_stays(self) -> bool:
        """Whether the lock stays behind when its holder dies."""

    def unlock(self) -> None:
        """Take away a lock that stayed behind."""

    def back_up(self) -> None:
        """See that what is overwritten next can be had back."""

    def set_aside(self) -> str:
        """Move what is there out of the way, and say where it is now."""

    def locked(self, command: str, now: float) -> AbstractContextManager[Check]:
        """Be the only writer; Locked, naming the holder, when another run is."""

    def lock_holder(self) -> dict[str, str] | None:
        """Who holds the lock now, None when nobody does."""
