"""How long a command may take: reading and changing together, without the time that a person takes to answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import isfinite

from netsec.aws.clock import Clock, SystemClock
from netsec.errors import Unfinished
from netsec.model import reason


@dataclass
class Deadline:
    """`seconds` from when it was made; `moment` is when it ends, on the monotonic clock.

    `may_have_written`: something may have been changed already, which the error then says. `stopped`: whether
    somebody asked to stop, so that nothing is waited for any more.
    """

    seconds: float = float("inf")
    clock: Clock = field(default_factory=SystemClock)
    may_have_written: bool = False
    is_cancelled: Callable[[], bool] = lambda: False
    ends_at: float = field(init=False)

    def __post_init__(self) -> None:
        self.ends_at = self.clock.monotonic() + self.seconds

    @property
    def has_passed(self) -> bool:
        """Whether there is no time left, or somebody asked to stop."""
        return self.is_cancelled() or self.clock.monotonic() >= self.ends_at

    def extend(self, seconds: float) -> None:
        """Move the end by the seconds that a person took to answer."""
        self.ends_at += seconds

    def timeout_error(self, operation: str) -> Unfinished:
        """The error of a read of this operation that had no answer in time."""
        code = "look_timed_out_midway" if self.may_have_written else "look_timed_out"
        seconds = round(self.seconds) if isfinite(self.seconds) else 0
        return Unfinished(reason(code, operation=operation, seconds=seconds))
