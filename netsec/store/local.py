"""The state of one stack in a local JSON file, with a backup and a lock beside it. Implements `Keeper`."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from netsec.errors import Locked, StateUnusable
from netsec.model import Reason, reason
from netsec.store.files import make_directory, read_text, replace_text, sweep, tighten
from netsec.store.ledger import Check
from netsec.store.lock import Held, holder, is_held, locked
from netsec.store.rescue import clear_rescues, rescue
from netsec.store.state import State, dump, new_lineage, parse_own


@dataclass(frozen=True)
class LocalStore:
    """`{directory}/{project}-{environment}.json`, its backup and its lock.

    `sandbox`: only a state of the sandbox is accepted. `tightened`: warnings about modes that were set to 0600 or 0700.
    """

    directory: Path
    project: str
    environment: str
    sandbox: bool = False
    tightened: list[Reason] = field(default_factory=list, compare=False, repr=False)

    @property
    def path(self) -> Path:
        """The state file; StateUnusable where the names would lead out of the directory."""
        path = self.directory / f"{self.project}-{self.environment}.json"
        if path.parent.resolve() != self.directory.resolve() or "/" in self.project + self.environment:
            raise StateUnusable(reason("state_unsafe_file", path=str(path), problem="outside the state directory"))
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
    def place(self) -> str:
        """The path, for messages."""
        return str(self.path)

    def remarks(self) -> tuple[Reason, ...]:
        """Which files and directories other users could access until now."""
        return tuple(self.tightened)

    def load(self) -> State | None:
        """The recorded state, None when there is none; StateUnusable when it is another stack's or can't be read."""
        text = read_text(self.path)
        if text is None:
            return None
        return parse_own(text, self.place, self.project, self.environment, self.sandbox)

    def fresh(self) -> State:
        """An empty state, with a new lineage."""
        return State(project=self.project, environment=self.environment, lineage=new_lineage(self.sandbox))

    def save(self, state: State) -> State:
        """Write the state with the next serial, and return it with that."""
        return self.write(replace(state, serial=state.serial + 1))

    def write(self, state: State) -> State:
        """Write the state as it is, and keep the former one as a backup.

        StateUnusable where that fails; the state is then in a rescue copy, which the error names.
        """
        text = dump(state)
        try:
            self._make_directory()
            former = read_text(self.path, errors="surrogateescape")
            if former is not None:
                replace_text(self.backup_path, former)
            replace_text(self.path, text)
        except (OSError, StateUnusable) as error:
            detail = getattr(error, "strerror", "") or str(error)
            why = reason("state_unwritable", path=str(self.path), detail=detail, rescue=rescue(state))
            raise StateUnusable(why) from error
        clear_rescues(state)
        return state

    @property
    def lock_stays(self) -> bool:
        """No: the kernel releases it when its holder ends."""
        return False

    def unlock(self) -> None:
        """Nothing to do: a lock never outlives its holder."""

    def back_up(self) -> None:
        """Nothing to do: every write keeps a backup."""

    def set_aside(self) -> str:
        """Rename the state file, and return its new path."""
        aside = self.path.with_name(f"{self.path.name}.{secrets.token_hex(6)}")
        try:
            os.rename(self.path, aside)
        except OSError as error:
            raise StateUnusable(reason("state_unreadable", path=self.place, detail=error.strerror or "")) from error
        return str(aside)

    @contextmanager
    def locked(self, command: str, now: float) -> Iterator[Check]:
        """Hold the lock, and give a function that raises Locked once it is lost, or another run has written."""
        self._make_directory()
        with locked(self.lock_path, command, now) as held:
            for path in (self.path, self.backup_path):
                sweep(path)
                self.tightened.extend(tighten(path))
            yield partial(self._check, held)

    def _make_directory(self) -> None:
        """The sandbox's may be any directory that the person chose, so its mode is left alone."""
        self.tightened.extend(make_directory(self.directory, tighten=not self.sandbox))

    def _check(self, held: Held, saved: State) -> None:
        held.check()
        stored = self.load() or replace(saved, serial=0)
        if (stored.serial, stored.lineage) != (saved.serial, saved.lineage):
            raise Locked(reason("state_overtaken", path=str(self.path), found=stored.serial, saved=saved.serial))

    def lock_holder(self) -> dict[str, str] | None:
        """What the lock says of its holder, None when nobody holds it."""
        return holder(self.lock_path) if is_held(self.lock_path) else None
