"""The state of one stack in a local JSON file, with a backup and a lock beside it. Implements `StateBackend`."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from netsec.errors import Locked, StateUnusable
from netsec.messages import message
from netsec.model import Reason, reason
from netsec.store.lock import HeldLock, hold_lock, is_held, read_lock_info
from netsec.store.rescue_copies import remove_rescue_copies, write_rescue_copy
from netsec.store.secure_files import (
    ensure_directory,
    read_text,
    remove_temporary_files,
    restrict_mode,
    write_atomically,
)
from netsec.store.state import State, dump_state, new_lineage, parse_state_of
from netsec.store.state_journal import LockCheck


@dataclass(frozen=True)
class LocalBackend:
    """`{directory}/{project}-{environment}.json`, its backup and its lock.

    `sandbox`: only a state of the sandbox is accepted. `restricted`: warnings about modes that were set to 0600 or
    0700.
    """

    directory: Path
    project: str
    environment: str
    sandbox: bool = False
    restricted: list[Reason] = field(default_factory=list, compare=False, repr=False)

    @property
    def path(self) -> Path:
        """The state file; StateUnusable where the names would lead out of the directory."""
        path = self.directory / f"{self.project}-{self.environment}.json"
        if path.parent.resolve() != self.directory.resolve() or "/" in self.project + self.environment:
            raise StateUnusable(
                reason("state_unsafe_file", path=str(path), problem=message("problem.outside_state_directory"))
            )
        return path

    @property
    def backup_path(self) -> Path:
        """The state before the latest write."""
        return self.path.with_suffix(".json.backup")

    @property
    def lock_path(self) -> Path:
        """The lock file, which is never removed."""
        return self.path.with_suffix(".lock")

    @property
    def location(self) -> str:
        """The path, for messages."""
        return str(self.path)

    def warnings(self) -> tuple[Reason, ...]:
        """Which files and directories other users could access until now."""
        return tuple(self.restricted)

    def load(self) -> State | None:
        """The recorded state, None when there is none; StateUnusable when it is another stack's or can't be read."""
        text = read_text(self.path)
        if text is None:
            return None
        return parse_state_of(text, self.location, self.project, self.environment, self.sandbox)

    def new_state(self) -> State:
        """An empty state, with a new lineage."""
        return State(project=self.project, environment=self.environment, lineage=new_lineage(self.sandbox))

    def save(self, state: State) -> State:
        """Write the state with the next serial, and return it with that."""
        return self.write(replace(state, serial=state.serial + 1))

    def write(self, state: State) -> State:
        """Write the state as it is, and keep the former one as a backup.

        StateUnusable where that fails; the state is then in a rescue copy, which the error names.
        """
        text = dump_state(state)
        try:
            self._make_directory()
            former = read_text(self.path, errors="surrogateescape")
            if former is not None:
                write_atomically(self.backup_path, former)
            write_atomically(self.path, text)
        except (OSError, StateUnusable) as error:
            detail = getattr(error, "strerror", "") or str(error)
            why = reason("state_unwritable", path=str(self.path), detail=detail, rescue=write_rescue_copy(state))
            raise StateUnusable(why) from error
        remove_rescue_copies(state)
        return state

    @property
    def lock_outlives_holder(self) -> bool:
        """No: the kernel releases it when its holder ends."""
        return False

    def force_unlock(self) -> None:
        """Nothing to do: a lock never outlives its holder."""

    def back_up(self) -> None:
        """Nothing to do: every write keeps a backup."""

    def move_aside(self) -> str:
        """Rename the state file, and return its new path."""
        aside = self.path.with_name(f"{self.path.name}.{secrets.token_hex(6)}")
        try:
            os.rename(self.path, aside)
        except OSError as error:
            raise StateUnusable(reason("state_unreadable", path=self.location, detail=error.strerror or "")) from error
        return str(aside)

    @contextmanager
    def locked(self, command: str, now: float) -> Iterator[LockCheck]:
        """Hold the lock, and give a function that raises Locked once it is lost, or another run has written."""
        self._make_directory()
        with hold_lock(self.lock_path, command, now) as held:
            for path in (self.path, self.backup_path):
                remove_temporary_files(path)
                self.restricted.extend(restrict_mode(path))
            yield partial(self._check, held)

    def _make_directory(self) -> None:
        """The sandbox's may be any directory that the person chose, so its mode is left alone."""
        self.restricted.extend(ensure_directory(self.directory, restrict_existing=not self.sandbox))

    def _check(self, held: HeldLock, saved: State) -> None:
        held.check()
        stored = self.load() or replace(saved, serial=0)
        if (stored.serial, stored.lineage) != (saved.serial, saved.lineage):
            raise Locked(reason("state_overtaken", path=str(self.path), found=stored.serial, saved=saved.serial))

    def lock_holder(self) -> dict[str, str] | None:
        """What the lock says of its holder, None when nobody holds it."""
        return read_lock_info(self.lock_path) if is_held(self.lock_path) else None
