"""The directory a daemon lives in: its files, who may open them, and the lock that says it is alive."""

from __future__ import annotations

import fcntl
import json
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class SandboxError(RuntimeError):
    """The sandbox can't start, stop or answer; the message says why and where its log is."""


class Place:
    """Paths and locks of one daemon. The locks are files that are never removed: who holds `live` is the daemon."""

    def __init__(self, directory: Path) -> None:
        self.directory = Path(directory).absolute()
        self.card = self.directory / "daemon.json"
        self.world = self.directory / "world.pickle"
        self.log = self.directory / "log"
        self.live, self.start = self.directory / "live.lock", self.directory / "start.lock"

    def prepare(self) -> None:
        """Make the directory, for its owner alone: what lies in it is executed when it is loaded."""
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = self.directory.stat()
        if status.st_uid != os.geteuid():
            raise SandboxError(f"{self.directory} belongs to somebody else")
        if stat.S_IMODE(status.st_mode) & 0o077:
            self.directory.chmod(0o700)

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Who starts or stops a daemon here does so alone."""
        with _opened(self.start) as descriptor:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield

    def occupied(self) -> bool:
        """Whether a daemon lives here. Process ids are no proof: they are used again."""
        try:
            with _opened(self.live) as descriptor:
                return not _locked(descriptor, fcntl.LOCK_SH)
        except FileNotFoundError:
            return False

    def occupy(self, patience: float) -> int:
        """Take the live lock for the rest of this process; its descriptor."""
        descriptor, deadline = _open(self.live), time.monotonic() + patience
        while not _locked(descriptor, fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                raise SandboxError(f"another sandbox holds {self.live}")
            time.sleep(0.02)
        return descriptor

    def await_vacancy(self, patience: float) -> bool:
        """Wait until no daemon lives here; whether that came true."""
        deadline = time.monotonic() + patience
        while self.occupied():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True

    def read_card(self) -> dict[str, Any]:
        """What the last daemon wrote about itself; nothing if that can't be read."""
        try:
            found = json.loads(self.card.read_text())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def write_card(self, card: dict[str, Any]) -> None:
        temporary = self.card.with_suffix(".new")
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(card, file)
        temporary.replace(self.card)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = _open(path)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _locked(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
