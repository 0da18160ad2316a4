"""Stopped for long and woken, a run sends and records nothing before it knows that it is still the only writer."""

from __future__ import annotations

import pytest
from aws_fakes import Bench, call, change, create, thing, wait_for

from netsec.aws.execute import ABSENCE_SECONDS
from netsec.errors import Locked
from netsec.model import Began, Event


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
        bench.clock.time += 600 if isinstance(event, Began) and event.change.slot.address.name == "a" else 0

    bench.on_event = stopped_for_long
    bench.run(change("a", call("first"), call("second")))
    assert bench.log[:2] == ["first", "check"]


@pytest.mark.parametrize("seconds", [0.0, ABSENCE_SECONDS])
def test_waiting_as_long_as_it_meant_to_is_no_absence(seconds: float) -> None:
    bench = Bench(describe_things=[*[[thing("t-1", "pending")]] * 300, [thing("t-1")]])
    sleeping_once(bench, seconds)
    assert bench.run(change("a", wait_for("t-1", patience=1e9))) == ()
    assert bench.clock.monotonic() - 1000 > 10 * ABSENCE_SECONDS
    assert "check" not in bench.log


def test_an_absence_while_only_calls_in_the_air_are_waited_for_is_noticed() -> None:
    """However far the deadline is: a rest is never so long that a night would hide in it."""
    bench = Bench(create_thing=[{"Id": "t-1"}])
    sleeping_once(bench, 2 * ABSENCE_SECONDS)
    bench.run(change("a", create()), seconds=1e9)
    assert "check" in bench.log
