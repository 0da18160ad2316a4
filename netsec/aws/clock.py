"""The clocks of a run: wall time for what is shown or recorded, monotonic time for waiting, and waiting itself."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any, Protocol

# Seconds of one slice of waiting: signals are noticed between two slices.
SLICE_SECONDS = 0.25
# The clock that goes on counting while the computer is suspended: clock_gettime(2) on Linux, clock_gettime(3) on macOS.
SUSPEND_AWARE_CLOCK = "CLOCK_MONOTONIC" if sys.platform == "darwin" else "CLOCK_BOOTTIME"


class Clock(Protocol):
    """Handed in wherever time matters, so that tests can set it; all readings are in seconds."""

    def now(self) -> float:
        """Wall time, since the epoch: for what is shown, tagged, or compared across runs. It may jump."""

    def monotonic(self) -> float:
        """For waits, pauses, polls, timeouts and deadlines: never jumps, and stops while the computer is suspended."""

    def boottime(self) -> float:
        """Never jumps either, but counts while the computer is suspended: for noticing a suspension, and for ages."""

    def wait(self, futures: Collection[Future[Any]], seconds: float) -> None:
        """Return when one of these is done, after this many seconds, or earlier: callers check and wait again."""


class SystemClock:
    """The computer's own clocks. Python's time.monotonic() stops during a suspension on Linux and macOS alike."""

    def now(self) -> float:
        """Wall time in seconds since the epoch."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds that stop while the computer is suspended."""
        return time.monotonic()

    def boottime(self) -> float:
        """Seconds that go on while the computer is suspended; the monotonic clock where the system has none such."""
        identifier = getattr(time, SUSPEND_AWARE_CLOCK, None)
        return time.monotonic() if identifier is None else time.clock_gettime(identifier)

    def wait(self, futures: Collection[Future[Any]], seconds: float) -> None:
        """Wait for one of these, at most SLICE_SECONDS."""
        pause = max(0.0, min(seconds, SLICE_SECONDS))
        if futures:
            wait(futures, timeout=pause, return_when=FIRST_COMPLETED)
        else:
            time.sleep(pause)


class AnchoredClock:
    """Wall time that is read once and then advanced by boot time, so that the times one run records never jump."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._start = clock.now() - clock.boottime()

    def now(self) -> float:
        """Seconds since the epoch, whether or not somebody has set the wall clock since."""
        return self._start + self._clock.boottime()


def sleep_until(clock: Clock, moment: float, stopped: Callable[[], bool] = lambda: False) -> None:
    """Wait until the monotonic clock reads `moment`, or until `stopped()`; in slices, so that signals are noticed."""
    while clock.monotonic() < moment and not stopped():
        clock.wait((), moment - clock.monotonic())
