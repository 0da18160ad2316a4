"""Waiting is done by a clock that never jumps: whatever the wall clock does, a run goes on as it would have."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import Future
from typing import Any

import pytest

from netsec.aws.clock import AnchoredClock
from netsec.aws.deadline import Deadline
from netsec.aws.executor import DRAIN_SECONDS, SUSPENSION_SECONDS, Execution
from netsec.aws.run_context import RunContext
from netsec.aws.thread_pool import DaemonThreadPool
from netsec.model import Plan
from tests.support.fake_aws import Bench, JumpingClock, Silence, call, change, create, refusal, thing, wait_for

JUMPS = (-300.0, 3600.0, -86_400.0)
PENDING, READY = [thing("t-1", "pending")], [thing("t-1")]


def story(jump: float, *, suspended: bool = False) -> tuple[list[Any], float, list[str]]:
    """A gateway is waited for while the wall clock is set, or the computer sleeps: calls, seconds, failures."""
    bench = Bench(create_thing=[{"Id": "t-1"}], describe_things=[PENDING] * 20 + [READY])
    bench.clock.jumps = [] if suspended else [jump]
    bench.clock.suspended = jump if suspended else 0.0
    failed = bench.run(change("a", create(), wait_for("t-1", patience=100.0)), seconds=120)
    return bench.sent, bench.clock.monotonic() - 1000, [each.error.reasons[0].code for each in failed]


@pytest.mark.parametrize("jump", JUMPS)
def test_a_wall_clock_that_is_set_changes_no_wait(jump: float) -> None:
    assert story(jump) == story(0.0)
    assert story(0.0)[2] == []


@pytest.mark.parametrize("seconds", [600.0, 8 * 3600.0])
def test_a_computer_that_slept_ends_no_healthy_run_and_passes_no_deadline(seconds: float) -> None:
    assert story(seconds, suspended=True) == story(0.0)


@pytest.mark.parametrize("jump", JUMPS)
def test_pauses_patience_and_deadlines_are_as_long_as_ever(jump: float) -> None:
    bench = Bench(touch=[refusal("RequestLimitExceeded", 503)])
    bench.clock.jumps = [jump] * 3
    (failed,) = bench.run(change("a", call("touch")), seconds=100)
    assert failed.error.reasons[0].code == "deadline_passed"
    assert 100 <= bench.clock.monotonic() - 1000 < 101


@pytest.mark.parametrize("asleep", ["suspended", "asleep"])
def test_after_a_sleep_the_lock_is_looked_at_before_anything_is_sent(asleep: str) -> None:
    bench = Bench(create_thing=[{"Id": "t-1"}])
    setattr(bench.clock, asleep, 10 * SUSPENSION_SECONDS)
    assert bench.run(change("a", create(), call("use"))) == ()
    assert bench.log == ["intents 1", "create_thing", "check", "save", "use", "save"]


def test_what_one_run_compares_can_not_jump_but_counts_the_time_asleep() -> None:
    clock = JumpingClock()
    anchored, began = AnchoredClock(clock), clock.now()
    clock.time, clock.slept, clock.set = clock.time + 5, 100.0, -3600.0
    assert anchored.now() - began == pytest.approx(105)


# Answers that never come


def test_once_something_was_changed_the_limit_does_not_say_otherwise() -> None:
    limit = Deadline(1.0)
    assert limit.timeout_error("x").reasons[0].code == "look_timed_out"
    limit.may_have_written = True
    assert limit.timeout_error("x").reasons[0].code == "look_timed_out_midway"


def test_the_time_that_a_person_takes_to_answer_is_left_out() -> None:
    clock = JumpingClock()
    limit = Deadline(10.0, clock)
    clock.time += 30.0
    assert limit.has_passed
    limit.extend(30.0)
    assert not limit.has_passed
    clock.time += 10.0
    assert limit.has_passed


class Stubborn(JumpingClock):
    """Time passes while calls are waited for, too: their answers never come."""

    def wait(self, futures: Collection[Future[Any]], seconds: float) -> None:
        super().wait((), max(seconds, 0.001))


def execution(silence: Silence, *steps: Any) -> tuple[Execution, Bench]:
    bench = Bench()
    bench.clock = Stubborn()
    means = RunContext(aws=silence, journal=bench.journal, clock=bench.clock, deadline=bench.clock.monotonic() + 60)
    return Execution(Plan((change("a", *steps),)), means, DaemonThreadPool(2)), bench


def test_at_the_deadline_a_look_in_the_air_is_not_waited_for() -> None:
    silence = Silence()
    run, bench = execution(silence, wait_for("t-1"))
    (failed,) = run.go()
    assert failed.error.reasons[0].code == "deadline_passed"
    assert bench.clock.monotonic() - 1000 < 60 + 4
    silence.over.set()


def test_at_the_deadline_a_call_in_the_air_is_waited_for_a_while_and_then_known_to_be_unsettled() -> None:
    silence = Silence()
    run, bench = execution(silence, create())
    (failed,) = run.go()
    assert failed.is_outcome_unknown
    assert DRAIN_SECONDS <= bench.clock.monotonic() - 1060 < DRAIN_SECONDS + 4
    silence.over.set()


class Lost(Silence):
    """The answer to a create is lost, and what is asked about it gets none."""

    def write(self, op: str, params: Any) -> dict[str, Any]:
        raise refusal("InternalError", 500)


def test_at_the_deadline_a_look_for_what_was_made_is_not_waited_for() -> None:
    silence = Lost()
    run, bench = execution(silence, create())
    (failed,) = run.go()
    assert failed.error.reasons[0].code == "deadline_passed"
    assert failed.is_outcome_unknown
    assert bench.clock.monotonic() - 1000 < 60 + 4
    silence.over.set()
