"""The files of a daemon, who may open them, and the lock that shows that it is running."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from netsec.sandbox import locations, private_files
from netsec.sandbox.private_files import SandboxError, Untrusted

__all__ = ["DaemonFiles", "SandboxError", "Untrusted"]

CARD_LIMIT = 64 * 1024
LOG_LIMIT = 1_000_000


class DaemonFiles:
    """Paths and locks of one daemon. The locks are files that are never removed: who holds `live` is the daemon."""

    def __init__(self, directory: Path) -> None:
        self.directory = Path(directory).absolute()
        self.card = self.directory / "daemon.json"
        self.world = self.directory / "world.pickle"
        self.log = self.directory / "log"
        self.live_lock, self.start_lock = self.directory / "live.lock", self.directory / "start.lock"
        self.profile = self.directory / "aws-config"

    def prepare(self) -> None:
        """Make the directory, and those of netsec's above it, for their owner alone; Untrusted where they are not."""
        locations.prepare_directories(self.directory, os.environ)

    def exists(self) -> bool:
        """Whether the directory is there; Untrusted if it is there and not ours alone."""
        if not os.path.lexists(self.directory):
            return False
        locations.check_directories(self.directory, os.environ)
        return True

    def reclaim(self) -> bool:
        """Make what is ours ours alone again, and take away what no daemon made; whether the directory is there."""
        if self.directory.is_symlink():
            self.directory.unlink()
        if not self.directory.is_dir() or self.directory.stat().st_uid != os.geteuid():
            return self.exists()
        self.directory.chmod(0o700)
        for each in (self.live_lock, self.start_lock, self.log):
            try:
                os.close(private_files.open_file(each, os.O_RDWR | os.O_CREAT))
            except Untrusted:
                remove_path(each)
        return self.exists()

    def clear(self) -> None:
        """Take the world away, and what was written about its daemon; the locks stay."""
        leftovers = self.directory.glob(".*.[0-9a-f]*")
        for each in (self.card, self.profile, self.world, self.world.with_suffix(".old"), *leftovers):
            remove_path(each)

    def open_log(self) -> int:
        """A descriptor that the daemon's output goes to; one that has grown long is begun anew."""
        descriptor = private_files.open_file(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        if os.fstat(descriptor).st_size > LOG_LIMIT:
            os.ftruncate(descriptor, 0)
        return descriptor

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Who starts or stops a daemon here does so alone."""
        with _opened(self.start_lock) as descriptor:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield

    def is_running(self) -> bool:
        """Whether a daemon lives here. Process ids are no proof: they are used again."""
        try:
            with _opened(self.live_lock) as descriptor:
                return not _locked(descriptor, fcntl.LOCK_SH)
        except FileNotFoundError:
            return False

    def take_live_lock(self, patience: float) -> int:
        """Take the live lock for the rest of this process; its descriptor."""
        descriptor, deadline = _open(self.live_lock), time.monotonic() + patience
        while not _locked(descriptor, fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                raise SandboxError(f"another sandbox holds {self.live_lock}")
            time.sleep(0.02)
        return descriptor

    def await_end(self, patience: float) -> bool:
        """Wait until no daemon lives here; whether that came true."""
        deadline = time.monotonic() + patience
        while self.is_running():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True

    def read_card(self) -> dict[str, Any]:
        """What the last daemon wrote about itself; nothing if that can't be read."""
        try:
            card = json.loads(private_files.read_private(self.card, CARD_LIMIT))
        except (OSError, ValueError, Untrusted):
            return {}
        return card if isinstance(card, dict) else {}

    def write_card(self, card: dict[str, Any], profile: str) -> None:
        """Say who the daemon is, and with which keys it is asked; `profile` says the same to AWS's own tools."""
        private_files.replace_private(self.profile, profile.encode())
        private_files.replace_private(self.card, json.dumps(card).encode())

    def remove_card(self) -> None:
        """There is no daemon any more that answers to the card."""
        self.card.unlink(missing_ok=True)
        self.profile.unlink(missing_ok=True)


def remove_path(path: Path) -> None:
    """Take away whatever stands there; a link itself, not what it names."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _open(path: Path) -> int:
    return private_files.open_file(path, os.O_RDWR | os.O_CREAT)


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
