"""Sending steps that are due: creates only once their intents are on disk, nothing once another run took over."""

from __future__ import annotations

from netsec.aws.run_context import RunContext
from netsec.aws.run_values import TOKEN_PLACEHOLDER, RunValues
from netsec.aws.schedule import Schedule
from netsec.aws.suspension import SuspensionDetector
from netsec.aws.task import Task
from netsec.model import Wait
from netsec.model.journal import PendingCreate


class Dispatcher:
    """Fills in the parameters of steps, saves intents, and hands calls to threads and waits to the poller."""

    def __init__(
        self, means: RunContext, values: RunValues, schedule: Schedule, suspension: SuspensionDetector
    ) -> None:
        self._means, self._values, self._schedule, self._suspension = means, values, schedule, suspension

    def send(self, jobs: list[Task]) -> None:
        """Send these, the intents of all creates in one save; Locked where another run has taken over."""
        self._suspension.check()
        for job in jobs:
            self._values.set_params(job)
        self._save_intents([job for job in jobs if job.is_create and not job.is_reconciling])
        self._suspension.check()  # saving the intents may take any time
        for job in jobs:
            self._send_one(job)

    def _save_intents(self, creates: list[Task]) -> None:
        """Also before a retry: how long a lookup may take counts from when the call was last sent."""
        if not creates:
            return
        announced = [
            PendingCreate(job.change.slot, job.call.op, self._values.params(job, TOKEN_PLACEHOLDER)) for job in creates
        ]
        for job, intent in zip(creates, self._means.journal.begin(announced), strict=True):
            job.params = self._values.params(job, intent.uuid)

    def _send_one(self, job: Task) -> None:
        if isinstance(job.step, Wait):
            self._schedule.poller.add(job)
        elif job.is_reconciling and job.call.recover:
            self._schedule.submit(job, self._means.aws.read, job.call.recover.query)
        else:
            job.sent_at = self._means.clock.monotonic()
            self._schedule.submit(job, self._means.aws.write, job.call.op, job.params)
