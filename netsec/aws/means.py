"""Everything a run is given: AWS, the record, time, who listens, when to give up, and when to stop."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any, Protocol

from netsec.aws.clock import Clock
from netsec.model import Event, Query
from netsec.model.journal import Journal


class Requester(Protocol):
    """AWS, as far as a run needs it."""

    def read(self, query: Query) -> list[dict[str, Any]]: ...
    def write(self, op: str, params: Mapping[str, Any]) -> dict[str, Any]: ...


@dataclass
class Stop:
    """Set by a signal handler: the exit code that the run shall end with, 0 while it shall go on."""

    code: int = 0


@dataclass(frozen=True, kw_only=True)
class Means:
    """Everything a run is given: AWS, the record, time, who listens, when to give up, and when to stop.

    `made` are ids of what was made so shortly before that it may not be visible everywhere yet.
    """

    aws: Requester
    journal: Journal
    clock: Clock
    listen: Callable[[Event], None] = lambda event: None
    tick: Callable[[], None] = lambda: None
    deadline: float = float("inf")
    made: frozenset[str] = frozenset()
    stop: Stop = field(default_factory=Stop)
    pool: Executor | None = None
    jitter: Callable[[], float] = random.random
