"""One step under way: what it has tried, and what a failure of it means next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from netsec.aws.failure import Failure, Fault
from netsec.model import TOKEN, Address, Call, Change, Intent, Recover, Ref, Step, Wait, dig, tag_map

LONGEST_PAUSE = 30.0


class Verdict(Enum):
    """What to do after a failed call."""

    DONE = auto()  # it is already so
    PAUSE = auto()  # try again after a while
    LOOK = auto()  # find out whether it happened
    REPLAN = auto()  # look at everything and decide anew
    FAIL = auto()


@dataclass
class Job:
    """A step under way; one lives from the moment its step is ready until it is done or failed."""

    change: Change
    index: int
    began: float
    tries: int = 0
    sent: float = 0.0
    params: dict[str, Any] = field(default_factory=dict)
    uses_fresh: bool = False
    intent: Intent | None = None
    looking: bool = False
    duplicate: bool = False
    unsettled: bool = False
    missed: int = 0
    seen_state: str = ""

    @property
    def step(self) -> Step:
        return self.change.steps[self.index]

    @property
    def call(self) -> Call:
        assert isinstance(self.step, Call)
        return self.step

    @property
    def wait(self) -> Wait:
        assert isinstance(self.step, Wait)
        return self.step

    @property
    def is_last(self) -> bool:
        return self.index == len(self.change.steps) - 1

    def pause(self, jitter: float) -> float:
        """Seconds until the next try: doubling, jittered, 30 at most."""
        return float(min(LONGEST_PAUSE, 0.5 * 2**self.tries) * (0.5 + jitter / 2))


def judge(job: Job, failure: Failure, now: float) -> Verdict:
    """What a failed call means; by the call's own codes first, then by the class of fault."""
    call, fault = job.call, failure.fault
    patient = now - job.began < call.patience
    if failure.code in call.benign:
        return Verdict.DONE
    if failure.code in call.retry_on or fault is Fault.IN_USE or (fault is Fault.NOT_FOUND and job.uses_fresh):
        return Verdict.PAUSE if patient else _too_late(fault)
    if fault in (Fault.THROTTLE, Fault.UNREACHABLE):
        return Verdict.PAUSE
    if fault in (Fault.TRANSIENT, Fault.UNKNOWN_OUTCOME):
        if call.recover:
            return Verdict.LOOK
        return Verdict.PAUSE if call.repeat else Verdict.REPLAN
    if fault is Fault.ALREADY_THERE:
        return Verdict.LOOK if call.recover else Verdict.REPLAN
    return Verdict.REPLAN if fault is Fault.NOT_FOUND else Verdict.FAIL


def _too_late(fault: Fault) -> Verdict:
    return Verdict.REPLAN if fault is Fault.NOT_FOUND else Verdict.FAIL


def found(recover: Recover, items: list[dict[str, Any]]) -> dict[str, str] | None:
    """What the look learned: the attributes of the one item that is ours, new and alive; the lowest id of several."""
    mine = [item for item in items if _is_mine(recover, item)]
    learned = [{name: dig(item, path) or "" for name, path in recover.out.items()} for item in mine]
    fresh = [attributes for attributes in learned if attributes["id"] not in recover.known]
    return min(fresh, key=lambda attributes: attributes["id"], default=None)


def _is_mine(recover: Recover, item: dict[str, Any]) -> bool:
    return item.get("State") not in recover.dead and recover.tags.items() <= tag_map(item).items()


def fill(value: Any, known: Mapping[Address, Mapping[str, str]], token: str) -> Any:
    """Parameters as boto3 wants them: Refs replaced by what was learned, TOKEN by the ClientToken."""
    if isinstance(value, Ref):
        return known[value.address][value.attr]
    if value is TOKEN:
        return token
    if isinstance(value, Mapping):
        return {key: fill(each, known, token) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [fill(each, known, token) for each in value]
    return value


def named(value: Any) -> frozenset[Address]:
    """The addresses whose Refs stand in parameters."""
    if isinstance(value, Ref):
        return frozenset({value.address})
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, (list, tuple)) else ()
    return frozenset().union(*(named(each) for each in inner))
