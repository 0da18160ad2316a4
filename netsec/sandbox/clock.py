"""The sandbox's two clocks: the machine's own, and one that a test sets by hand."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import Protocol


class SandboxClock(Protocol):
    """What the strict layer asks about time; seconds since 1970."""

    def now(self) -> float:
        """Seconds since 1970."""


class WallClock:
    """The machine's clock."""

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()


class ManualClock:
    """A clock that stands still until it is told to move; threads may share it."""

    def __init__(self, start: float = 1_800_000_000.0) -> None:
        self._now = start
        self._lock = threading.Lock()

    def now(self) -> float:
        """Seconds since 1970."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move the clock forward by so many seconds."""
        with self._lock:
            self._now += seconds

    def sleep(self, seconds: float) -> None:
        """Sleeping is advancing: code that waits finishes at once, and time has passed."""
        self.advance(seconds)


def naive_utc(seconds: float) -> datetime:
    """The naive UTC datetime moto's serialiser expects."""
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
