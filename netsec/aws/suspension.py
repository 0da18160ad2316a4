"""Noticing that the process was stopped, or the computer asleep: another run may have taken over meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from netsec.aws.clock import Clock


class SuspensionDetector:
    """Compares two clocks that go on during a suspension with how long a turn of the run should have taken.

    A computer that was asleep shows in boot time and wall time; a virtual machine that was paused in wall time alone.
    `tolerance`: seconds by which a turn may take longer. `on_suspended` is called after a suspension, and may raise.
    """

    def __init__(self, clock: Clock, tolerance: float, on_suspended: Callable[[], None]) -> None:
        self._clock, self._tolerance, self._on_suspended = clock, tolerance, on_suspended
        self._latest = self._read()

    def check(self, slept: float = 0.0) -> None:
        """To be called once a turn; `slept` is how many seconds the run meant to wait since the last call."""
        boottime, wall_time = self._latest
        self._latest = self._read()
        passed = max(self._latest[0] - boottime, self._latest[1] - wall_time)
        if passed > slept + self._tolerance:
            self._on_suspended()

    def _read(self) -> tuple[float, float]:
        return self._clock.boottime(), self._clock.now()
