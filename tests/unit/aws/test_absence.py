"""Stopped for long and woken, a run sends and records nothing before it knows that it is still the only writer."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from netsec.aws.executor import SUSPENSION_SECONDS
from netsec.errors import Locked
from netsec.model import Call, Event, Intent, StepStarted, StepSucceeded, StepWaiting
from netsec.model.journal import PendingCreate
from tests.support.fake_aws import Bench, call, change, create, refusal, thing, wait_for


def sleeping_once(bench: Bench, seconds: float) -> None:
    """The process is stopped in its first rest."""
    bench.clock.asleep = seconds


def test_a_run_that_was_away_for_ten_minutes_asks_and_goes_on() -> None:
    bench = Bench(create_thing=[{"Id": "t-1"}])
    sleeping_once(bench, 600)
    assert bench.run(change("a", create()), change("b", call("use"), needs=["a"])) == ()
    assert bench.log == ["intents 1", "create_thing", "check", "save", "use", "save"]


def test_a_run_that_was_overtaken_records_and_sends_nothing_more() -> None:
    bench = Bench(create_thing=[{"Id": "t-1"}])
    sleeping_once(bench, 600)
    bench.journal.overtaken = True
    with pytest.raises(Locked):
        bench.run(change("a", create()), change("b", call("use"), needs=["a"]))
    assert bench.log == ["intents 1", "create_thing", "check"]


def test_stopped_while_something_is_recorded_it_asks_before_it_sends() -> None:
    bench = Bench(create_thing=[{"Id": "t-1"}])

    def stopped_for_long(event: Event) -> None:
        bench.clock.time += 600 if isinstance(event, StepStarted) and event.change.slot.address.name == "a" else 0

    bench.on_event = stopped_for_long
    bench.run(change("a", call("first"), call("second")))
    assert bench.log[:2] == ["first", "check"]


@pytest.mark.parametrize("step", [call("second"), create("second")])
def test_stopped_between_an_answer_and_the_next_call_it_asks_before_it_sends(step: Call) -> None:
    """The rest that follows would notice it as well, when the call is in the air already."""
    bench = Bench(second=[{"Id": "t-1"}])

    def stopped_for_long(event: Event) -> None:
        bench.clock.time += 600 if isinstance(event, StepSucceeded) and event.step == 0 else 0

    bench.on_event = stopped_for_long
    bench.run(change("a", call("first"), step))
    assert bench.log[:3] == ["first", "save", "check"]


def test_overtaken_between_an_answer_and_the_next_call_nothing_is_sent() -> None:
    bench = Bench()

    def stopped_for_long(event: Event) -> None:
        if isinstance(event, StepSucceeded):
            bench.clock.time, bench.journal.overtaken = bench.clock.time + 600, True

    bench.on_event = stopped_for_long
    with pytest.raises(Locked):
        bench.run(change("a", call("first"), call("second")))
    assert bench.sent == ["first"]


def test_stopped_while_the_intents_are_saved_it_asks_before_it_sends() -> None:
    bench = Bench(create_thing=[{"Id": "t-1"}])
    begin = bench.journal.begin

    def slowly(announced: Sequence[PendingCreate]) -> Sequence[Intent]:
        bench.clock.time, bench.journal.overtaken = bench.clock.time + 600, True
        return begin(announced)

    bench.journal.begin = slowly  # type: ignore[method-assign]
    with pytest.raises(Locked):
        bench.run(change("a", create()))
    assert bench.log == ["intents 1", "check"]


def test_a_second_try_after_an_absence_asks_first() -> None:
    bench = Bench(touch=[refusal("RequestLimitExceeded", 503), {}])

    def stopped_for_long(event: Event) -> None:
        bench.clock.time += 600 if isinstance(event, StepWaiting) else 0

    bench.on_event = stopped_for_long
    assert bench.run(change("a", call("touch"))) == ()
    assert bench.log[:3] == ["touch", "check", "touch"]


@pytest.mark.parametrize("seconds", [0.0, SUSPENSION_SECONDS])
def test_waiting_as_long_as_it_meant_to_is_no_absence(seconds: float) -> None:
    bench = Bench(describe_things=[*[[thing("t-1", "pending")]] * 300, [thing("t-1")]])
    sleeping_once(bench, seconds)
    assert bench.run(change("a", wait_for("t-1", patience=1e9))) == ()
    assert bench.clock.monotonic() - 1000 > 10 * SUSPENSION_SECONDS
    assert "check" not in bench.log


def test_an_absence_while_only_calls_in_the_air_are_waited_for_is_noticed() -> None:
    """However far the deadline is: a rest is never so long that a night would hide in it."""
    bench = Bench(create_thing=[{"Id": "t-1"}])
    sleeping_once(bench, 2 * SUSPENSION_SECONDS)
    bench.run(change("a", create()), seconds=1e9)
    assert "check" in bench.log
