"""What an answer, a failure or a lookup means for the step that sent it: an outcome as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from netsec.aws.failure import Failure, Fault, error_from_failure
from netsec.aws.task import Task
from netsec.errors import NetsecError, Unfinished
from netsec.model import Recover, reason, tag_map, value_at_path
from netsec.model.refs import KnownAttributes, fill_refs, strings_in

# After these nobody knows whether AWS carried out the call.
UNKNOWN_OUTCOME_FAULTS = frozenset({Fault.TRANSIENT, Fault.UNKNOWN_OUTCOME})
# A resource that this run has just made may be unknown to another part of EC2 for this many seconds
# (EC2 API developer guide, "Eventual consistency").
VISIBILITY_SECONDS = 120.0
# A NotFound of a resource that the plan has just listed may come from a part of EC2 that lags for this many seconds.
LAG_SECONDS = 8.0
# What was removed before this run began may hold on to other resources for this many seconds.
LINGER_SECONDS = 120.0


@dataclass(frozen=True)
class Succeeded:
    """The step is done. `learned`: attributes of the resource, by name."""

    learned: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Retry:
    """Try again after a pause.

    `because` is an error code of AWS's, or a state, to be shown. `resend`: the lookup after an unknown outcome found
    nothing, so the call itself is sent again.
    """

    cause: str
    resend: bool = False


@dataclass(frozen=True)
class Reconcile:
    """Look up whether a create was carried out. `duplicate`: AWS says that the resource exists already."""

    is_duplicate: bool


@dataclass(frozen=True)
class StillWaiting:
    """The wait goes on; `state` is the resource's state in the latest poll."""

    state: str


@dataclass(frozen=True)
class Failed:
    """The step has failed with `error`. `again`: observing and planning again may help."""

    error: NetsecError
    can_replan: bool = False


Outcome = Succeeded | Retry | Reconcile | StillWaiting | Failed


def outcome_of_call(job: Task, answer: Any, failure: Failure | None, now: float, known: KnownAttributes) -> Outcome:
    """The outcome of a call that AWS answered (`answer`) or that failed (`failure`); `now` on the monotonic clock.

    A code among the call's `benign` ones counts as success.
    """
    if failure is None:
        learned = {name: value_at_path(answer, path) or "" for name, path in job.call.out.items()}
        return Succeeded({**_attributes_set(job, known), **learned})
    if failure.code in job.call.benign:
        return Succeeded(_attributes_set(job, known))
    return _after_failure(job, failure, now)


def _after_failure(job: Task, failure: Failure, now: float) -> Outcome:
    """The call's own codes decide first, then the class of the failure."""
    call, waited = job.call, now - job.started_at
    error, retry = _error(job, failure), Retry(failure.code)
    if failure.code in call.replan_on:
        return Failed(error, can_replan=True)
    if failure.code in call.retry_on:
        return retry if waited < _release_seconds(job) else Failed(error)
    match failure.fault:
        case Fault.THROTTLE | Fault.UNREACHABLE:
            return retry
        case Fault.NOT_FOUND:
            return retry if waited < _visibility_seconds(job, failure.message) else Failed(error, can_replan=True)
        case Fault.TRANSIENT | Fault.UNKNOWN_OUTCOME if not call.recover:
            return retry if call.idempotent else Failed(error, can_replan=True)
        case Fault.TRANSIENT | Fault.UNKNOWN_OUTCOME:
            return Reconcile(is_duplicate=False)
        case Fault.ALREADY_THERE:
            return Reconcile(is_duplicate=True) if call.recover else Failed(error, can_replan=True)
    return Failed(error)


def _release_seconds(job: Task) -> float:
    """How long to retry while something holds the resource: shorter where this run itself has removed nothing."""
    return job.call.patience if job.follows_a_removal else min(job.call.patience, LINGER_SECONDS)


def _visibility_seconds(job: Task, message: str) -> float:
    """How long to retry after a NotFound: it depends on which id was not found.

    AWS's message names that id; where it names none of the call's, any of them may be meant. For an id that is neither
    new nor listed in the plan the answer is 0: it will not appear.
    """
    ids = strings_in(job.params)
    missing_ids = frozenset(text for text in ids if text in message) or ids
    if missing_ids & job.own_new_ids:
        return VISIBILITY_SECONDS
    return LAG_SECONDS if missing_ids & job.known_ids else 0.0


def _error(job: Task, failure: Failure) -> NetsecError:
    """The error of a call that failed; a code in its `retry_on` means that another resource still holds this one."""
    slot = str(job.change.slot)
    return error_from_failure(
        failure, releases=failure.code in job.call.retry_on, address=slot, id=job.change.id or slot
    )


def outcome_of_lookup(
    job: Task, items: list[dict[str, Any]], failure: Failure | None, now: float, known: KnownAttributes
) -> Outcome:
    """The outcome of a lookup after a create of which nobody knows whether it was carried out.

    `items` are what the create's `recover.query` lists. The resource it made is adopted; else the lookup is repeated
    until `recover.visibility_window` seconds after the call was sent; then the call is sent again.
    """
    recover = job.call.recover
    assert recover  # nosec B101 # the caller checked; this tells mypy
    if failure:
        return Retry(failure.code)
    created = _created(recover, items)
    if created:
        return Succeeded({**_attributes_set(job, known), **created})
    may_appear = now < job.sent_at + recover.visibility_window
    if may_appear and (job.is_duplicate or not recover.can_resend):
        return Retry("not visible yet")
    if job.is_duplicate:
        return Failed(Unfinished(reason("not_settled", address=str(job.change.slot))), can_replan=True)
    return Retry("sent again", resend=True)


def _attributes_set(job: Task, known: KnownAttributes) -> dict[str, str]:
    """The attributes that the success of the call sets (`Call.sets`), Refs filled in."""
    attributes: dict[str, str] = fill_refs(job.call.sets, known, "")
    return attributes


def _created(recover: Recover, items: list[dict[str, Any]]) -> dict[str, str] | None:
    """The attributes of the item that the create made: ours, alive and new. Of several, the one with the lowest id."""
    ours = [item for item in items if _is_ours(recover, item)]
    candidates = [{name: value_at_path(item, path) or "" for name, path in recover.out.items()} for item in ours]
    fresh = [attributes for attributes in candidates if attributes["id"] not in recover.known_ids]
    return min(fresh, key=lambda attributes: attributes["id"], default=None)


def _is_ours(recover: Recover, item: dict[str, Any]) -> bool:
    return item.get("State") not in recover.dead_states and recover.tags.items() <= tag_map(item).items()
