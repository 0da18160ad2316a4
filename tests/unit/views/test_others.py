"""Errors, events, outputs, the state, and the small things they are made of."""

from __future__ import annotations

import json

import pytest

from netsec.errors import Conflict, IdentityError, Interrupted, NetsecError
from netsec.model import (
    Address,
    Call,
    Change,
    Record,
    Slot,
    StepFailed,
    StepStarted,
    StepSucceeded,
    StepWaiting,
    query_by_vpc,
    reason,
)
from netsec.model import Wait as WaitFor
from netsec.views.document import json_line
from netsec.views.duration import duration
from netsec.views.errors import errors_object, errors_text
from netsec.views.events import event_line, event_object
from netsec.views.header import Header
from netsec.views.outputs import output_json, output_text, outputs_json, outputs_text
from netsec.views.paint import hanging_indent, padded, width, wrapped
from netsec.views.state import RecordedState, state_json, state_text
from netsec.views.summary import Summary, summary_object, summary_text

WAIT = WaitFor(
    query=query_by_vpc("describe_nat_gateways", "NatGateways", "vpc-1"),
    id="x",
    id_field="y",
    good_states=frozenset("a"),
)
GATEWAY = Change(
    slot=Slot(Address("nat_gateway", "ap-northeast-1a")),
    verb="create",
    why=reason("nat_gateway_missing", zone="ap-northeast-1a"),
    steps=(Call(op="create_nat_gateway", params={}), WAIT),
)
FAILURE = Conflict(reason("held_by", holders=["eni-1 (RDS)"]))


def test_errors_are_listed_once_with_what_to_do() -> None:
    region = IdentityError(reason("region_differs", recorded="ap-northeast-1", actual="us-east-1"))
    assert errors_text([FAILURE, region, FAILURE]).splitlines() == [
        "error: in use by eni-1 (RDS)",
        "       Delete or change what uses it, then run the same command again.",
        "error: this stack is in ap-northeast-1, but this run is for us-east-1",
        "       Use --region ap-northeast-1, or another environment (-e NAME) for",
        "       us-east-1.",
    ]


def test_an_error_names_its_address() -> None:
    told = reason("used_by", users=["x eni-1"], address="security_group/alb")
    assert errors_text([Conflict(told)]).startswith("error: security_group/alb: still used by x eni-1")
    named = reason("nat_slow", address="nat_gateway/a", seconds=600)
    assert errors_text([NetsecError(named)]).count("nat_gateway/a") == 1


def test_commands_are_never_broken() -> None:
    text = errors_text([NetsecError(reason("quota", code="AddressLimitExceeded", message="too many"))])
    assert text.splitlines()[-2:] == [
        "         aws service-quotas request-service-quota-increase \\",
        "           --service-code ec2 --quota-code L-0263D0A3 --desired-value NUMBER",
    ]


def test_errors_as_json() -> None:
    document = json.loads(
        json_line(errors_object([FAILURE, Interrupted(130, reason("interrupted_done", done=3, left=2))]))
    )
    assert document["error"]["name"] == "Interrupted"
    assert document["error"]["exit_code"] == 130
    assert [each["code"] for each in document["error"]["reasons"]] == ["held_by", "interrupted_done"]
    assert document["error"]["reasons"][0] == {
        "code": "held_by",
        "text": "in use by eni-1 (RDS)",
        "hint": "Delete or change what uses it, then run the same command again.",
        "facts": {"holders": ["eni-1 (RDS)"]},
    }


def test_an_error_without_reasons_has_a_name() -> None:
    assert errors_text([NetsecError()]) == "error: NetsecError"


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (StepStarted(GATEWAY, 0), "creating nat_gateway/ap-northeast-1a …"),
        (StepStarted(GATEWAY, 1), ""),
        (StepWaiting(GATEWAY, 1, "pending"), "  nat_gateway/ap-northeast-1a: pending"),
        (StepWaiting(GATEWAY, 0, "Throttling"), "  nat_gateway/ap-northeast-1a: retrying after Throttling"),
        (StepSucceeded(GATEWAY, 0, {"id": "nat-1"}, is_last=False), "  nat_gateway/ap-northeast-1a: nat-1"),
        (StepSucceeded(GATEWAY, 0, {}, is_last=False), ""),
        (StepSucceeded(GATEWAY, 1, {"id": "nat-1", "public_ip": "192.0.2.1"}, is_last=True),
         "created nat_gateway/ap-northeast-1a nat-1 192.0.2.1"),
        (StepFailed(GATEWAY, 1, FAILURE), "failed nat_gateway/ap-northeast-1a: in use by eni-1 (RDS)"),
        (StepFailed(GATEWAY, 1, FAILURE, can_replan=True),
         "failed nat_gateway/ap-northeast-1a: in use by eni-1 (RDS); checking again"),
    ],
)  # fmt: skip
def test_event_lines(event, line: str) -> None:
    assert event_line(event) == line


def test_event_objects() -> None:
    types = [
        event_object(event)["type"]
        for event in (
            StepStarted(GATEWAY, 0),
            StepStarted(GATEWAY, 1),
            StepWaiting(GATEWAY, 1, "pending"),
            StepSucceeded(GATEWAY, 0, {}, is_last=False),
            StepSucceeded(GATEWAY, 1, {}, is_last=True),
            StepFailed(GATEWAY, 1, FAILURE),
        )
    ]
    assert types == ["change_began", "step_began", "change_waiting", "step_done", "change_done", "change_failed"]
    assert event_object(StepWaiting(GATEWAY, 1, "pending")) == {
        "type": "change_waiting",
        "address": "nat_gateway/ap-northeast-1a",
        "slot": "current",
        "verb": "create",
        "step": 1,
        "steps": 2,
        "op": "describe_nat_gateways",
        "state": "pending",
    }


def test_summary() -> None:
    done = Summary(done=(GATEWAY, GATEWAY), seconds=112)
    assert summary_text(done) == "Apply complete: 2 created in 1m 52s."
    failed = Summary(failed=(StepFailed(GATEWAY, 1, FAILURE),), seconds=3)
    assert summary_text(failed).splitlines() == [
        "Incomplete: 1 failed in 3s.",
        "  ! nat_gateway/ap-northeast-1a: in use by eni-1 (RDS)",
        "    Delete or change what uses it, then run the same command again.",
    ]
    assert summary_object(done)["created"] == 2


OUTPUTS = {"nat_gateway_ids": ["nat-1", "nat-2"], "nat_gateway_public_ips": [], "security_group_alb_id": "sg-1"}


def test_outputs() -> None:
    assert outputs_text(OUTPUTS).splitlines() == [
        "nat_gateway_ids         nat-1",
        "                        nat-2",
        "nat_gateway_public_ips  (none)",
        "security_group_alb_id   sg-1",
    ]
    assert json.loads(outputs_json(OUTPUTS)) == OUTPUTS
    assert output_text(["nat-1", "nat-2"]) == "nat-1\nnat-2"
    assert output_text([]) == ""
    assert output_text("sg-" + "1" * 300) == "sg-" + "1" * 300
    assert json.loads(output_json(["nat-1"])) == ["nat-1"]


RECORDED = RecordedState(
    header=Header((("account", "123456789012", ""), ("region", "ap-northeast-1", ""))),
    serial=7,
    records={
        Address("nat_gateway", "a"): Record(id="nat-2", old=("nat-1",), attributes={"public_ip": "192.0.2.1"}),
        Address("private_route", "rtb-1"): Record(id="rtb-1", attributes={"target": "nat-2"}),
        Address("security_group", "alb"): Record(id="sg-1", attributes={"name": "x-alb-sg"}),
    },
)


def test_state() -> None:
    assert state_text(RECORDED).splitlines() == [
        "account  123456789012",
        "region   ap-northeast-1",
        "",
        "Security groups",
        "  security_group/alb  sg-1  x-alb-sg",
        "",
        "NAT gateways",
        "  nat_gateway/a  nat-2  192.0.2.1",
        "    old, to be deleted: nat-1",
        "",
        "Private routes",
        "  private_route/rtb-1    nat-2",
    ]
    document = json.loads(state_json(RECORDED))
    assert document["serial"] == 7
    assert document["resources"]["nat_gateway/a"]["old"] == ["nat-1"]
    assert "Nothing is recorded" in state_text(RecordedState())


@pytest.mark.parametrize(
    ("seconds", "text"), [(-1, "0s"), (0, "0s"), (59.9, "59s"), (60, "1m 00s"), (112, "1m 52s"), (3720, "1h 02m")]
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_width_counts_cells() -> None:
    assert width("本番x") == 5
    assert width("e\u0301") == 1
    assert padded("本", 4) == "本  "


def test_wrapping() -> None:
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("a-very-long-word x", 5) == ["a-very-long-word", "x"]
    assert wrapped("日本語を折り返す。", 8) == ["日本語を", "折り返", "す。"]
    assert wrapped("", 8) == [""]
    assert hanging_indent("one two three", "- ", 22) == ["- one two three"]
