"""Where the steps in progress of one run are: due, in flight, pausing before a retry, or waited for by the poller."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from itertools import count
from typing import Any

from netsec.aws.poller import Poller
from netsec.aws.task import Task


class Schedule:
    """Each job is in one place at a time. All times are on the monotonic clock (`now`)."""

    def __init__(self, pool: Executor, poller: Poller, now: Callable[[], float]) -> None:
        self._pool, self._now = pool, now
        self.poller = poller
        self.due: list[Task] = []
        self.in_flight: dict[Future[Any], Task] = {}
        self._retries: list[tuple[float, int, Task]] = []
        self._tickets = count()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in progress any more."""
        return self.poller.is_idle and not (self.due or self.in_flight or self._retries)

    @property
    def futures(self) -> list[Future[Any]]:
        """Everything that an answer is expected for, polls included."""
        return [*self.in_flight, *self.poller.in_flight]

    @property
    def next_times(self) -> list[float]:
        """When something is due by itself: the next retry and the next poll, as far as there are any."""
        retry = [self._retries[0][0]] if self._retries else []
        return retry + ([] if self.poller.next_poll is None else [self.poller.next_poll])

    def submit(self, job: Task, call: Callable[..., Any], *arguments: Any) -> None:
        """Send a call of this job's on another thread."""
        self.in_flight[self._pool.submit(call, *arguments)] = job

    def retry_after(self, job: Task, seconds: float) -> None:
        """Let it be due again after a pause."""
        heapq.heappush(self._retries, (self._now() + seconds, next(self._tickets), job))

    def wake_retries(self) -> None:
        """Retries whose pause is over are due."""
        while self._retries and self._retries[0][0] <= self._now():
            self.due.append(heapq.heappop(self._retries)[2])

    def take_due(self) -> list[Task]:
        """Everything that is due, to be sent now."""
        due, self.due = self.due, []
        return due

    def answered(self) -> Sequence[tuple[Task, Future[Any]]]:
        """Take the calls that are done out of those in flight."""
        done = [future for future in self.in_flight if future.done()]
        return [(self.in_flight.pop(future), future) for future in done]

    def drop(self, calls_too: bool) -> list[Task]:
        """Drop and return all that is not in flight, and lookups that have no answer yet.

        `calls_too`: also calls without an answer; nobody knows whether those were carried out.
        """
        retries, waits, unanswered = (
            [job for _, _, job in self._retries],
            self.poller.clear(),
            self._unanswered(calls_too),
        )
        dropped = [*self.due, *retries, *waits, *unanswered]
        self.due, self._retries = [], []
        return dropped

    def _unanswered(self, calls_too: bool) -> list[Task]:
        futures = [
            future for future, job in self.in_flight.items() if not future.done() and (job.is_reconciling or calls_too)
        ]
        jobs = [self.in_flight.pop(future) for future in futures]
        for job in jobs:
            job.is_outcome_unknown = job.is_outcome_unknown or not job.is_reconciling
        return jobs
