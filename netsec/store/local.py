"""The state of one stack in a JSON file: load it, trust it only if it is ours, save it so that nothing is ever lost."""

from __future__ import annotations

import contextlib
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from netsec.errors import Locked, StateUnusable
from netsec.model import reason
from netsec.store.files import make_directory, read_text, replace_text, sweep, write_new
from netsec.store.ledger import Check
from netsec.store.lock import Held, holder, is_held, locked
from netsec.store.state import State, dump, new_lineage, parse


@dataclass(frozen=True)
class LocalStore:
    """`{directory}/{project}-{environment}.json`, its backup and its lock; the two names are checked ones."""

    directory: Path
    project: str
    environment: str
    sandbox: bool = False

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

    def load(self) -> State | None:
        """The recorded state, None when there is none; StateUnusable when it is not this stack's or can't be read."""
        text = read_text(self.path)
        if text is None:
            return None
        state = parse(text, str(self.path))
        if (state.project, state.environment) != (self.project, self.environment):
            found, wanted = f"{state.project}/{state.environment}", f"{self.project}/{self.environment}"
            raise StateUnusable(reason("state_project", path=str(self.path), found=found, wanted=wanted))
        if state.lineage.startswith("sandbox-") != self.sandbox:
            code = "state_not_sandbox" if self.sandbox else "state_of_sandbox"
            raise StateUnusable(reason(code, path=str(self.path)))
        return state

    def fresh(self) -> State:
        """A state that knows nothing yet."""
        return State(project=self.project, environment=self.environment, lineage=new_lineage(self.sandbox))

    def save(self, state: State) -> State:
        """Write the state with the next serial, the former one kept as backup; what can't be saved is rescued."""
        state = replace(state, serial=state.serial + 1)
        text = dump(state)
        try:
            make_directory(self.directory)
            former = read_text(self.path, errors="surrogateescape")
            if former is not None:
                replace_text(self.backup_path, former)
            replace_text(self.path, text)
        except (OSError, StateUnusable) as error:
            detail = getattr(error, "strerror", "") or str(error)
            told = reason("state_unwritable", path=str(self.path), detail=detail, rescue=_rescue(text))
            raise StateUnusable(told) from error
        return state

    @contextmanager
    def locked(self, command: str, now: float) -> Iterator[Check]:
        """Be the only writer of this stack; what is handed out says so anew, or raises Locked."""
        with locked(self.lock_path, command, now) as held:
            for path in (self.path, self.backup_path):
                sweep(path)
            yield partial(self._check, held)

    def _check(self, held: Held, saved: State) -> None:
        held.check()
        found = self.load() or replace(saved, serial=0)
        if (found.serial, found.lineage) != (saved.serial, saved.lineage):
            raise Locked(reason("state_overtaken", path=str(self.path), found=found.serial, saved=saved.serial))

    def lock_holder(self) -> dict[str, str] | None:
        """Who holds the lock now, None when nobody does."""
        return holder(self.lock_path) if is_held(self.lock_path) else None


def _rescue(text: str) -> str:
    """Where a copy of the state was put that could not be saved in its place; on stderr when nowhere."""
    with contextlib.suppress(OSError):
        path = Path(tempfile.gettempdir()) / f"netsec-state-{secrets.token_hex(6)}.json"
        write_new(path, text)
        return str(path)
    with contextlib.suppress(OSError):
        sys.stderr.write(text)
        sys.stderr.flush()
    return ""
