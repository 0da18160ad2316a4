"""Time as a run knows it: the wall's for what is shown or recorded, a steady one for waiting, and waiting itself."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any, Protocol

# A signal is noticed between two slices of waiting.
SLICE = 0.25
# What goes on counting while the computer sleeps: time(7) for Linux, clock_gettime(3) for macOS.
THROUGH_SLEEP = "CLOCK_MONOTONIC" if sys.platform == "darwin" else "CLOCK_BOOTTIME"


class Clock(Protocol):
    """Handed in wherever time matters, so that tests can turn the hands; all readings are in seconds."""

    def now(self) -> float:
        """Wall time, since the epoch: for what is shown, tagged, or compared across runs. It may jump."""

    def monotonic(self) -> float:
        """For waits, pauses, polls, patience and deadlines: never jumps, and stands still while the computer sleeps."""

    def boottime(self) -> float:
        """Never jumps either, but counts the time asleep: for noticing an absence, and for how old something is."""

    def wait(self, futures: Collection[Future[Any]], seconds: float) -> None:
        """Return when one of these is done, or after this many seconds, or earlier."""


class SystemClock:
    """The computer's own clocks. Python's time.monotonic() stops in a sleep on Linux and on macOS alike."""

    def now(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()

    def boottime(self) -> float:
        identifier = getattr(time, THROUGH_SLEEP, None)
        return time.monotonic() if identifier is None else time.clock_gettime(identifier)

    def wait(self, futures: Collection[Future[Any]], seconds: float) -> None:
        pause = max(0.0, min(seconds, SLICE))
        if futures:
            wait(futures, timeout=pause, return_when=FIRST_COMPLETED)
        else:
            time.sleep(pause)


class Anchored:
    """Wall time read once and carried on by the boot time: what one run writes down and compares can't jump."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._start = clock.now() - clock.boottime()

    def now(self) -> float:
        """Seconds since the epoch, as the wall clock would tell had nobody set it since."""
        return self._start + self._clock.boottime()


def sleep_until(clock: Clock, moment: float, stopped: Callable[[], bool] = lambda: False) -> None:
    """Wait until this reading of the monotonic clock, in slices short enough for a signal to be noticed."""
    while clock.monotonic() < moment and not stopped():
        clock.wait((), moment - clock.monotonic())
