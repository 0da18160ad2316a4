"""A plan as one JSON document, for programs: everything the text says, and the calls it stands for."""

from __future__ import annotations

from typing import Any

from netsec.messages import ENGLISH, say
from netsec.model import Call, Change, Detail, Plan, Step
from netsec.reason import Reason
from netsec.views.document import FORMAT_VERSION, json_document, json_value
from netsec.views.errors import reason_object
from netsec.views.header import NO_HEADER, Header, header_object
from netsec.views.plan import blocked_reasons


def plan_json(plan: Plan, header: Header = NO_HEADER, cost: dict[str, Any] | None = None) -> str:
    """The document as text."""
    return json_document(plan_object(plan, header, cost))


def plan_object(plan: Plan, header: Header = NO_HEADER, cost: dict[str, Any] | None = None) -> dict[str, Any]:
    """The document, with what it does to the bill: within one major format_version, fields are only ever added."""
    verbs = ("create", "adopt", "update", "replace", "delete", "keep", "blocked")
    return {
        "format_version": FORMAT_VERSION,
        "header": header_object(header),
        "is_empty": plan.is_empty,
        "counts": {verb: sum(1 for change in plan.changes if change.verb == verb) for verb in verbs},
        "changes": [change_object(change) for change in plan.changes],
        "blocked": [reason_object(each) for each in blocked_reasons(plan)],
        "problems": [reason_object(each) for each in plan.obstacles],
        "warnings": [reason_object(each) for each in plan.warnings],
        "cost": cost,
    }


def change_object(change: Change) -> dict[str, Any]:
    """One change; `slot` is `current`, or the id of the old resource that it is about."""
    return {
        "address": str(change.address),
        "slot": change.slot.name,
        "verb": change.verb,
        "id": change.id,
        "name": change.name,
        "why": _why(change.why),
        "details": [_detail(detail) for detail in change.details],
        "steps": [_step(step) for step in change.steps],
        "needs": sorted(str(slot) for slot in change.needs),
    }


def _why(reason: Reason) -> dict[str, Any]:
    return {"code": reason.code, "text": say(reason, ENGLISH), "facts": json_value(reason.facts)}


def _detail(detail: Detail) -> dict[str, Any]:
    return {"sign": detail.sign, "what": detail.what, "why": _why(detail.why)}


def _step(step: Step) -> dict[str, Any]:
    if isinstance(step, Call):
        return {"type": "call", "op": step.op, "params": json_value(step.params)}
    return {
        "type": "wait",
        "op": step.query.op,
        "id": json_value(step.id),
        "until": sorted(step.good_states),
        "fails_on": sorted(step.bad_states),
        "patience": step.patience,
    }
