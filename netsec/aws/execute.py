"""Plan → Events: the step graph on a thread pool; one Call or one Wait at a time in each change, as data says.

The loop in `Run.go` is the only place where a run decides anything. Threads carry out single API calls and nothing
else; every answer comes back to this one thread, is recorded, and only then lets other steps start.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from concurrent.futures import Executor, Future, wait
from contextlib import nullcontext
from graphlib import TopologicalSorter
from itertools import count
from typing import Any

from netsec.aws.answers import UNSURE, GiveUp, Look, Next, Pause, Succeed, WaitOn, after_call, after_look
from netsec.aws.attempt import LONGEST_PAUSE, Job
from netsec.aws.failure import Failure, failure_of
from netsec.aws.means import Means
from netsec.aws.threads import Threads
from netsec.aws.waiting import POLL_SECONDS, after_failed_poll, after_poll, too_long
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
    reason,
)
from netsec.model.filling import fill, texts_in
from netsec.model.journal import Announcement

WORKERS = 8
TOKEN_PLACE = "${token}"  # nosec B105 # a mark that is replaced, no secret
# A turn that took so much longer than it had to: the process was stopped, or the computer asleep.
ABSENCE_SECONDS = 60.0
# Past the deadline a call in the air is waited for no longer than this: connecting and reading time out before.
LAST_ANSWER_SECONDS = 30.0


def execute(plan: Plan, means: Means) -> tuple[Failed, ...]:
    """Carry out a plan; what failed is returned, what it held back was not tried, what succeeded is recorded."""
    with nullcontext(means.pool) if means.pool else Threads(WORKERS) as pool:
        run = Run(plan, means, pool)
        try:
            return run.go()
        finally:
            # Where the record can't be kept, what was sent is still let out whole.
            wait([*run.flying], timeout=LAST_ANSWER_SECONDS)


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
        self.made: set[str] = set(means.made)
        self.standing = frozenset(change.id for change in plan.changes if change.id)
        self.due: list[Job] = []
        self.flying: dict[Future[Any], Job] = {}
        self.later: list[tuple[float, int, Job]] = []
        self.waiting: list[Job] = []
        self.polling: dict[Future[Any], Query] = {}
        self.next_poll = 0.0
        self.awake = self.outside()
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
            self.rest()
            self.means.tick()
            self.collect()
            self.tell()

    @property
    def now(self) -> float:
        """On the monotonic clock, like every moment that a run compares."""
        return self.means.clock.monotonic()

    def rest(self) -> None:
        """Until an answer may have come, or time for something."""
        pause = self.pause()
        self.means.clock.wait([*self.flying, *self.polling], pause)
        self.notice_absence(pause)

    def notice_absence(self, slept: float = 0.0) -> None:
        """After one, nothing is sent or recorded before it is certain that nobody took over meanwhile."""
        awake, self.awake = self.awake, self.outside()
        if max(self.awake[0] - awake[0], self.awake[1] - awake[1]) > slept + ABSENCE_SECONDS:
            self.means.journal.check()

    def outside(self) -> tuple[float, float]:
        """Boot time and wall time: a computer asleep shows in both, a paused virtual machine in the second alone."""
        return self.means.clock.boottime(), self.means.clock.now()

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
        """A stop drops what has not been sent; the deadline ends all that is not in the air, and says so.

        Reads in the air are dropped as well: nobody needs their answers any more.
        """
        late = self.now >= self.means.deadline
        if not (late or self.means.stop.code):
            return
        dropped = [*self.due, *(job for _, _, job in self.later), *self.waiting, *self.leave_in_the_air()]
        self.due, self.later, self.waiting, self.polling = [], [], [], {}
        for job in dropped if late else ():
            why = too_long(job, self.now) if isinstance(job.step, Wait) else None
            self.fail(job, why or Unfinished(reason("deadline_passed", address=str(job.change.slot))))

    def leave_in_the_air(self) -> list[Job]:
        """Look-ups that have no answer yet; long past the deadline also calls, of which nobody knows what they did."""
        hopeless = self.now >= self.means.deadline + LAST_ANSWER_SECONDS
        left = [future for future, job in self.flying.items() if not future.done() and (job.looking or hopeless)]
        jobs = [self.flying.pop(future) for future in left]
        for job in jobs:
            job.unsettled = job.unsettled or not job.looking
        return jobs

    def send(self) -> None:
        """Send every due call; creates only once their intents are on disk, all in one save."""
        due, self.due = self.due, []
        self.notice_absence()
        for job in due:
            self.prepare(job)
        self.announce([job for job in due if isinstance(job.step, Call) and job.step.recover and not job.looking])
        self.notice_absence()  # saving the intents may take any time
        for job in due:
            if isinstance(job.step, Wait):
                self.waiting.append(job)
                self.next_poll = self.now
            elif job.looking and job.call.recover:
                self.flying[self.pool.submit(self.means.aws.read, job.call.recover.query)] = job
            else:
                job.sent = self.now
                self.flying[self.pool.submit(self.means.aws.write, job.call.op, job.params)] = job

    def announce(self, creates: list[Job]) -> None:
        """Before a second try as well: how long to look for what a call made counts from when it was last sent."""
        if not creates:
            return
        announced = [
            Announcement(job.change.slot, job.call.op, fill(job.call.params, self.known, TOKEN_PLACE))
            for job in creates
        ]
        for job, intent in zip(creates, self.means.journal.begin(announced), strict=True):
            job.params = fill(job.call.params, self.known, intent.uuid)

    def prepare(self, job: Job) -> None:
        if job.tries == 0 and not job.looking:
            self.events.append(Began(job.change, job.index))
        if isinstance(job.step, Call) and not job.params:
            job.params = fill(job.step.params, self.known, TOKEN_PLACE)
            ids = texts_in(job.params)
            job.made, job.standing = ids & self.made, ids & self.standing

    # Waiting

    def poll(self) -> None:
        """One describe for each distinct query that anybody waits on."""
        if self.waiting and not self.polling and self.now >= self.next_poll:
            for query in dict.fromkeys(job.wait.query for job in self.waiting):
                self.polling[self.pool.submit(self.means.aws.read, query)] = query
            self.next_poll = self.now + POLL_SECONDS

    def pause(self) -> float:
        """Seconds until something happens by itself; past the deadline, only what is in the air is waited for."""
        moments = [self.now + (LONGEST_PAUSE if self.now < self.means.deadline else POLL_SECONDS)]
        moments += [self.means.deadline] if self.now < self.means.deadline else []
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
            resource_id = fill(job.wait.id, self.known, "")
            self.go_on(
                job,
                after_failed_poll(job, failure, self.now) if failure else after_poll(job, items, resource_id, self.now),
            )

    def take_answer(self, job: Job, future: Future[Any]) -> None:
        answer, failure = self.outcome(future, job.call.op)
        judge = after_look if job.looking else after_call
        job.unsettled = job.unsettled or bool(failure and failure.fault in UNSURE)
        self.go_on(job, judge(job, answer, failure, self.now, self.known))

    def outcome(self, future: Future[Any], operation: str) -> tuple[Any, Failure | None]:
        """The answer or the Failure; anything that is no failure of AWS's is a bug, or the end of the process."""
        error = future.exception()
        if error is None:
            return future.result(), None
        failure = failure_of(error, operation, self.means.clock.now()) if isinstance(error, Exception) else None
        if failure is None:
            raise error
        return None, failure

    # Outcomes

    def go_on(self, job: Job, then: Next) -> None:
        """Carry out what was decided about a step."""
        if job in self.waiting and not isinstance(then, WaitOn):
            self.waiting.remove(job)
        match then:
            case Succeed(learned):
                self.succeed(job, learned)
            case WaitOn(state):
                self.show(job, state)
            case Pause(because, resend):
                job.tries, job.looking = job.tries + 1, job.looking and not resend
                job.resent = job.resent or resend
                self.events.append(Waiting(job.change, job.index, because))
                heapq.heappush(self.later, (self.now + job.pause(self.means.jitter()), next(self.tickets), job))
            case Look(duplicate):
                job.looking, job.duplicate = True, duplicate
                self.due.append(job)
            case GiveUp(error, again):
                self.fail(job, error, again)

    def show(self, job: Job, state: str) -> None:
        """A wait's state, where it is news."""
        if state != job.seen_state:
            job.seen_state = state
            self.events.append(Waiting(job.change, job.index, state))

    def succeed(self, job: Job, learned: Mapping[str, str]) -> None:
        if "id" in learned and isinstance(job.step, Call):
            self.made.add(learned["id"])
        if learned:
            self.known[job.change.address] = {**self.known.get(job.change.address, {}), **learned}
        self.events.append(Done(job.change, job.index, learned, job.is_last, job.resent))
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
