"""Every reporter on one run: two gateways and a group, one of which fails."""

from __future__ import annotations

import io
import json
import re
import unicodedata

import pytest

from netsec.errors import NatGatewayFailed
from netsec.model import (
    Address,
    Call,
    Change,
    Event,
    Slot,
    StepFailed,
    StepStarted,
    StepSucceeded,
    StepWaiting,
    Wait,
    query_by_vpc,
    reason,
)
from netsec.terminal import Reporter, can_animate, select_reporter, terminal_columns, wants_colour, write_line
from netsec.terminal.json_lines import JsonReporter
from netsec.terminal.lines import LineReporter
from netsec.terminal.live import LiveReporter
from netsec.views.paint import Paint


class Clock:
    """Time that only tests move."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


class Screen(io.StringIO):
    """A stream that is a terminal, of some encoding."""

    def __init__(self, *, tty: bool = True, encoding: str = "utf-8") -> None:
        super().__init__()
        self._tty, self._encoding = tty, encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding

    def isatty(self) -> bool:
        return self._tty


WAIT = Wait(
    query=query_by_vpc("describe_nat_gateways", "NatGateways", "vpc-1"),
    id="x",
    id_field="y",
    good_states=frozenset("a"),
)


def gateway(zone: str) -> Change:
    steps = (Call(op="create_nat_gateway", params={}), WAIT)
    return Change(
        slot=Slot(Address("nat_gateway", zone)), verb="create", why=reason("nat_gateway_missing"), steps=steps
    )


GROUP = Change(
    slot=Slot(Address("security_group", "alb")),
    verb="create",
    why=reason("group_missing", name="x"),
    steps=(Call(op="create_security_group", params={}),),
)
A, C = gateway("1a"), gateway("1c")
FAILURE = NatGatewayFailed(reason("nat_failed", address="nat_gateway/1c", failure="InternalError", message="sorry"))
RUN: tuple[tuple[float, Event], ...] = (
    (0, StepStarted(GROUP, 0)),
    (0, StepStarted(A, 0)),
    (0, StepStarted(C, 0)),
    (1, StepSucceeded(GROUP, 0, {"id": "sg-1"}, is_last=True)),
    (1, StepSucceeded(A, 0, {"id": "nat-1"}, is_last=False)),
    (1, StepStarted(A, 1)),
    (1, StepSucceeded(C, 0, {"id": "nat-2"}, is_last=False)),
    (1, StepStarted(C, 1)),
    (4, StepWaiting(A, 1, "pending")),
    (4, StepWaiting(C, 1, "pending")),
    (7, StepWaiting(A, 1, "pending")),
    (20, StepWaiting(A, 1, "pending")),
    (30, StepFailed(C, 1, FAILURE)),
    (92, StepSucceeded(A, 1, {"public_ip": "192.0.2.1"}, is_last=True)),
)


def play(reporter: Reporter, clock: Clock, after=lambda: None) -> None:
    with reporter as report:
        for time, event in RUN:
            clock.time = 1000.0 + time
            report(event)
            after()
    reporter.summary()


SUMMARY = """\
Incomplete: 2 created, 1 failed in 1m 32s.
  ! nat_gateway/1c: AWS could not create it: sorry (InternalError)
    This is a problem in AWS, and retrying did not help. Run the same command
    again later; see also
    https://health.aws.amazon.com.
"""


def test_lines() -> None:
    clock, stream = Clock(), io.StringIO()
    play(LineReporter(stream, clock, total=3), clock)
    assert stream.getvalue() == (
        """\
creating security_group/alb …
creating nat_gateway/1a …
creating nat_gateway/1c …
created security_group/alb sg-1 (1s)
  nat_gateway/1a: nat-1
  nat_gateway/1c: nat-2
  nat_gateway/1a: pending
  nat_gateway/1c: pending
  still waiting: nat_gateway/1a pending (20s), nat_gateway/1c pending (20s)
failed nat_gateway/1c: AWS could not create it: sorry (InternalError)
created nat_gateway/1a nat-1 192.0.2.1 (1m 32s)
"""
        + SUMMARY
    )


def test_ticks_give_signs_of_life() -> None:
    clock, stream = Clock(), io.StringIO()
    with LineReporter(stream, clock) as report:
        report.tick()
        report(StepStarted(A, 0))
        for _ in range(4):
            clock.time += 10
            report.tick()
    assert stream.getvalue().splitlines()[1:] == [
        "  still waiting: nat_gateway/1a (20s)",
        "  still waiting: nat_gateway/1a (40s)",
    ]


def test_remarks_are_not_repeated() -> None:
    clock, stream = Clock(), io.StringIO()
    report = LineReporter(stream, clock)
    for _ in range(3):
        report.remark(reason("open_intent", address="elastic_ip/1a", op="allocate_address"))
    assert stream.getvalue().count("elastic_ip/1a") == 1


def test_a_failure_that_heals_is_none() -> None:
    clock, stream = Clock(), io.StringIO()
    with LineReporter(stream, clock) as report:
        for event in (
            StepStarted(C, 0),
            StepFailed(C, 1, FAILURE, can_replan=True),
            StepStarted(C, 0),
            StepSucceeded(C, 1, {"id": "nat-3"}, is_last=True),
        ):
            report(event)
    report.summary()
    assert stream.getvalue().splitlines()[-1] == "Apply complete: 1 created in 0s."


def test_json_lines() -> None:
    clock, stream = Clock(), io.StringIO()
    reporter = JsonReporter(stream, clock, total=3)
    reporter.remark(reason("open_intent", address="elastic_ip/1a", op="allocate_address"))
    play(reporter, clock)
    objects = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [each["type"] for each in objects[:3]] == ["remark", "change_began", "change_began"]
    assert len(objects) == len(RUN) + 2
    assert objects[-2]["elapsed"] == 92.0
    assert objects[-1] == {
        "type": "summary",
        "seconds": 92.0,
        "created": 2,
        "updated": 0,
        "deleted": 0,
        "adopted": 0,
        "replaced": 0,
        "kept": 0,
        "failed": [
            {
                "address": "nat_gateway/1c",
                "slot": "current",
                "error": "NatGatewayFailed",
                "reasons": objects[-1]["failed"][0]["reasons"],
            }
        ],
    }


def _frames(reporter: LiveReporter) -> str:
    """What the live region shows right now, without its escapes."""
    from rich.console import Console

    console = Console(file=io.StringIO(), width=80, color_system=None)
    console.print(reporter._draw())
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())


def test_live_region() -> None:
    clock, stream, frames = Clock(), Screen(), []
    reporter = LiveReporter(stream, clock, total=3, paint=Paint(True))
    play(reporter, clock, lambda: frames.append(_frames(reporter)))
    assert [re.sub("  +", " ", line[2:]) for line in frames[9].splitlines()] == [
        "creating nat_gateway/1a nat-1 pending 4s",
        "creating nat_gateway/1c nat-2 pending 4s",
        "1 of 3 done 4s",
    ]
    assert [re.sub("  +", " ", line[2:]) for line in frames[12].splitlines()] == [
        "creating nat_gateway/1a nat-1 pending 30s",
        "1 of 3 done, 1 failed 30s",
    ]


def test_live_leaves_the_finished_ones() -> None:
    clock, stream = Clock(), Screen()
    play(LiveReporter(stream, clock, total=3), clock)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", stream.getvalue())
    for line in ("✓ created security_group/alb sg-1 (1s)", "✓ created nat_gateway/1a nat-1 192.0.2.1 (1m 32s)"):
        assert line in plain
    assert "✗ failed nat_gateway/1c" in plain
    assert plain.endswith(SUMMARY)
    assert "\x1b[?25h" in stream.getvalue()
    assert "\x1b[32m" not in stream.getvalue()


def test_live_in_ascii() -> None:
    clock, stream = Clock(), Screen(encoding="cp932")
    reporter = LiveReporter(stream, clock, total=3)
    play(reporter, clock, lambda: _frames(reporter).encode("ascii"))
    assert "+ created security_group/alb" in stream.getvalue()
    assert stream.getvalue().isascii()


def test_live_survives_an_exception() -> None:
    stream = Screen()

    def interrupted() -> None:
        with LiveReporter(stream, Clock()) as report:
            report(StepStarted(A, 0))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert "\x1b[?25h" in stream.getvalue()


def test_no_reporter_prints_raw_controls() -> None:
    hostile = "\x1b]0;x\x07\x9b2J\u202e\nnew line"
    for make in (LineReporter, JsonReporter, LiveReporter):
        clock, stream = Clock(), Screen()
        with make(stream, clock) as report:
            report(StepStarted(A, 0))
            report(StepWaiting(A, 1, hostile))
            report(StepSucceeded(A, 1, {"id": hostile}, is_last=True))
        text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", stream.getvalue())
        assert not [each for each in text if unicodedata.category(each) in ("Cc", "Cf") and each not in "\r\n"]
        assert not [line for line in text.splitlines() if line.startswith("new line")]


@pytest.mark.parametrize(
    ("tty", "environ", "animated", "coloured"),
    [
        (True, {}, True, True),
        (True, {"CI": "true"}, False, True),
        (True, {"CI": "false"}, True, True),
        (True, {"TERM": "dumb"}, False, False),
        (True, {"NO_COLOR": "1"}, True, False),
        (True, {"NO_COLOR": ""}, True, True),
        (True, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        (True, {"FORCE_COLOR": "0"}, True, False),
        (False, {}, False, False),
        (False, {"FORCE_COLOR": "1"}, False, True),
        (False, {"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
    ],
)
def test_choosing(tty: bool, environ: dict[str, str], animated: bool, coloured: bool) -> None:
    stream = Screen(tty=tty)
    assert can_animate(stream, environ) is animated
    assert wants_colour(stream, environ) is coloured
    chosen = select_reporter(json=False, stdout=io.StringIO(), stderr=stream, environ=environ, now=Clock())
    assert isinstance(chosen, LiveReporter if animated else LineReporter)


def test_choosing_json_and_no_colour() -> None:
    stdout, stderr = io.StringIO(), Screen()
    chosen = select_reporter(json=True, stdout=stdout, stderr=stderr, environ={}, now=Clock())
    chosen(StepStarted(A, 0))
    assert json.loads(stdout.getvalue())["type"] == "change_began"
    assert stderr.getvalue() == ""
    assert wants_colour(stderr, {}, no_color=True) is False


@pytest.mark.parametrize(("told", "room"), [("", 80), ("100", 100), ("10", 60), ("999", 120), ("x", 80)])
def test_columns(told: str, room: int) -> None:
    assert terminal_columns(Screen(), {"COLUMNS": told}) == room


def test_letters_that_a_stream_lacks() -> None:
    stream = Screen(encoding="ascii")
    write_line(stream, "creating … 本番")
    assert stream.getvalue() == "creating ... \\u672c\\u756a\n"
