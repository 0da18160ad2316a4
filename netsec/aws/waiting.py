"""What one poll says about one wait: go on, good, or bad and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from netsec.aws.attempt import Job
from netsec.errors import NatGatewayFailed, NetsecError, Unfinished
from netsec.model import dig, reason

POLL_SECONDS = 3.0
# Reads flap: that a thing is gone is believed when it was missing this often in a row.
SIGHTINGS = 2


@dataclass(frozen=True)
class Outlook:
    """What a poll means; neither good nor error: wait on."""

    good: bool = False
    error: NetsecError | None = None
    again: bool = False
    state: str = ""
    learned: Mapping[str, str] = field(default_factory=dict)


def outlook(job: Job, items: list[dict[str, Any]], resource_id: str, now: float) -> Outlook:
    """Read one poll for one wait."""
    wait = job.wait
    item = next((item for item in items if item.get(wait.id_field) == resource_id), None)
    if item is None:
        job.missed += 1
        gone = wait.missing == "good" and job.missed >= SIGHTINGS
        return Outlook(good=gone, error=None if gone else too_long(job, now), state="not listed")
    job.missed, state = 0, str(item.get(wait.state_field, ""))
    if state in wait.good:
        learned = {name: dig(item, path) or "" for name, path in wait.out.items()}
        return Outlook(good=True, state=state, learned=learned)
    if state in wait.bad:
        told = [str(item.get(field, "")) for field in wait.reasons]
        return Outlook(error=_failed(job, state, told), again=bool(wait.again & {state, *told}), state=state)
    return Outlook(error=too_long(job, now), state=state)


def _failed(job: Job, state: str, told: list[str]) -> NetsecError:
    failure, message = [*told, "", ""][:2]
    return NatGatewayFailed(
        reason("nat_failed", address=str(job.change.slot), failure=failure or state, message=message)
    )


def too_long(job: Job, now: float) -> NetsecError | None:
    """The error of a wait whose patience is over. One that can go bad is a creation, and that is a failed gateway."""
    seconds = round(now - job.began)
    if seconds < job.wait.patience:
        return None
    facts: Mapping[str, object] = {"address": str(job.change.slot), "seconds": seconds}
    if job.wait.bad:
        return NatGatewayFailed(reason("nat_slow", **facts))
    return Unfinished(reason("wait_timeout", state=job.seen_state, **facts))
