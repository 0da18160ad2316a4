"""Time as the executor knows it: what o'clock it is, and waiting for calls or for a while."""

from __future__ import annotations

import time
from collections.abc import Collection
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any, Protocol

# A signal is noticed between two slices of waiting.
SLICE = 0.25


class Clock(Protocol):
    """Handed in wherever time matters, so that tests can turn the hands."""

    def now(self) -> float:
        """Seconds since the epoch."""

    def wait(self, futures: Collection[Future[Any]], seconds: float) -> None:
        """Return when one of these is done, or after this many seconds, or earlier."""


class SystemClock:
    """The clock on the wall."""

    def now(self) -> float:
        return time.time()

    def wait(self, futures: Collection[Future[Any]], seconds: float) -> None:
        pause = max(0.0, min(seconds, SLICE))
        if futures:
            wait(futures, timeout=pause, return_when=FIRST_COMPLETED)
        else:
            time.sleep(pause)
