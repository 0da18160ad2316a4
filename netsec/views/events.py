"""An event as one plain line of progress, and as one JSON object."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from netsec.messages import Rendered, has_text, say, text
from netsec.messages.escape import printable
from netsec.model import Change, Event, Slot, StepFailed, StepStarted, StepSucceeded, StepWaiting, Wait
from netsec.views.duration import duration
from netsec.views.errors import reason_object

NOTHING: Mapping[str, str] = MappingProxyType({})
# What is worth showing of what was learned, in this order.
SHOWN = ("id", "public_ip")


def event_line(event: Event, *, learned: Mapping[str, str] = NOTHING, took: float | None = None) -> str:
    """The line, or "" for what needs none; `learned` is all that was learned of the change so far, `took` seconds."""
    name = slot_text(event.change.slot)
    if isinstance(event, StepStarted):
        return text("progress.began", doing=doing_text(event.change, name)) if event.step == 0 else ""
    if isinstance(event, StepWaiting):
        return f"  {text('progress.about', what=name, detail=waiting_text(event))}"
    if isinstance(event, StepFailed):
        return text("progress.failed", what=name, why=Rendered(failure_text(event)))
    if event.is_last:
        what = " ".join(part for part in (name, learned_text({**learned, **event.learned})) if part)
        return " ".join(part for part in (text(f"progress.done.{event.change.verb}", what=what), _took(took)) if part)
    details = learned_text(event.learned)
    return f"  {text('progress.about', what=name, detail=details)}" if details else ""


def doing_text(change: Change, what: str) -> str:
    """What a change is doing: `creating nat_gateway/a nat-1`; `what` is its address and what is known of it."""
    return text(f"progress.doing.{change.verb}", what=what)


def slot_text(slot: Slot) -> str:
    """The address, with the id where it is an old resource."""
    return printable(slot)


def learned_text(learned: Mapping[str, str]) -> str:
    """The id and the public IP, as far as they are known."""
    return " ".join(printable(learned[key]) for key in SHOWN if learned.get(key))


def waiting_text(event: StepWaiting) -> str:
    """The state that was seen, or the code after which the call is tried again."""
    key = f"progress.state.{event.state}"
    state = text(key) if has_text(key) else printable(event.state)
    return state if is_wait(event) else text("progress.retrying", state=state)


def is_wait(event: Event) -> bool:
    """Whether the event is of a wait for a state, and not of a call."""
    steps = event.change.steps
    return event.step < len(steps) and isinstance(steps[event.step], Wait)


def failure_text(event: StepFailed) -> str:
    """Every reason in one line, and whether netsec looks again by itself."""
    whys = text("words.semicolon").join(say(reason) for reason in event.error.reasons) or event.error.name
    return text("progress.checking_again", why=Rendered(whys)) if event.can_replan else whys


def _took(seconds: float | None) -> str:
    return "" if seconds is None else f"({duration(seconds)})"


def event_object(event: Event) -> dict[str, Any]:
    """What a program that follows a run gets; `type` says which further keys there are."""
    change = event.change
    common = {
        "type": _type(event),
        "address": str(change.address),
        "slot": change.slot.name,
        "verb": change.verb,
        "step": event.step,
        "steps": len(change.steps),
        "op": _op(event),
    }
    return common | _particulars(event)


def _type(event: Event) -> str:
    if isinstance(event, StepStarted):
        return "step_began" if event.step else "change_began"
    if isinstance(event, StepWaiting):
        return "change_waiting"
    if isinstance(event, StepFailed):
        return "change_failed"
    return "change_done" if event.is_last else "step_done"


def _op(event: Event) -> str:
    steps = event.change.steps
    step = steps[event.step] if event.step < len(steps) else None
    if step is None:
        return ""
    return step.query.op if isinstance(step, Wait) else step.op


def _particulars(event: Event) -> dict[str, Any]:
    if isinstance(event, StepWaiting):
        return {"state": event.state}
    if isinstance(event, StepSucceeded):
        return {"learned": dict(event.learned)}
    if isinstance(event, StepFailed):
        reasons = [reason_object(reason) for reason in event.error.reasons]
        return {"error": event.error.name, "reasons": reasons, "again": event.can_replan}
    return {}
