"""The interface of a state backend: a file beside netsec.toml, or an object in a bucket."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from netsec.model import Reason
from netsec.store.state import State
from netsec.store.state_journal import LockCheck


class StateBackend(Protocol):
    """Where one stack's state is kept. A state that can't be read, trusted or written is a NetsecError, never None."""

    @property
    def location(self) -> str:
        """Its path or URL, for messages."""

    def warnings(self) -> tuple[Reason, ...]:
        """Warnings about the place, for a run that is about to write."""

    def load(self) -> State | None:
        """The recorded state, None when there is none."""

    def new_state(self) -> State:
        """An empty state, with a new lineage."""

    def save(self, state: State) -> State:
        """Write the state with the next serial, and return it with that."""

    def write(self, state: State) -> State:
        """Write the state as it is, and return it."""

    @property
    def lock_outlives_holder(self) -> bool:
        """Whether the lock is still there after its holder was killed."""

    def force_unlock(self) -> None:
        """Remove the lock of a run that was killed."""

    def back_up(self) -> None:
        """Make sure that the state which the next write replaces is kept as a copy."""

    def move_aside(self) -> str:
        """Move the state to another name, and return its path or URL there."""

    def locked(self, command: str, now: float) -> AbstractContextManager[LockCheck]:
        """Hold the lock; Locked, with its holder, when another run does. `now`: wall time, for the lock's information.

        Gives a function that raises Locked once the lock is lost, or another run has written.
        """

    def lock_holder(self) -> dict[str, str] | None:
        """What the lock says of its holder (see `store/lock_info`), None when nobody holds it."""
