"""Plan → Events: the step graph on a thread pool; one Call or one Wait at a time in each change, as data says.

The loop in `Run.go` is the only place where a run decides anything. Threads carry out single API calls and nothing
else; every answer comes back to this one thread, is recorded, and only then lets other steps start.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from itertools import count
from typing import Any, Protocol

from netsec.aws.attempt import Job, Verdict, fill, found, judge, named
from netsec.aws.clock import Clock
from netsec.aws.failure import Failure, Fault, error_of, failure_of
from netsec.aws.waiting import POLL_SECONDS, Outlook, outlook, too_long
from netsec.errors import NetsecError, Unfinished
from netsec.model import (
    Address,
    Began,
    Call,
    Done,
    Event,
    Failed,
    Plan,
    Query,
    Slot,
    Wait,
    Waiting,
    dig,
    reason,
)
from netsec.model.journal import Announcement, Journal

WORKERS = 8
TOKEN_PLACE = "${token}"


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
    """Everything a run is given: AWS, the record, time, who listens, when to give up, and when to stop."""

    aws: Requester
    journal: Journal
    clock: Clock
    listen: Callable[[Event], None] = lambda event: None
    tick: Callable[[], None] = lambda: None
    deadline: float = float("inf")
    stop: Stop = field(default_factory=Stop)
    pool: Executor | None = None
    jitter: Callable[[], float] = random.random


def execute(plan: Plan, means: Means) -> tuple[Failed, ...]:
    """Carry out a plan; what failed is returned, what it held back was not tried, what succeeded is recorded."""
    with nullcontext(means.pool) if means.pool else ThreadPoolExecutor(WORKERS) as pool:
        return Run(plan, means, pool).go()


class Run:
    """One execution of one plan."""

    def __init__(self, plan: Plan, means: Means, pool: Executor) -> None:
        self.means, self.pool = means, pool
        self.changes = {change.slot: change for change in plan.work}
        self.graph: TopologicalSorter[Slot] = TopologicalSorter(
            {slot: change.needs for slot, change in self.changes.items()}
        )
        self.graph.prepare()
        self.known: dict[Address, dict[str, str]] = {
            change.address: {**change.attributes, "id": change.id}
            for change in plan.changes
            if change.id and change.slot == Slot(change.address)
        }
        self.fresh: set[Address] = set()
        self.due: list[Job] = []
        self.flying: dict[Future[Any], Job] = {}
        self.later: list[tuple[float, int, Job]] = []
        self.waiting: list[Job] = []
        self.polling: dict[Future[Any], Query] = {}
        self.next_poll = 0.0
        self.events: list[Event] = []
        self.failed: list[Failed] = []
        self.tickets = count()

    def go(self) -> tuple[Failed, ...]:
        """Until nothing is left to do: start what is ready, wait for an answer, record it, go on."""
        while True:
            self.start_ready()
            self.take_what_is_due()
            self.give_up_if_late()
            self.send()
            self.poll()
            self.tell()
            if not (self.flying or self.polling or self.later or self.waiting or self.due):
                return tuple(self.failed)
            self.means.clock.wait([*self.flying, *self.polling], self.pause())
            self.means.tick()
            self.collect()
            self.tell()

    @property
    def now(self) -> float:
        return self.means.clock.now()

    # Starting

    def start_ready(self) -> None:
        """Steps whose needs are met; none any more once a stop was asked for."""
        if not self.means.stop.code:
            for slot in self.graph.get_ready():
                self.due.append(Job(self.changes[slot], 0, self.now))

    def take_what_is_due(self) -> None:
        while self.later and self.later[0][0] <= self.now and not self.means.stop.code:
            self.due.append(heapq.heappop(self.later)[2])

    def give_up_if_late(self) -> None:
        """A stop drops what has not been sent; the deadline ends all that is not in the air, and says so."""
        late = self.now >= self.means.deadline
        if not (late or self.means.stop.code):
            return
        dropped = [*self.due, *(job for _, _, job in self.later), *self.waiting]
        self.due, self.later, self.waiting = [], [], []
        for job in dropped if late else ():
            why = too_long(job, self.now) if isinstance(job.step, Wait) else None
            self.fail(job, why or Unfinished(reason("deadline_passed", address=str(job.change.slot))))

    def send(self) -> None:
        """Send every due call; creates only once their intents are on disk, all in one save."""
        due, self.due = self.due, []
        for job in due:
            self.prepare(job)
        creates = [job for job in due if isinstance(job.step, Call) and job.step.recover and not job.intent]
        if creates:
            announced = [Announcement(job.change.slot, job.call.op, job.params) for job in creates]
            for job, intent in zip(creates, self.means.journal.begin(announced), strict=True):
                job.intent = intent
                job.params = fill(job.call.params, self.known, intent.uuid)
        for job in due:
            if isinstance(job.step, Wait):
                self.waiting.append(job)
                self.next_poll = self.now
            elif job.looking and job.call.recover:
                self.flying[self.pool.submit(self.means.aws.read, job.call.recover.query)] = job
            else:
                job.sent = job.sent or self.now
                self.flying[self.pool.submit(self.means.aws.write, job.call.op, job.params)] = job

    def prepare(self, job: Job) -> None:
        if job.tries == 0 and not job.looking:
            self.events.append(Began(job.change, job.index))
        if isinstance(job.step, Call) and not job.params:
            job.params = fill(job.step.params, self.known, TOKEN_PLACE)
            job.uses_fresh = bool(named(job.step.params) & self.fresh)

    # Waiting

    def poll(self) -> None:
        """One describe for each distinct query that anybody waits on."""
        if self.waiting and not self.polling and self.now >= self.next_poll:
            for query in dict.fromkeys(job.wait.query for job in self.waiting):
                self.polling[self.pool.submit(self.means.aws.read, query)] = query
            self.next_poll = self.now + POLL_SECONDS

    def pause(self) -> float:
        """Seconds until something happens by itself."""
        moments = [self.means.deadline]
        moments += [self.later[0][0]] if self.later else []
        moments += [self.next_poll] if self.waiting and not self.polling else []
        return max(0.0, min(moments) - self.now)

    def collect(self) -> None:
        """Take in every answer that has come."""
        for future in [future for future in self.flying if future.done()]:
            job = self.flying.pop(future)
            self.take_answer(job, future)
        for future in [future for future in self.polling if future.done()]:
            self.take_poll(self.polling.pop(future), future)

    def take_poll(self, query: Query, future: Future[Any]) -> None:
        items, failure = self.outcome(future, query.op)
        for job in [job for job in self.waiting if job.wait.query == query]:
            if failure:
                hopeless = failure.fault in (Fault.CREDENTIALS, Fault.PERMISSION)
                error = error_of(failure) if hopeless else too_long(job, self.now)
                self.end_wait(job, Outlook(error=error, state=job.seen_state))
            else:
                self.end_wait(job, outlook(job, items, fill(job.wait.id, self.known, ""), self.now))

    def end_wait(self, job: Job, seen: Outlook) -> None:
        if seen.state != job.seen_state:
            job.seen_state = seen.state
            self.events.append(Waiting(job.change, job.index, seen.state))
        if seen.good or seen.error:
            self.waiting.remove(job)
        if seen.good:
            self.succeed(job, seen.learned)
        elif seen.error:
            self.fail(job, seen.error, again=seen.again)

    # Answers

    def outcome(self, future: Future[Any], operation: str) -> tuple[Any, Failure | None]:
        """The answer or the Failure; anything that is no failure of AWS's is a bug, or the end of the process."""
        error = future.exception()
        if error is None:
            return future.result(), None
        failure = failure_of(error, operation, self.now) if isinstance(error, Exception) else None
        if failure is None:
            raise error
        return None, failure

    def take_answer(self, job: Job, future: Future[Any]) -> None:
        answer, failure = self.outcome(future, job.call.op)
        if job.looking:
            self.take_look(job, answer, failure)
        elif failure is None:
            told = {name: dig(answer, path) or "" for name, path in job.call.out.items()}
            self.succeed(job, {**fill(job.call.teach, self.known, ""), **told})
        else:
            self.take_failure(job, failure)

    def take_failure(self, job: Job, failure: Failure) -> None:
        verdict = judge(job, failure, self.now)
        if failure.fault in (Fault.TRANSIENT, Fault.UNKNOWN_OUTCOME):
            job.unsettled = True
        if verdict is Verdict.DONE:
            self.succeed(job, fill(job.call.teach, self.known, ""))
        elif verdict is Verdict.PAUSE:
            self.again(job, failure.code)
        elif verdict is Verdict.LOOK:
            job.looking, job.duplicate = True, failure.fault is Fault.ALREADY_THERE
            self.due.append(job)
        else:
            self.fail(job, error_of(failure, job.change.id), again=verdict is Verdict.REPLAN)

    def take_look(self, job: Job, items: Any, failure: Failure | None) -> None:
        """After a create whose outcome nobody knows: take what it made, look again, or send it once more."""
        recover = job.call.recover
        assert recover
        learned = found(recover, items) if failure is None else None
        patient = self.now < job.sent + recover.window
        if learned:
            self.succeed(job, {**fill(job.call.teach, self.known, ""), **learned})
        elif failure or (patient and (job.duplicate or not recover.resend)):
            self.again(job, failure.code if failure else "not visible yet")
        elif job.duplicate:
            self.fail(job, Unfinished(reason("not_settled", address=str(job.change.slot))), again=True)
        else:
            job.looking, job.sent = False, 0.0
            self.again(job, "sent again")

    # Outcomes

    def again(self, job: Job, because: str) -> None:
        job.tries += 1
        self.events.append(Waiting(job.change, job.index, because))
        heapq.heappush(self.later, (self.now + job.pause(self.means.jitter()), next(self.tickets), job))

    def succeed(self, job: Job, learned: Mapping[str, str]) -> None:
        if learned:
            self.known[job.change.address] = {**self.known.get(job.change.address, {}), **learned}
            self.fresh.add(job.change.address)
        self.events.append(Done(job.change, job.index, learned, job.is_last))
        if job.is_last:
            self.graph.done(job.change.slot)
        elif not self.means.stop.code:
            self.due.append(Job(job.change, job.index + 1, self.now))

    def fail(self, job: Job, error: NetsecError, again: bool = False) -> None:
        failed = Failed(job.change, job.index, error, again, job.unsettled)
        self.failed.append(failed)
        self.events.append(failed)

    def tell(self) -> None:
        """Record what happened, in one save, then let it be seen."""
        events, self.events = self.events, []
        if any(isinstance(event, (Done, Failed)) for event in events):
            self.means.journal.record(events)
        for event in events:
            self.means.listen(event)
