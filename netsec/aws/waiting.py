"""What one poll means for one wait: an outcome as a value. No poll is sent here."""

from __future__ import annotations

from typing import Any

from netsec.aws.answers import GiveUp, Next, Succeed, WaitOn
from netsec.aws.attempt import Job
from netsec.aws.failure import Failure, Fault, error_of
from netsec.errors import NetsecError
from netsec.model import Reason, dig

# One describe may miss a resource that exists: it counts as deleted once this many polls in a row missed it.
DELETED_AFTER_POLLS = 2
# A resource that was listed, and is to become available, has vanished once this many polls in a row missed it.
VANISHED_AFTER_POLLS = 10


def after_poll(job: Job, items: list[dict[str, Any]], resource_id: str, now: float) -> Next:
    """The outcome of a poll that listed `items`, for the wait on `resource_id`; `now` on the monotonic clock.

    Notes in the job whether the resource was listed.
    """
    wait = job.wait
    item = next((item for item in items if item.get(wait.id_field) == resource_id), None)
    if item is None:
        return _after_missing(job, now)
    job.listed, job.missed = True, 0
    state = str(item.get(wait.state_field, ""))
    if state in wait.good:
        return Succeed({name: dig(item, path) or "" for name, path in wait.out.items()})
    if state in wait.bad:
        explanations = [dig(item, path) or "" for path in wait.reasons]
        return GiveUp(_bad_state_error(job, state, explanations), again=bool(wait.again & {state, *explanations}))
    return _wait_on(job, state, now)


def _after_missing(job: Job, now: float) -> Next:
    """Not listed: deleted, if that is what is waited for; vanished, if it was listed before; else not visible yet."""
    job.missed += 1
    if job.wait.missing == "good" and job.missed >= DELETED_AFTER_POLLS:
        return Succeed()
    if job.wait.bad and job.listed and job.missed >= VANISHED_AFTER_POLLS:
        return GiveUp(_bad_state_error(job, "vanished", []), again=True)
    return _wait_on(job, "not listed", now)


def after_failed_poll(job: Job, failure: Failure, now: float) -> Next:
    """The outcome of a poll that failed: the wait goes on, unless permission is missing or the time is up."""
    if failure.fault in (Fault.CREDENTIALS, Fault.PERMISSION) or too_long(job, now):
        return GiveUp(error_of(failure, address=str(job.change.slot)))
    return WaitOn(job.seen_state)


def _wait_on(job: Job, state: str, now: float) -> Next:
    timeout = too_long(job, now)
    return GiveUp(timeout) if timeout else WaitOn(state)


def _bad_state_error(job: Job, state: str, explanations: list[str]) -> NetsecError:
    """`explanations`: the item's failure code and message, as far as it has them."""
    failure, message = [*explanations, "", ""][:2]
    return _error(job, job.wait.on_bad, failure=failure or state, message=message)


def too_long(job: Job, now: float) -> NetsecError | None:
    """The error of a wait that has lasted `Wait.patience` seconds or more, None before that."""
    seconds = round(now - job.began)
    if seconds < job.wait.patience:
        return None
    return _error(job, job.wait.on_late, seconds=seconds, state=job.seen_state)


def _error(job: Job, why: Reason, **facts: object) -> NetsecError:
    return job.wait.error(Reason(why.code, {**why.facts, "address": str(job.change.slot), **facts}))
