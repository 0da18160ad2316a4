"""What takes real time: the computer's own clocks, and threads that hang beyond a limit."""

from __future__ import annotations

import threading
import time

import pytest

from netsec.aws.clock import SystemClock, sleep_until
from netsec.aws.deadline import Deadline
from netsec.aws.describe import call_before, describe
from netsec.errors import Unfinished
from netsec.model import Query
from tests.support.fake_aws import Silence


def test_the_computers_own_clocks_agree_on_a_moment_of_waiting() -> None:
    clock = SystemClock()
    before = (clock.monotonic(), clock.boottime())
    sleep_until(clock, before[0] + 0.3)
    passed = (clock.monotonic() - before[0], clock.boottime() - before[1])
    assert passed[0] >= 0.3
    assert passed[1] == pytest.approx(passed[0], abs=0.2)
    assert abs(clock.now() - time.time()) < 1


def test_a_look_ends_at_its_limit_however_long_the_threads_hang() -> None:
    silence, began = Silence("describe_vpcs"), time.monotonic()
    said: list[str] = []
    asked = [Query("describe_vpcs", "V"), Query("describe_quotas", "Q", optional=True), Query("describe_subnets", "S")]
    with pytest.raises(Unfinished) as raised:
        describe(silence, asked, time.time, on_slow_answer=lambda: said.append("silent"), deadline=Deadline(4.0))
    assert (time.monotonic() - began < 6, said) == (True, ["silent"])
    assert raised.value.reasons[0].code == "look_timed_out"
    assert raised.value.reasons[0].facts == {"operation": "describe_subnets", "seconds": 4}
    silence.over.set()


def test_a_look_in_a_run_that_is_called_off_is_not_waited_for() -> None:
    silence, began = Silence(), time.monotonic()
    with pytest.raises(Unfinished):
        describe(silence, [Query("describe_vpcs", "V")], time.time, deadline=Deadline(is_cancelled=lambda: True))
    assert time.monotonic() - began < 5
    silence.over.set()


def test_what_was_asked_on_the_side_is_left_unanswered_at_the_limit() -> None:
    silence = Silence("describe_vpcs")
    asked = [Query("describe_vpcs", "V"), Query("describe_quotas", "Q", optional=True)]
    assert list(describe(silence, asked, time.time, deadline=Deadline(0.5))) == asked[:1]
    silence.over.set()


def test_making_the_connection_ends_at_the_limit_as_well() -> None:
    over = threading.Event()
    with pytest.raises(Unfinished):
        call_before(lambda: bool(over.wait(30)) and None, Deadline(0.3), "connect")
    over.set()
