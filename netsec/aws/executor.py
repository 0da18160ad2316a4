"""Plan → Events: the graph of steps on a thread pool, one step at a time in each change.

The loop in `Execution.go` runs on the caller's thread, and is the only place where a run decides anything. Threads
carry out
single API calls and nothing else; every answer comes back to the loop, is recorded, and only then lets other steps
start.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor, Future, wait
from contextlib import nullcontext
from dataclasses import replace
from graphlib import TopologicalSorter
from typing import Any

from netsec.aws.dispatch import Dispatcher
from netsec.aws.failure import result_of
from netsec.aws.outcomes import (
    UNKNOWN_OUTCOME_FAULTS,
    Failed,
    Outcome,
    Reconcile,
    Retry,
    StillWaiting,
    Succeeded,
    outcome_of_call,
    outcome_of_lookup,
)
from netsec.aws.poller import POLL_SECONDS, Poller
from netsec.aws.run_context import RunContext
from netsec.aws.run_values import RunValues
from netsec.aws.schedule import Schedule
from netsec.aws.suspension import SuspensionDetector
from netsec.aws.task import MAX_RETRY_PAUSE_SECONDS, Task
from netsec.aws.thread_pool import DaemonThreadPool
from netsec.aws.wait_outcomes import outcome_of_failed_poll, outcome_of_poll, wait_timeout_error
from netsec.errors import NetsecError, Unfinished
from netsec.model import Event, Plan, Query, Slot, StepFailed, StepStarted, StepSucceeded, StepWaiting, Wait, reason

WORKERS = 8
# Seconds that one turn of the loop may take longer than it waited: beyond, the process was stopped or suspended.
SUSPENSION_SECONDS = 60.0
# Past the deadline a call in flight is waited for this many seconds; the client's own timeouts end before that.
DRAIN_SECONDS = 30.0


def execute(plan: Plan, means: RunContext) -> tuple[StepFailed, ...]:
    """Carry out a plan, and return the steps that failed. What succeeded is on record.

    What depends on a failed step is not tried. Raises Locked where another run has taken over, and what
    `Journal` raises where nothing can be recorded any more.
    """
    with nullcontext(means.pool) if means.pool else DaemonThreadPool(WORKERS) as pool:
        run = Execution(plan, means, pool)
        try:
            return run.go()
        finally:
            # Where nothing can be recorded any more, calls in flight still get the time to end.
            wait([*run.schedule.in_flight], timeout=DRAIN_SECONDS)


class Execution:
    """One execution of one plan: which steps are ready, what is sent, what each answer means for the rest."""

    def __init__(self, plan: Plan, means: RunContext, pool: Executor) -> None:
        self.means = means
        self.changes = {change.slot: change for change in plan.active_changes}
        self.graph: TopologicalSorter[Slot] = TopologicalSorter(
            {slot: change.needs for slot, change in self.changes.items()}
        )
        self.graph.prepare()
        self.values = RunValues(plan, means.new_ids)
        self.poller = Poller(means.aws.read, pool, means.clock.monotonic)
        self.schedule = Schedule(pool, self.poller, means.clock.monotonic)
        self.suspension = SuspensionDetector(means.clock, SUSPENSION_SECONDS, means.journal.check)
        self.dispatcher = Dispatcher(means, self.values, self.schedule, self.suspension)
        self.events: list[Event] = []
        self.failed: list[StepFailed] = []

    def go(self) -> tuple[StepFailed, ...]:
        """Until nothing is left to do: start what is ready, wait for an answer, record it, go on."""
        while True:
            self.start_ready()
            self.drop_if_late()
            self.send_due()
            self.publish()
            if self.schedule.is_empty:
                return tuple(self.failed)
            self.rest()
            self.means.on_tick()
            self.take_answers()
            self.publish()

    @property
    def now(self) -> float:
        """The monotonic clock, as for every time that a run compares."""
        return self.means.clock.monotonic()

    # Starting

    def start_ready(self) -> None:
        """Changes whose dependencies are done, and retries whose pause is over; none after a request to stop."""
        if self.means.stop.exit_code:
            return
        for slot in self.graph.get_ready():
            self.schedule.due.append(Task(self.changes[slot], 0, self.now))
        self.schedule.wake_retries()

    def drop_if_late(self) -> None:
        """A request to stop drops what is not in flight; so does the deadline, where what is dropped has failed.

        Reads in flight are dropped as well, since nobody needs their answers; calls only long past the deadline.
        """
        late = self.now >= self.means.deadline
        if not (late or self.means.stop.exit_code):
            return
        dropped = self.schedule.drop(calls_too=self.now >= self.means.deadline + DRAIN_SECONDS)
        for job in dropped if late else ():
            timeout = wait_timeout_error(job, self.now) if isinstance(job.step, Wait) else None
            self.fail(job, timeout or Unfinished(reason("deadline_passed", address=str(job.change.slot))))

    def send_due(self) -> None:
        """Send every due step and every due poll."""
        due = self.schedule.take_due()
        self.events += [StepStarted(job.change, job.index) for job in due if job.tries == 0 and not job.is_reconciling]
        self.dispatcher.send(due)
        self.poller.send_due()

    # Waiting

    def rest(self) -> None:
        """Wait until an answer has come, or until something is due."""
        seconds = self.seconds_to_rest()
        self.means.clock.wait(self.schedule.futures, seconds)
        self.suspension.check(seconds)

    def seconds_to_rest(self) -> float:
        """Seconds until something is due; past the deadline, only what is in flight is waited for."""
        now, deadline = self.now, self.means.deadline
        times = [now + POLL_SECONDS] if now >= deadline else [now + MAX_RETRY_PAUSE_SECONDS, deadline]
        return max(0.0, min(times + self.schedule.next_times) - now)

    # Answers

    def take_answers(self) -> None:
        """Take in every answer that has come."""
        for job, future in self.schedule.answered():
            self.take_answer(job, future)
        for query, future in self.poller.answered():
            self.take_poll(query, future)

    def take_answer(self, job: Task, future: Future[Any]) -> None:
        """The answer to a call or a lookup."""
        answer, failure = result_of(future, job.call.op, self.means.clock.now)
        failure = replace(failure, not_found_codes=self.means.not_found_codes) if failure else None
        outcome_of = outcome_of_lookup if job.is_reconciling else outcome_of_call
        job.is_outcome_unknown = job.is_outcome_unknown or bool(failure and failure.fault in UNKNOWN_OUTCOME_FAULTS)
        self.carry_out(job, outcome_of(job, answer, failure, self.now, self.values.attributes))

    def take_poll(self, query: Query, future: Future[Any]) -> None:
        """The answer to a poll, for every wait on that query."""
        items, failure = result_of(future, query.op, self.means.clock.now)
        for job in self.poller.waiting_on(query):
            resource_id, now = self.values.waited_id(job), self.now
            failed = outcome_of_failed_poll(job, failure, now) if failure else None
            self.carry_out(job, failed or outcome_of_poll(job, items, resource_id, now))

    # Outcomes

    def carry_out(self, job: Task, outcome: Outcome) -> None:
        """Do with a step what its outcome says."""
        if not isinstance(outcome, StillWaiting):
            self.poller.remove(job)
        match outcome:
            case Succeeded(learned):
                self.succeed(job, learned)
            case StillWaiting(state):
                self.show_state(job, state)
            case Retry(because, resend):
                self.retry(job, because, resend)
            case Reconcile(duplicate):
                job.is_reconciling, job.is_duplicate = True, duplicate
                self.schedule.due.append(job)
            case Failed(error, again):
                self.fail(job, error, again)

    def show_state(self, job: Task, state: str) -> None:
        """Report the state that a wait has seen, where it has changed."""
        if state != job.last_state:
            job.last_state = state
            self.events.append(StepWaiting(job.change, job.index, state))

    def retry(self, job: Task, because: str, resend: bool) -> None:
        """Try again after a pause; `resend`: with the call itself, where a lookup was tried before."""
        job.tries, job.is_reconciling = job.tries + 1, job.is_reconciling and not resend
        job.was_resent = job.was_resent or resend
        self.events.append(StepWaiting(job.change, job.index, because))
        self.schedule.retry_after(job, job.retry_pause(self.means.jitter()))

    def succeed(self, job: Task, learned: Mapping[str, str]) -> None:
        """The next step of the change is due; after the last one, the changes that depend on it are ready."""
        self.values.learn(job, learned)
        self.events.append(StepSucceeded(job.change, job.index, learned, job.is_last, job.was_resent))
        if job.is_last:
            self.graph.done(job.change.slot)
        elif not self.means.stop.exit_code:
            self.schedule.due.append(Task(job.change, job.index + 1, self.now))

    def fail(self, job: Task, error: NetsecError, again: bool = False) -> None:
        """The step has failed: what depends on its change will not be started."""
        failed = StepFailed(job.change, job.index, error, again, job.is_outcome_unknown)
        self.failed.append(failed)
        self.events.append(failed)

    def publish(self) -> None:
        """Record what happened, in one save, then report it."""
        events, self.events = self.events, []
        if any(isinstance(event, (StepSucceeded, StepFailed)) for event in events):
            self.means.journal.record(events)
        for event in events:
            self.means.on_event(event)
