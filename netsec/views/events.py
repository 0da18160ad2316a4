"""An event as one plain line of progress, and as one JSON object."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from netsec.model import Began, Done, Event, Failed, Slot, Wait, Waiting
from netsec.views.duration import duration
from netsec.views.errors import reason_object
from netsec.views.escape import printable
from netsec.views.texts import say
from netsec.views.texts.words import DOING, DONE

NOTHING: Mapping[str, str] = MappingProxyType({})
# What is worth showing of what was learned, in this order.
SHOWN = ("id", "public_ip")


def event_line(event: Event, *, learned: Mapping[str, str] = NOTHING, took: float | None = None) -> str:
    """The line, or "" for what needs none. `learned` is all that was learned of the change so far."""
    if isinstance(event, Began):
        return f"{DOING[event.change.verb]} {named(event.change.slot)} …" if event.step == 0 else ""
    if isinstance(event, Waiting):
        return f"  {named(event.change.slot)}: {waiting_text(event)}"
    if isinstance(event, Failed):
        return f"failed {named(event.change.slot)}: {failure_text(event)}"
    if event.last:
        parts = (DONE[event.change.verb], named(event.change.slot), about({**learned, **event.learned}), _took(took))
        return " ".join(part for part in parts if part)
    told = about(event.learned)
    return f"  {named(event.change.slot)}: {told}" if told else ""


def named(slot: Slot) -> str:
    """The address, with the id where it is an old resource."""
    return printable(slot)


def about(learned: Mapping[str, str]) -> str:
    """The id and the public IP, as far as they are known."""
    return " ".join(printable(learned[key]) for key in SHOWN if learned.get(key))


def waiting_text(event: Waiting) -> str:
    """The state that was seen, or the code after which the call is tried again."""
    state = printable(event.state)
    return state if is_wait(event) else f"trying again after {state}"


def is_wait(event: Event) -> bool:
    """Whether the event is of a wait for a state, and not of a call."""
    steps = event.change.steps
    return event.step < len(steps) and isinstance(steps[event.step], Wait)


def failure_text(event: Failed) -> str:
    """Every reason in one line, and whether netsec looks again by itself."""
    whys = "; ".join(say(reason) for reason in event.error.reasons) or event.error.name
    return f"{whys}; looking again" if event.again else whys


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
    if isinstance(event, Began):
        return "step_began" if event.step else "change_began"
    if isinstance(event, Waiting):
        return "change_waiting"
    if isinstance(event, Failed):
        return "change_failed"
    return "change_done" if event.last else "step_done"


def _op(event: Event) -> str:
    steps = event.change.steps
    step = steps[event.step] if event.step < len(steps) else None
    if step is None:
        return ""
    return step.query.op if isinstance(step, Wait) else step.op


def _particulars(event: Event) -> dict[str, Any]:
    if isinstance(event, Waiting):
        return {"state": event.state}
    if isinstance(event, Done):
        return {"learned": dict(event.learned)}
    if isinstance(event, Failed):
        reasons = [reason_object(reason) for reason in event.error.reasons]
        return {"error": event.error.name, "reasons": reasons, "again": event.again}
    return {}
