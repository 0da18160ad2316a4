"""What one poll means for one wait: an outcome as a value. No poll is sent here."""

from __future__ import annotations

from typing import Any

from netsec.aws.failure import Failure, Fault, error_from_failure
from netsec.aws.outcomes import Failed, Outcome, StillWaiting, Succeeded
from netsec.aws.task import Task
from netsec.errors import NetsecError
from netsec.model import Reason, value_at_path

# One describe may miss a resource that exists: it counts as deleted once this many polls in a row missed it.
DELETED_AFTER_POLLS = 2
# A resource that was listed, and is to become available, has vanished once this many polls in a row missed it.
VANISHED_AFTER_POLLS = 10


def outcome_of_poll(job: Task, items: list[dict[str, Any]], resource_id: str, now: float) -> Outcome:
    """The outcome of a poll that listed `items`, for the wait on `resource_id`; `now` on the monotonic clock.

    Notes in the job whether the resource was listed.
    """
    wait = job.wait
    item = next((item for item in items if item.get(wait.id_field) == resource_id), None)
    if item is None:
        return _after_missing(job, now)
    job.was_listed, job.missing_polls = True, 0
    state = str(item.get(wait.state_field, ""))
    if state in wait.good_states:
        return Succeeded({name: value_at_path(item, path) or "" for name, path in wait.out.items()})
    if state in wait.bad_states:
        explanations = [value_at_path(item, path) or "" for path in wait.reason_fields]
        return Failed(
            _bad_state_error(job, state, explanations), can_replan=bool(wait.replan_on & {state, *explanations})
        )
    return _wait_on(job, state, now)


def _after_missing(job: Task, now: float) -> Outcome:
    """Not listed: deleted, if that is what is waited for; vanished, if it was listed before; else not visible yet."""
    job.missing_polls += 1
    if job.wait.when_missing == "good" and job.missing_polls >= DELETED_AFTER_POLLS:
        return Succeeded()
    if job.wait.bad_states and job.was_listed and job.missing_polls >= VANISHED_AFTER_POLLS:
        return Failed(_bad_state_error(job, "vanished", []), can_replan=True)
    return _wait_on(job, "not listed", now)


def outcome_of_failed_poll(job: Task, failure: Failure, now: float) -> Outcome:
    """The outcome of a poll that failed: the wait goes on, unless permission is missing or the time is up."""
    if failure.fault in (Fault.CREDENTIALS, Fault.PERMISSION) or wait_timeout_error(job, now):
        return Failed(error_from_failure(failure, address=str(job.change.slot)))
    return StillWaiting(job.last_state)


def _wait_on(job: Task, state: str, now: float) -> Outcome:
    timeout = wait_timeout_error(job, now)
    return Failed(timeout) if timeout else StillWaiting(state)


def _bad_state_error(job: Task, state: str, explanations: list[str]) -> NetsecError:
    """`explanations`: the item's failure code and message, as far as it has them."""
    failure, message = [*explanations, "", ""][:2]
    return _error(job, job.wait.on_bad_state, failure=failure or state, message=message)


def wait_timeout_error(job: Task, now: float) -> NetsecError | None:
    """The error of a wait that has lasted `Wait.patience` seconds or more, None before that."""
    seconds = round(now - job.started_at)
    if seconds < job.wait.patience:
        return None
    return _error(job, job.wait.on_timeout, seconds=seconds, state=job.last_state)


def _error(job: Task, why: Reason, **facts: object) -> NetsecError:
    return job.wait.error(Reason(why.code, {**why.facts, "address": str(job.change.slot), **facts}))
