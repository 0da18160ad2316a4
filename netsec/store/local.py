"""The state of one stack in a JSON file: load it, trust it only if it is ours, save it so that nothing is ever lost."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from netsec.errors import StateUnusable
from netsec.model import reason
from netsec.store.files import make_directory, read_text, replace_text
from netsec.store.lock import holder, is_held, locked
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
            former = read_text(self.path, errors="replace")
            if former is not None:
                replace_text(self.path.with_suffix(".json.backup"), former)
            replace_text(self.path, text)
        except (OSError, StateUnusable) as error:
            detail = getattr(error, "strerror", "") or str(error)
            told = reason("state_unwritable", path=str(self.path), detail=detail, rescue=_rescue(text))
            raise StateUnusable(told) from error
        return state

    @contextmanager
    def locked(self, command: str, now: float) -> Iterator[None]:
        """Be the only writer of this stack."""
        with locked(self.lock_path, command, now):
            yield

    def lock_holder(self) -> dict[str, str] | None:
        """Who holds the lock now, None when nobody does."""
        return holder(self.lock_path) if is_held(self.lock_path) else None


def _rescue(text: str) -> str:
    """Where a copy of the state was put that could not be saved in its place; on stderr when nowhere."""
    with contextlib.suppress(OSError):
        handle, path = tempfile.mkstemp(prefix="netsec-state-", suffix=".json")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        return path
    sys.stderr.write(text)
    return ""
