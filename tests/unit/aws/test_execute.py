"""The executor on fakes: order, independence, patience, recovery, waiting, stopping and giving up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ConnectionClosedError, EndpointConnectionError, ReadTimeoutError
from botocore.parsers import ResponseParserError

from netsec.errors import Conflict, IdentityError, NatGatewayFailed, QuotaExceeded, Unfinished
from netsec.model import CLIENT_TOKEN, Creation, Ref, StepSucceeded, StepWaiting, reason
from tests.support.fake_aws import Bench, call, change, create, looks_for, refusal, slot, thing, wait_for

LOST = ReadTimeoutError(endpoint_url="https://ec2.invalid/")
CLOSED = ConnectionClosedError(endpoint_url="https://ec2.invalid/")


# Order


def test_all_creates_that_are_ready_share_one_save_of_their_intents() -> None:
    bench = Bench(create_thing=[{"Id": "t-1"}])
    assert bench.run(*(change(name, create()) for name in "abc"), change("d", call("touch"))) == ()
    assert bench.log == ["intents 3", "create_thing", "create_thing", "create_thing", "touch", "save"]


def test_a_step_starts_only_after_what_it_needs_is_recorded_and_gets_its_refs() -> None:
    bench = Bench(create_thing=[{"Id": "t-1"}])
    params = {"Things": [{"Thing": Ref(slot("a").address)}], "Keep": "x"}
    bench.run(
        change("b", call("use", params=params), needs=["a"]), change("a", create(params={"ClientToken": CLIENT_TOKEN}))
    )
    first = ("create_thing", {"ClientToken": "uuid-a"})
    assert bench.log == ["intents 1", first, "save", ("use", {"Things": [{"Thing": "t-1"}], "Keep": "x"}), "save"]


def test_nothing_is_told_before_it_is_recorded() -> None:
    """Whoever reads that something was made can rely on it that the state knows."""
    bench = Bench(create_thing=[{"Id": "t-1"}], bad=[refusal("NatGatewayLimitExceeded")])
    bench.on_event = lambda event: bench.log.append(type(event).__name__)
    bench.run(change("a", create()), change("b", call("bad"), needs=["a"]))
    assert bench.log == [
        "intents 1",
        "create_thing",
        "StepStarted",
        "save",
        "StepSucceeded",
        "bad",
        "StepStarted",
        "save",
        "StepFailed",
    ]


def test_an_intent_holds_a_placeholder_where_the_token_goes() -> None:
    bench = Bench(create_thing=[{"Id": "t-1"}])
    bench.run(change("a", create(params={"ClientToken": CLIENT_TOKEN})))
    assert bench.journal.begun[0][0].params == {"ClientToken": "${token}"}


def test_what_a_call_teaches_is_learned_with_its_refs_filled() -> None:
    bench = Bench(create_thing=[{"Id": "t-1"}])
    teach = {"target": Ref(slot("a").address)}
    bench.run(change("a", create()), change("b", call("use", sets=teach), needs=["a"]))
    assert [event.learned for event in bench.events if isinstance(event, StepSucceeded)] == [
        {"id": "t-1"},
        {"target": "t-1"},
    ]


# Failures


def test_a_failure_stops_only_what_needs_it() -> None:
    bench = Bench(bad=[refusal("NatGatewayLimitExceeded")])
    failed = bench.run(
        change("a", call("bad"), call("never")),
        change("b", call("never"), needs=["a"]),
        change("c", call("good")),
        change("d", call("fine"), needs=["c"]),
    )
    assert [(each.change.slot, type(each.error), each.can_replan) for each in failed] == [
        (slot("a"), QuotaExceeded, False)
    ]
    assert bench.sent == ["bad", "good", "fine"]


def test_a_bug_is_not_taken_for_a_failure_of_aws() -> None:
    with pytest.raises(ZeroDivisionError):
        Bench(bad=[ZeroDivisionError()]).run(change("a", call("bad")))


def test_benign_codes_are_success() -> None:
    bench = Bench(remove=[refusal("InvalidThing.NotFound")])
    assert bench.run(change("a", call("remove", benign=("InvalidThing.NotFound",)))) == ()


def test_retry_on_is_tried_until_patience_ends() -> None:
    bench = Bench(release=[refusal("AuthFailure")])
    release = call("release", retry_on=("AuthFailure",), patience=300.0)
    (failed,) = bench.run(change("a", call("let_go"), release, identifier="eip-1"), seconds=3600)
    assert isinstance(failed.error, Conflict), "it is held, not forbidden"
    assert failed.error.reasons[0].code == "in_use"
    assert failed.error.reasons[0].facts["id"] == "eip-1"
    assert 300 <= bench.clock.monotonic() - 1000 <= 331


def test_what_follows_nothing_that_was_taken_away_is_waited_for_two_minutes_at_most() -> None:
    bench = Bench(release=[refusal("AuthFailure")])
    bench.run(change("a", call("release", retry_on=("AuthFailure",), patience=900.0)))
    assert 120 <= bench.clock.monotonic() - 1000 <= 151


def test_retry_on_that_passes_is_success_and_its_tries_are_told() -> None:
    bench = Bench(release=[refusal("AuthFailure"), refusal("AuthFailure"), {}])
    assert bench.run(change("a", call("release", retry_on=("AuthFailure",)))) == ()
    assert [event.state for event in bench.events if isinstance(event, StepWaiting)] == ["AuthFailure"] * 2


def test_what_this_run_made_may_stay_invisible_for_a_while() -> None:
    """To another call as well; of what was there before, "not found" is believed after a moment."""
    unseen = [*[refusal("InvalidGroup.NotFound")] * 6, {}]
    bench = Bench(create_thing=[{"Id": "t-1"}], use=list(unseen))
    made, uses = change("a", create()), change("b", call("use", params={"Id": Ref(slot("a").address)}), needs=["a"])
    assert bench.run(made, uses) == ()
    assert 30 <= bench.clock.monotonic() - 1000 < 90
    (failed,) = Bench(use=list(unseen)).run(change("b", call("use", params={"Id": "t-0"})))
    assert (failed.error.reasons[0].code, failed.can_replan) == ("vanished", True)


def test_auth_failure_anywhere_else_is_about_who_we_are() -> None:
    (failed,) = Bench(touch=[refusal("AuthFailure")]).run(change("a", call("touch")))
    assert isinstance(failed.error, IdentityError)


@pytest.mark.parametrize("error", [refusal("RequestLimitExceeded", 503), EndpointConnectionError(endpoint_url="x")])
def test_what_was_not_carried_out_is_sent_until_the_deadline(error: Exception) -> None:
    bench = Bench(touch=[error])
    (failed,) = bench.run(change("a", call("touch", idempotent=False)), seconds=1800)
    assert (failed.error.exit_code, failed.is_outcome_unknown) == (6, False)
    assert 1800 <= bench.clock.monotonic() - 1000 < 1801
    assert len(bench.sent) > 50


def test_ten_thousand_tries_do_not_overflow() -> None:
    bench = Bench(touch=[refusal("Throttling")])
    bench.run(change("a", call("touch")), seconds=200_000)
    assert len(bench.sent) > 1100


def test_of_several_that_a_lost_create_may_have_made_the_lowest_id_is_taken() -> None:
    """Each run takes the same one, however they are listed."""
    bench = Bench(create_thing=[LOST], describe_things=[[thing("t-2"), thing("t-1"), thing("t-3")]])
    assert bench.run(change("a", create())) == ()
    assert [event.learned for event in bench.events if isinstance(event, StepSucceeded)] == [{"id": "t-1"}]


@pytest.mark.parametrize("lost", [LOST, CLOSED, ResponseParserError("cut"), refusal("InternalError", 500)])
def test_unknown_outcome(lost: Exception) -> None:
    """Repeated where that is the same; else looked at anew."""
    assert Bench(put=[lost, {}]).run(change("a", call("put"))) == ()
    (failed,) = Bench(add=[lost]).run(change("a", call("add", idempotent=False)), seconds=600)
    assert (failed.can_replan, failed.is_outcome_unknown) == (True, True)


def test_gone_is_planned_anew_but_what_we_just_made_is_waited_for() -> None:
    gone = refusal("InvalidGroup.NotFound")
    bench = Bench(use=[gone])
    (failed,) = bench.run(change("a", call("use", params={"Id": "t-9"})))
    assert (failed.can_replan, bench.sent) == (True, ["use"])
    bench = Bench(use=[gone, gone, {}])
    assert bench.run(change("a", call("use", params={"Id": "t-9"}), identifier="t-9")) == (), "a read that lags"
    bench = Bench(create_thing=[{"Id": "t-1"}], use=[gone, gone, {}])
    use = call("use", params={"Id": Ref(slot("a").address)})
    assert bench.run(change("a", create()), change("b", use, needs=["a"])) == ()


# Creates whose outcome nobody knows


def test_a_lost_create_is_looked_up_and_not_sent_again() -> None:
    bench = Bench(create_thing=[LOST, {"Id": "t-2"}], describe_things=[[thing("t-9", name="b"), thing("t-1")]])
    assert bench.run(change("a", create())) == ()
    assert bench.sent == ["create_thing", "describe_things"]
    assert bench.events[-1].learned == {"id": "t-1"}  # type: ignore[union-attr]


def test_without_a_token_it_is_looked_for_all_the_window_before_it_is_sent_again() -> None:
    recover = looks_for("a")
    patient = create(recover=replace(recover, creation=Creation()))
    bench = Bench(create_thing=[LOST, {"Id": "t-2"}], describe_things=[[]])
    assert bench.run(change("a", patient)) == ()
    assert bench.sent.count("create_thing") == 2
    assert bench.clock.monotonic() - 1000 >= 60
    assert bench.log.count("intents 1") == 2, "the second try has an intent of its own time"


def test_with_a_token_it_is_sent_again_at_once() -> None:
    bench = Bench(create_thing=[LOST, {"Id": "t-2"}], describe_things=[[]])
    assert bench.run(change("a", create(params={"ClientToken": CLIENT_TOKEN}))) == ()
    tokens = [each[1] for each in bench.log if isinstance(each, tuple)]
    assert tokens == [{"ClientToken": "uuid-a"}] * 2


def test_a_duplicate_that_is_ours_is_taken_when_it_shows() -> None:
    bench = Bench(create_thing=[refusal("InvalidGroup.Duplicate")], describe_things=[[], [], [thing("t-1")]])
    assert bench.run(change("a", create())) == ()
    assert bench.sent.count("create_thing") == 1


def test_a_duplicate_that_never_shows_is_planned_anew() -> None:
    bench = Bench(create_thing=[refusal("InvalidGroup.Duplicate")], describe_things=[[]])
    (failed,) = bench.run(change("a", create()))
    assert (failed.can_replan, type(failed.error)) == (True, Unfinished)


def test_what_stood_there_before_or_is_dying_is_not_taken_for_it() -> None:
    recover = looks_for("a")
    picky = replace(recover, known_ids=frozenset({"t-1"}), dead_states=frozenset({"failed"}))
    bench = Bench(create_thing=[LOST, {"Id": "t-3"}], describe_things=[[thing("t-1"), thing("t-2", "failed")]])
    assert bench.run(change("a", create(recover=picky))) == ()
    assert bench.events[-1].learned == {"id": "t-3"}  # type: ignore[union-attr]


# Waiting


def test_waits_share_one_look_every_three_seconds() -> None:
    ready = [thing("t-1"), thing("t-2")]
    pending = [thing("t-1", "pending"), thing("t-2", "pending")]
    bench = Bench(describe_things=[pending, pending, pending, ready])
    assert bench.run(change("a", wait_for("t-1")), change("b", wait_for("t-2"))) == ()
    assert bench.sent == ["describe_things"] * 4
    assert bench.clock.monotonic() - 1000 == pytest.approx(9, abs=0.1)


@pytest.mark.parametrize(("why", "again"), [("InternalError", True), ("Gateway.NotAttached", False)])
def test_a_bad_state_fails_with_its_reasons(why: str, again: bool) -> None:
    failing = {**thing("t-1", "failed"), "FailureCode": why, "FailureMessage": "text"}
    wait = wait_for(
        "t-1",
        bad_states=frozenset({"failed"}),
        reason_fields=("FailureCode", "FailureMessage"),
        again=frozenset({"InternalError"}),
        error=NatGatewayFailed,
    )
    (failed,) = Bench(describe_things=[[failing]]).run(change("a", wait))
    assert isinstance(failed.error, NatGatewayFailed)
    assert failed.can_replan is again
    assert failed.error.reasons[0].facts == {"address": "thing/a", "failure": why, "message": "text"}


def test_gone_is_believed_when_missing_twice_in_a_row() -> None:
    there = [thing("t-1", "deleting")]
    bench = Bench(describe_things=[there, [], there, [], []])
    assert bench.run(change("a", wait_for("t-1", when_missing="good"))) == ()
    assert bench.sent == ["describe_things"] * 5


def test_what_never_shows_is_waited_for_and_what_vanishes_is_made_anew() -> None:
    birth = {"bad_states": frozenset({"failed"}), "patience": 600.0, "on_timeout": reason("nat_slow")}
    bench = Bench(describe_things=[[]])
    (failed,) = bench.run(change("a", wait_for("t-1", **birth)))
    assert (failed.can_replan, failed.error.reasons[0].code) == (False, "nat_slow")
    bench = Bench(describe_things=[[thing("t-1", "pending")], []])
    (failed,) = bench.run(change("a", wait_for("t-1", **birth)))
    assert failed.can_replan
    assert bench.clock.monotonic() - 1000 < 60


def test_looks_that_fail_are_taken_again_unless_hopeless() -> None:
    bench = Bench(describe_things=[CLOSED, refusal("Unavailable", 503), [thing("t-1")]])
    assert bench.run(change("a", wait_for("t-1"))) == ()
    (failed,) = Bench(describe_things=[refusal("ExpiredToken")]).run(change("a", wait_for("t-1")))
    assert isinstance(failed.error, IdentityError)


def test_looks_that_fail_for_ever_end_with_the_patience() -> None:
    bench = Bench(describe_things=[CLOSED])
    (failed,) = bench.run(change("a", wait_for("t-1", patience=60.0)))
    assert isinstance(failed.error, Unfinished)
    assert bench.clock.monotonic() - 1000 < 70


# Stopping and giving up


def test_a_stop_sends_nothing_new_and_records_what_is_in_the_air() -> None:
    bench = Bench(create_thing=[{"Id": "t-1"}], describe_things=[[thing("t-9", "pending")]])

    def stop_at_first_done(event: Any) -> None:
        if isinstance(event, StepSucceeded):
            bench.stop.exit_code = 130

    bench.on_event = stop_at_first_done
    failed = bench.run(
        change("a", create(), call("later")),
        change("b", create()),
        change("c", call("later"), needs=["a"]),
        change("w", wait_for("t-9")),
    )
    assert failed == ()
    assert bench.sent[:2] == ["create_thing", "create_thing"]
    assert "later" not in bench.sent
    assert {event.change.slot for event in bench.journal.recorded if isinstance(event, StepSucceeded)} == {
        slot("a"),
        slot("b"),
    }


def test_a_stop_before_the_start_sends_nothing() -> None:
    bench = Bench()
    bench.stop.exit_code = 143
    assert bench.run(change("a", call("touch"))) == ()
    assert bench.log == []


def test_a_stop_while_a_lost_create_is_looked_for_keeps_its_intent() -> None:
    bench = Bench(create_thing=[LOST], describe_things=[[]])
    bench.on_event = lambda event: setattr(bench.stop, "exit_code", 130) if isinstance(event, StepWaiting) else None
    assert bench.run(change("a", create())) == ()
    assert bench.journal.recorded == []


def test_the_deadline_ends_waits_pauses_and_what_was_not_sent() -> None:
    bench = Bench(release=[refusal("AuthFailure")], describe_things=[[thing("t-1", "pending")]], create_thing=[LOST])
    failed = bench.run(
        change("a", call("release", retry_on=("AuthFailure",), patience=1e6)),
        change("b", wait_for("t-1", patience=1e6)),
        change("c", call("never"), needs=["b"]),
        change(
            "d",
            create(recover=replace(looks_for("d"), creation=Creation(visible_after=1e6))),
        ),
        seconds=100,
    )
    assert [(each.change.address.name, each.error.reasons[0].code, each.is_outcome_unknown) for each in failed] == [
        ("a", "deadline_passed", False),
        ("d", "deadline_passed", True),
        ("b", "deadline_passed", False),
    ]
    assert "never" not in bench.sent
