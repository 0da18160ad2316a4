"""Everything that a run of the executor is given from outside."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any, Protocol

from netsec.aws.clock import Clock
from netsec.model import Event, Query
from netsec.model.journal import Journal


class AwsApi(Protocol):
    """AWS, as far as a run needs it; both raise what boto3 raises."""

    def read(self, query: Query) -> list[dict[str, Any]]:
        """Every item of the answer."""

    def write(self, op: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """Send one EC2 call once, and return the answer."""


@dataclass
class StopRequest:
    """A request to stop, set by a signal handler: `code` is the exit code to end with, 0 while the run is to go on."""

    exit_code: int = 0


@dataclass(frozen=True, kw_only=True)
class RunContext:
    """AWS, the journal, the clock, who is told, when to end.

    `listen` is called with each event once it is recorded, `tick` once a turn of the loop. `deadline` is a reading of
    the monotonic clock. `made`: ids of resources created so shortly before that they may not be visible everywhere yet.
    `not_found_codes`: what AWS says of resources of the kinds that do not exist, beside `codes.NOT_FOUND`.
    `pool`: the threads to use, new ones by default. `jitter` returns a number from 0 to 1.
    """

    aws: AwsApi
    journal: Journal
    clock: Clock
    on_event: Callable[[Event], None] = lambda event: None
    on_tick: Callable[[], None] = lambda: None
    deadline: float = float("inf")
    new_ids: frozenset[str] = frozenset()
    not_found_codes: frozenset[str] = frozenset()
    stop: StopRequest = field(default_factory=StopRequest)
    pool: Executor | None = None
    jitter: Callable[[], float] = random.random
