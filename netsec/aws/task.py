"""One step in progress: its parameters once they are known, and what has been tried so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from netsec.model import Call, Change, Step, Wait

# Seconds between two tries, before jitter.
MAX_RETRY_PAUSE_SECONDS = 30.0
FIRST_PAUSE = 0.5


@dataclass
class Task:
    """A step in progress, from when it is ready until it is done or failed. Times are on the monotonic clock.

    `began`: when the step became ready. `sent`: when its call was last sent. `tries`: how often it was retried.
    `params`: the call's parameters, Refs filled in. `made`: the ids in them that this run (or the one just before)
    created; `standing`: those that the plan lists.
    `is_reconciling`: a lookup is to find out whether the create was carried out; `duplicate`: because AWS says that the
    resource exists already. `is_outcome_unknown`: nobody knows whether the call was carried out; `resent`: it was
    sent again.
    For a wait: `listed`: a poll has listed the resource; `missing_polls`: polls in a row that have not; `last_state`:
    the state shown last.
    """

    change: Change
    index: int
    started_at: float
    tries: int = 0
    sent_at: float = 0.0
    params: dict[str, Any] = field(default_factory=dict)
    own_new_ids: frozenset[str] = frozenset()
    known_ids: frozenset[str] = frozenset()
    is_reconciling: bool = False
    is_duplicate: bool = False
    is_outcome_unknown: bool = False
    was_resent: bool = False
    was_listed: bool = False
    missing_polls: int = 0
    last_state: str = ""

    @property
    def step(self) -> Step:
        """The Call or Wait in progress."""
        return self.change.steps[self.index]

    @property
    def call(self) -> Call:
        """The step, where it is a Call."""
        assert isinstance(self.step, Call)  # nosec B101 # tells mypy which step this is
        return self.step

    @property
    def wait(self) -> Wait:
        """The step, where it is a Wait."""
        assert isinstance(self.step, Wait)  # nosec B101 # tells mypy which step this is
        return self.step

    @property
    def is_create(self) -> bool:
        """Whether the step is a call that needs an intent on disk before it is sent."""
        return isinstance(self.step, Call) and self.step.recover is not None

    @property
    def follows_a_removal(self) -> bool:
        """Whether another step of this run came before it, which may have removed what still holds this resource."""
        return bool(self.change.needs) or self.index > 0

    @property
    def is_last(self) -> bool:
        """Whether it is the last step of its change."""
        return self.index == len(self.change.steps) - 1

    def retry_pause(self, jitter: float) -> float:
        """Seconds until the next try: doubled each time, 30 at most, then halved at most by `jitter` (0 to 1)."""
        return float(min(MAX_RETRY_PAUSE_SECONDS, FIRST_PAUSE * 2.0 ** min(self.tries, 10)) * (0.5 + jitter / 2))
