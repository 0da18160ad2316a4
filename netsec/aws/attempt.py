"""One step under way: what it has tried so far, and its parameters once they are known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from netsec.model import Call, Change, Step, Wait

LONGEST_PAUSE = 30.0


@dataclass
class Job:
    """A step under way; one lives from the moment its step is ready until it is done or failed.

    `looking`: a create's outcome is being looked up; `duplicate`: because AWS says it is there already.
    `made` are the ids in its parameters that this run made (or one just before it), `standing` those that the plan
    knows to stand. `unsettled`: nobody knows whether the call was carried out; `resent`: it was sent again for that.
    `listed`: a poll has shown it;
    `missed`: polls in a row that did not.
    """

    change: Change
    index: int
    began: float
    tries: int = 0
    sent: float = 0.0
    params: dict[str, Any] = field(default_factory=dict)
    made: frozenset[str] = frozenset()
    standing: frozenset[str] = frozenset()
    looking: bool = False
    duplicate: bool = False
    unsettled: bool = False
    resent: bool = False
    listed: bool = False
    missed: int = 0
    seen_state: str = ""

    @property
    def step(self) -> Step:
        return self.change.steps[self.index]

    @property
    def call(self) -> Call:
        assert isinstance(self.step, Call)  # nosec B101 # tells mypy which step this is
        return self.step

    @property
    def wait(self) -> Wait:
        assert isinstance(self.step, Wait)  # nosec B101 # tells mypy which step this is
        return self.step

    @property
    def follows(self) -> bool:
        """Whether something was taken away before it in this run, which may still hold what it is about."""
        return bool(self.change.needs) or self.index > 0

    @property
    def is_last(self) -> bool:
        return self.index == len(self.change.steps) - 1

    def pause(self, jitter: float) -> float:
        """Seconds until the next try: doubling, jittered, 30 at most."""
        return float(min(LONGEST_PAUSE, 0.5 * 2.0 ** min(self.tries, 10)) * (0.5 + jitter / 2))
