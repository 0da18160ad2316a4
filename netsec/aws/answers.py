"""What an answer, a failure or a look means for the step that asked: decided as a value, carried out by the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from netsec.aws.attempt import Job
from netsec.aws.failure import Failure, Fault, error_of
from netsec.errors import NetsecError, Unfinished
from netsec.model import Recover, dig, reason, tag_map
from netsec.model.filling import Known, fill, texts_in

# After these nobody knows whether the call was carried out.
UNSURE = frozenset({Fault.TRANSIENT, Fault.UNKNOWN_OUTCOME})
# So long what this run has just made may be unknown to another part of EC2 (EC2 guide, eventual consistency).
VISIBLE_SECONDS = 120.0
# So long a NotFound of something of ours that was listed a moment ago may be a part of EC2 that lags.
MOMENT = 8.0
# So long something may linger that was taken away before this run began.
LINGER_SECONDS = 120.0


@dataclass(frozen=True)
class Succeed:
    """The step is done; this was learned."""

    learned: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Pause:
    """Try again after a while; `resend` when a look has shown that the call itself is to be sent once more."""

    because: str
    resend: bool = False


@dataclass(frozen=True)
class Look:
    """Find out whether the create happened; `duplicate` when AWS says that something is there already."""

    duplicate: bool


@dataclass(frozen=True)
class WaitOn:
    """Not yet: this state was seen."""

    state: str


@dataclass(frozen=True)
class GiveUp:
    """The step has failed in this round; `again` when looking at everything and planning anew may help."""

    error: NetsecError
    again: bool = False


Next = Succeed | Pause | Look | WaitOn | GiveUp


def after_call(job: Job, answer: Any, failure: Failure | None, now: float, known: Known) -> Next:
    """An answer teaches; a failure is judged by the call's own codes first, then by its class."""
    if failure is None:
        told = {name: dig(answer, path) or "" for name, path in job.call.out.items()}
        return Succeed({**taught(job, known), **told})
    if failure.code in job.call.benign:
        return Succeed(taught(job, known))
    return _after_failure(job, failure, now)


def _after_failure(job: Job, failure: Failure, now: float) -> Next:
    call, fault, error = job.call, failure.fault, _error(job, failure)
    if failure.code in call.again_on:
        return GiveUp(error, again=True)
    if failure.code in call.retry_on:
        patience = call.patience if job.follows else min(call.patience, LINGER_SECONDS)
        return Pause(failure.code) if now - job.began < patience else GiveUp(error)
    if fault is Fault.NOT_FOUND:
        patient = now - job.began < _visible_within(job, failure.message)
        return Pause(failure.code) if patient else GiveUp(error, again=True)
    if fault in (Fault.THROTTLE, Fault.UNREACHABLE):
        return Pause(failure.code)
    if fault in UNSURE or fault is Fault.ALREADY_THERE:
        if call.recover:
            return Look(duplicate=fault is Fault.ALREADY_THERE)
        repeatable = call.repeat and fault in UNSURE
        return Pause(failure.code) if repeatable else GiveUp(error, again=True)
    return GiveUp(error)


def _visible_within(job: Job, message: str) -> float:
    """Seconds within which what is not found may yet show: it depends on whose id it is.

    That is the one in AWS's message, where it names one of the call's. Of an id that is not ours nothing is hoped for.
    """
    ids = texts_in(job.params)
    named = frozenset(each for each in ids if each in message) or ids
    if named & job.made:
        return VISIBLE_SECONDS
    return MOMENT if named & job.standing else 0.0


def _error(job: Job, failure: Failure) -> NetsecError:
    """What a code that was to pass by itself says is that something holds on, even where it is AuthFailure."""
    slot = str(job.change.slot)
    return error_of(failure, held=failure.code in job.call.retry_on, address=slot, id=job.change.id or slot)


def after_look(job: Job, items: list[dict[str, Any]], failure: Failure | None, now: float, known: Known) -> Next:
    """After a create whose outcome nobody knows: take what it made, look again, or send it once more."""
    recover = job.call.recover
    assert recover  # nosec B101 # the caller checked; this tells mypy
    if failure:
        return Pause(failure.code)
    learned = found(recover, items)
    if learned:
        return Succeed({**taught(job, known), **learned})
    patient = now < job.sent + recover.window
    if patient and (job.duplicate or not recover.resend):
        return Pause("not visible yet")
    if job.duplicate:
        return GiveUp(Unfinished(reason("not_settled", address=str(job.change.slot))), again=True)
    return Pause("sent again", resend=True)


def taught(job: Job, known: Known) -> dict[str, str]:
    """What is so because the call has succeeded."""
    filled: dict[str, str] = fill(job.call.teach, known, "")
    return filled


def found(recover: Recover, items: list[dict[str, Any]]) -> dict[str, str] | None:
    """The attributes of the one item that is ours, new and alive; the lowest id of several."""
    mine = [item for item in items if _is_mine(recover, item)]
    learned = [{name: dig(item, path) or "" for name, path in recover.out.items()} for item in mine]
    fresh = [attributes for attributes in learned if attributes["id"] not in recover.known]
    return min(fresh, key=lambda attributes: attributes["id"], default=None)


def _is_mine(recover: Recover, item: dict[str, Any]) -> bool:
    return item.get("State") not in recover.dead and recover.tags.items() <= tag_map(item).items()
