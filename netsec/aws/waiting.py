"""What one poll means for one wait: wait on, good, or bad and why."""

from __future__ import annotations

from typing import Any

from netsec.aws.answers import GiveUp, Next, Succeed, WaitOn
from netsec.aws.attempt import Job
from netsec.aws.failure import Failure, Fault, error_of
from netsec.errors import NetsecError
from netsec.model import Reason, dig

POLL_SECONDS = 3.0
# Reads flap: that a thing is gone is believed when it was missing this often in a row.
SIGHTINGS = 2
# A gateway that was listed and is not any more has vanished for good only after half a minute of that.
GONE_SIGHTINGS = 10


def after_poll(job: Job, items: list[dict[str, Any]], resource_id: str, now: float) -> Next:
    """Read one poll for one wait; notes in the job whether it was listed."""
    wait = job.wait
    item = next((item for item in items if item.get(wait.id_field) == resource_id), None)
    if item is None:
        return _missing(job, now)
    job.listed, job.missed = True, 0
    state = str(item.get(wait.state_field, ""))
    if state in wait.good:
        return Succeed({name: dig(item, path) or "" for name, path in wait.out.items()})
    if state in wait.bad:
        told = [dig(item, path) or "" for path in wait.reasons]
        return GiveUp(_failed(job, state, told), again=bool(wait.again & {state, *told}))
    return _patience(job, state, now)


def _missing(job: Job, now: float) -> Next:
    """Gone, if that is what is waited for; vanished, if it was there before; else not visible yet."""
    job.missed += 1
    if job.wait.missing == "good" and job.missed >= SIGHTINGS:
        return Succeed()
    if job.wait.bad and job.listed and job.missed >= GONE_SIGHTINGS:
        return GiveUp(_failed(job, "vanished", []), again=True)
    return _patience(job, "not listed", now)


def after_failed_poll(job: Job, failure: Failure, now: float) -> Next:
    """A poll that failed says nothing of the resource; without permission, or for ever, there is no sense in it."""
    if failure.fault in (Fault.CREDENTIALS, Fault.PERMISSION) or too_long(job, now):
        return GiveUp(error_of(failure, address=str(job.change.slot)))
    return WaitOn(job.seen_state)


def _patience(job: Job, state: str, now: float) -> Next:
    late = too_long(job, now)
    return GiveUp(late) if late else WaitOn(state)


def _failed(job: Job, state: str, told: list[str]) -> NetsecError:
    failure, message = [*told, "", ""][:2]
    return _error(job, job.wait.on_bad, failure=failure or state, message=message)


def too_long(job: Job, now: float) -> NetsecError | None:
    """The error of a wait whose patience is over."""
    seconds = round(now - job.began)
    if seconds < job.wait.patience:
        return None
    return _error(job, job.wait.on_late, seconds=seconds, state=job.seen_state)


def _error(job: Job, why: Reason, **seen: object) -> NetsecError:
    return job.wait.error(Reason(why.code, {**why.facts, "address": str(job.change.slot), **seen}))
