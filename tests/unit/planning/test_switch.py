"""Which of the three switches counts: the run's own, the end on the gateways, the config."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from netsec.config import default_config, with_nat_switch
from netsec.model import EXPIRES_TAG, Address, Config, Live
from netsec.model.timestamps import format_timestamp, parse_timestamp, readable_timestamp
from netsec.planning.nat_switch import effective_config

NOON = parse_timestamp("2026-11-24T12:00:00Z") or 0.0
OFF = default_config()
ON = replace(OFF, enable_nat_gateway=True)
LATER, SOONER, PAST = "2026-11-24T18:00:00Z", "2026-11-24T13:00:00Z", "2026-11-24T11:59:00Z"


def gateway(end: str = "", *, owned: bool = True, terminating: bool = False) -> Live:
    tags = {EXPIRES_TAG: end} if end else {}
    return Live(kind="nat_gateway", id=f"nat-{end}", address=Address("nat_gateway", "a"), tags=tags, is_owned=owned,
                terminating=terminating)  # fmt: skip


@pytest.mark.parametrize(
    ("config", "lives", "on", "until", "told"),
    [
        (OFF, [], False, "", []),
        (ON, [], True, "", []),
        (OFF, [gateway()], False, "", []),
        (OFF, [gateway(LATER)], True, LATER, []),
        (OFF, [gateway(SOONER), gateway(LATER)], True, LATER, []),
        (OFF, [gateway(PAST), gateway(LATER)], True, LATER, []),
        (OFF, [gateway(PAST)], False, "", ["nat_time_is_up"]),
        (OFF, [gateway("tomorrow")], False, "", ["nat_end_unreadable"]),
        (OFF, [gateway("tomorrow"), gateway(LATER)], True, LATER, []),
        (OFF, [gateway(LATER, owned=False)], False, "", []),
        (OFF, [gateway(LATER, terminating=True)], False, "", []),
        (ON, [gateway(PAST)], True, "", []),
        (with_nat_switch(OFF, False), [gateway(LATER)], False, "", []),
        (with_nat_switch(OFF, True), [gateway(PAST)], True, "", []),
        (with_nat_switch(OFF, True, SOONER), [gateway(LATER)], True, SOONER, []),
    ],
)
def test_switched(config: Config, lives: list[Live], on: bool, until: str, told: list[str]) -> None:
    found, remarks = effective_config(config, lives, NOON)
    assert (found.enable_nat_gateway, found.nat.expires_at, [each.code for each in remarks]) == (on, until, told)


def test_an_end_is_past_at_its_very_moment() -> None:
    assert effective_config(OFF, [gateway("2026-11-24T12:00:00Z")], NOON)[0].enable_nat_gateway is False
    assert effective_config(OFF, [gateway("2026-11-24T12:00:00Z")], NOON - 1)[0].enable_nat_gateway is True


@pytest.mark.parametrize("text", ["", "soon", "2026-11-24", "2026-11-24T25:00:00Z", "2026-11-24T12:00:00+09:00"])
def test_what_is_no_moment(text: str) -> None:
    assert parse_timestamp(text) is None


ZONES_OF_MACHINES = ("UTC0", "JST-9", "NST3:30NDT", "<+1345>-13:45", "EST5EDT,M3.2.0,M11.1.0")


@pytest.fixture(params=ZONES_OF_MACHINES)
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A machine in that zone."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


@pytest.mark.parametrize("text", ["2026-11-24T12:00:00Z", "2026-07-01T00:30:00Z", "2026-03-08T07:15:00Z"])
def test_an_end_is_in_utc_wherever_the_machine_stands(zone: str, text: str) -> None:
    """The second is in summer time where there is any, the third in the hour that a clock skips."""
    moment = datetime.fromisoformat(text).astimezone(UTC).timestamp()
    assert (parse_timestamp(text), format_timestamp(moment)) == (moment, text)
    assert effective_config(OFF, [gateway(text)], moment - 1)[0].nat.expires_at == text
    assert [each.code for each in effective_config(OFF, [gateway(text)], moment)[1]] == ["nat_time_is_up"]


def test_written_is_the_next_minute_and_can_be_read() -> None:
    assert format_timestamp(NOON) == "2026-11-24T12:00:00Z"
    assert format_timestamp(NOON + 1) == "2026-11-24T12:01:00Z"
    assert parse_timestamp(format_timestamp(NOON + 61)) == NOON + 120
    assert str(readable_timestamp(format_timestamp(NOON))) == "2026-11-24 12:00 UTC"
