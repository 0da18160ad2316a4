"""Nothing that a terminal would obey gets through, and letters of every language do."""

from __future__ import annotations

import unicodedata

import pytest

from netsec.errors import Conflict
from netsec.messages.escape import UNSAFE, printable
from netsec.model import (
    Address,
    Change,
    Detail,
    Plan,
    Record,
    Slot,
    StepFailed,
    StepStarted,
    StepSucceeded,
    StepWaiting,
    reason,
)
from netsec.views.document import json_line
from netsec.views.errors import errors_object, errors_text
from netsec.views.events import event_line
from netsec.views.header import Header
from netsec.views.outputs import output_text, outputs_text
from netsec.views.plan import plan_text
from netsec.views.plan_json import plan_json
from netsec.views.state import RecordedState, state_text

HOSTILE = "a\x1b]0;owned\x07\x9b2J\u202eevil\u2066\nnext\r\u2028\ue000\udc80\x7f\U000e0041"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain", "plain"),
        ("\x9b2J", "\\x9b2J"),
        ("\x1b[2J", "\\x1b[2J"),
        ("\u202e", "\\u202e"),
        ("a\nb", "a\\x0ab"),
        ("\udc80", "\\udc80"),
        ("\U000e0041", "\\U000e0041"),
        ("本番 ネットワーク é", "本番 ネットワーク é"),
        ("x" * 256, "x" * 256),
        ("x" * 257, "x" * 256 + "…"),
    ],
)
def test_printable(raw: str, shown: str) -> None:
    assert printable(raw) == shown


def _inert(text: str) -> bool:
    return all(each == "\n" or unicodedata.category(each) not in UNSAFE for each in text)


def _change() -> Change:
    return Change(
        slot=Slot(Address("security_group", HOSTILE), HOSTILE),
        verb="blocked",
        why=reason("name_taken", address=HOSTILE, name=HOSTILE, id=HOSTILE),
        id=HOSTILE,
        name=HOSTILE,
        details=(Detail("-", HOSTILE, reason("public_ip_given_up")),),
    )


def _views() -> dict[str, str]:
    change, error = _change(), Conflict(reason("held_by", holders=[HOSTILE, (HOSTILE, HOSTILE)]), reason(HOSTILE))
    header = Header(((HOSTILE, HOSTILE, HOSTILE),))
    plan = Plan((change,), problems=(reason("vpc_missing", name=HOSTILE),), warnings=error.reasons)
    record = Record(id=HOSTILE, old=(HOSTILE,), attributes={"public_ip": HOSTILE})
    return {
        "plan": plan_text(plan, header),
        "plan_json": plan_json(plan, header),
        "errors": errors_text([error]),
        "errors_json": json_line(errors_object([error])),
        "outputs": outputs_text({HOSTILE: [HOSTILE]}),
        "output": output_text(HOSTILE),
        "state": state_text(RecordedState(header=header, records={Address(HOSTILE, HOSTILE): record})),
        "began": event_line(StepStarted(change, 0)),
        "waiting": event_line(StepWaiting(change, 0, HOSTILE)),
        "done": event_line(StepSucceeded(change, 0, {"id": HOSTILE}, is_last=True)),
        "failed": event_line(StepFailed(change, 0, error)),
    }


@pytest.mark.parametrize("view", sorted(_views()))
def test_every_view_is_inert(view: str) -> None:
    text = _views()[view]
    assert _inert(text)
    assert "evil" in text


def test_lines_stay_one_line() -> None:
    assert event_line(StepWaiting(_change(), 0, HOSTILE)).count("\n") == 0


def test_json_is_ascii() -> None:
    assert _views()["plan_json"].isascii()
    assert "\x7f" not in _views()["plan_json"]
