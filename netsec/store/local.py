"""The state of one stack in a JSON file: load it, trust it only if it is ours, save it so that nothing is ever lost."""

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
    """`{directory}/{project}-{environment}.json`, its backup and its lock; the two names are checked ones."""

    directory: Path
    project: str
    environment: str
    sandbox: bool = False
    tightened: list[Reason] = field(default_factory=list, compare=False, repr=False)

    @property
    def path(self) -> Path:
        path = self.directory / f"{self.project}-{self.environment}.json"
        if path.parent.resolve() != self.directory.resolve() or "/" in self.project + self.environment:
            raise StateUnusable(reason("state_unsafe_file", path=str(path), problem="outside the state directory"))
        return path

    @property
    def backup_path(self) -> Path:
        return self.path.with_suffix(".json.backup")

    @property
    def lock_path(self) -> Path:
        return self.path.with_suffix(".lock")

    @property
    def place(self) -> str:
        """Where it is, for people."""
        return str(self.path)

    def remarks(self) -> tuple[Reason, ...]:
        """What whoever is about to write should know of the place: what was open to others until now."""
        return tuple(self.tightened)

    def load(self) -> State | None:
        """The recorded state, None when there is none; StateUnusable when it is not this stack's or can't be read."""
        text = read_text(self.path)
        if text is None:
            return None
        return parse_own(text, self.place, self.project, self.environment, self.sandbox)

    def fresh(self) -> State:
        """A state that knows nothing yet."""
        return State(project=self.project, environment=self.environment, lineage=new_lineage(self.sandbox))

    def save(self, state: State) -> State:
        """Write the state with the next serial."""
        return self.write(replace(state, serial=state.serial + 1))

    def write(self, state: State) -> State:
        """Write the state as it is, the former one kept as backup; what can't be saved is rescued."""
        text = dump(state)
        try:
            self._make_directory()
            former = read_text(self.path, errors="surrogateescape")
            if former is not None:
                replace_text(self.backup_path, former)
            replace_text(self.path, text)
        except (OSError, StateUnusable) as error:
            detail = getattr(error, "strerror", "") or str(error)
            told = reason("state_unwritable", path=str(self.path), detail=detail, rescue=rescue(state))
            raise StateUnusable(told) from error
        clear_rescues(state)
        return state

    @property
    def lock_stays(self) -> bool:
        """The kernel drops it with its holder."""
        return False

    def unlock(self) -> None:
        """There is never anything to take away."""

    def back_up(self) -> None:
        """Every write does."""

    def set_aside(self) -> str:
        """Give what is there another name, and say which."""
        aside = self.path.with_name(f"{self.path.name}.{secrets.token_hex(6)}")
        try:
            os.rename(self.path, aside)
        except OSError as error:
            raise StateUnusable(reason("state_unreadable", path=self.place, detail=error.strerror or "")) from error
        return str(aside)

    @contextmanager
    def locked(self, command: str, now: float) -> Iterator[Check]:
        """Be the only writer of this stack; what is handed out says so anew, or raises Locked."""
        self._make_directory()
        with locked(self.lock_path, command, now) as held:
            for path in (self.path, self.backup_path):
                sweep(path)
                self.tightened.extend(tighten(path))
            yield partial(self._check, held)

    def _make_directory(self) -> None:
        """The sandbox's may be any folder that somebody named: its mode is theirs."""
        self.tightened.extend(make_directory(self.directory, tighten=not self.sandbox))

    def _check(self, held: Held, saved: State) -> None:
        held.check()
        found = self.load() or replace(saved, serial=0)
        if (found.serial, found.lineage) != (saved.serial, saved.lineage):
            raise Locked(reason("state_overtaken", path=str(self.path), found=found.serial, saved=saved.serial))

    def lock_holder(self) -> dict[str, str] | None:
        """Who holds the lock now, None when nobody does."""
        return holder(self.lock_path) if is_held(self.lock_path) else None
