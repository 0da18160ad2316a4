"""The waits of one run, polled together: equal queries are one describe, sent every POLL_SECONDS."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from typing import Any

from netsec.aws.task import Task
from netsec.model import Query

POLL_SECONDS = 3.0
Read = Callable[[Query], list[dict[str, Any]]]


class Poller:
    """Tasks whose step is a Wait, and the polls that are in flight for them.

    Polls filter by query, never by a list of ids: where EC2 does not know one of the ids, it refuses the whole list
    (EC2 API reference, "Error codes": NatGatewayNotFound, InvalidVpcEndpointId.NotFound).
    """

    def __init__(self, read: Read, pool: Executor, now: Callable[[], float]) -> None:
        self._read, self._pool, self._now = read, pool, now
        self.waiting: list[Task] = []
        self.in_flight: dict[Future[Any], Query] = {}
        self._next_poll = 0.0

    @property
    def is_idle(self) -> bool:
        """Whether nothing is waited for and no poll is in flight."""
        return not (self.waiting or self.in_flight)

    @property
    def next_poll(self) -> float | None:
        """When the next polls are due, on the monotonic clock; None while some are in flight or nothing waits."""
        return self._next_poll if self.waiting and not self.in_flight else None

    def add(self, job: Task) -> None:
        """Wait for this one too: the next polls are due at once."""
        self.waiting.append(job)
        self._next_poll = self._now()

    def remove(self, job: Task) -> None:
        """Its wait is over; nothing happens where it was not waited for."""
        if job in self.waiting:
            self.waiting.remove(job)

    def clear(self) -> list[Task]:
        """Drop every wait, and the polls in flight: nobody needs their answers. Returns what was waited for."""
        dropped, self.waiting, self.in_flight = self.waiting, [], {}
        return dropped

    def send_due(self) -> None:
        """One describe for each distinct query, once they are due and the former ones have been answered."""
        if self.next_poll is None or self._now() < self.next_poll:
            return
        for query in dict.fromkeys(job.wait.query for job in self.waiting):
            self.in_flight[self._pool.submit(self._read, query)] = query
        self._next_poll = self._now() + POLL_SECONDS

    def answered(self) -> Sequence[tuple[Query, Future[Any]]]:
        """Take the polls that are done out of those in flight."""
        done = [future for future in self.in_flight if future.done()]
        return [(self.in_flight.pop(future), future) for future in done]

    def waiting_on(self, query: Query) -> Sequence[Task]:
        """The tasks that this query is polled for."""
        return [job for job in self.waiting if job.wait.query == query]
