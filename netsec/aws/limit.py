"""How long a command may take: reading and changing together, without the time that a person takes to answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import isfinite

from netsec.aws.clock import Clock, SystemClock
from netsec.errors import Unfinished
from netsec.model import reason


@dataclass
class Limit:
    """`seconds` from when it was made; `moment` is when it ends, on the monotonic clock.

    `acting`: something may have been changed already, which the error then says. `stopped`: whether somebody asked to
    stop, so that nothing is waited for any more.
    """

    seconds: float = float("inf")
    clock: Clock = field(default_factory=SystemClock)
    acting: bool = False
    stopped: Callable[[], bool] = lambda: False
    moment: float = field(init=False)

    def __post_init__(self) -> None:
        self.moment = self.clock.monotonic() + self.seconds

    @property
    def passed(self) -> bool:
        """Whether there is no time left, or somebody asked to stop."""
        return self.stopped() or self.clock.monotonic() >= self.moment

    def leave_out(self, seconds: float) -> None:
        """Move the end by the seconds that a person took to answer."""
        self.moment += seconds

    def error(self, operation: str) -> Unfinished:
        """The error of a read of this operation that had no answer in time."""
        code = "look_timed_out_midway" if self.acting else "look_timed_out"
        seconds = round(self.seconds) if isfinite(self.seconds) else 0
        return Unfinished(reason(code, operation=operation, seconds=seconds))
