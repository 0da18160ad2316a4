"""The state in a bucket: one holder at a time, no save past an overtaken fence, no answer lost that matters."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from netsec.errors import IdentityError, Locked, StateUnusable, Unfinished
from netsec.model import Address, Reason, Record, reason
from netsec.model.object_store import OutcomeUnknown
from netsec.store.bucket_backend import BucketBackend
from netsec.store.lock_info import lock_info
from netsec.store.state import State, dump_state
from tests.support.memory_bucket import (
    Hands,
    Killed,
    MemoryBucket,
    killed_after,
    killed_before,
    lost_after,
    lost_before,
    store_in,
)
from tests.support.proof_counts import proof_counts

KEY, LOCK = "net/myapp-dev.json", "net/myapp-dev.lock"
HERE = Address("security_group", "alb")


@pytest.fixture(autouse=True)
def _rescued_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def session(store: BucketBackend, saves: int = 3) -> State:
    """What a run does with its store: lock, load, save a few times, unlock."""
    with store.locked("apply", 0.0) as check:
        state = store.load() or store.new_state()
        for number in range(saves):
            check(replace(state))
            state = store.save(replace(state, records={HERE: Record(id=f"sg-{state.serial}-{number}")}))
        return state


def calls_of(saves: int = 3) -> int:
    bucket = MemoryBucket()
    session(store_in(bucket), saves)
    return len(bucket.calls)


def test_what_is_saved_is_loaded_and_the_lock_is_gone() -> None:
    bucket = MemoryBucket()
    state = session(store_in(bucket))
    assert store_in(bucket).load() == state
    assert sorted(bucket.texts) == [KEY]
    assert (state.serial, bucket.texts[KEY].text) == (3, dump_state(state))


@pytest.mark.parametrize("happens", [lost_before, lost_after])
@pytest.mark.parametrize("number", range(1, calls_of() + 1))
def test_every_call_may_get_no_answer(number: int, happens: Any) -> None:
    """The same run ends well: one lock, every save in its place, nothing left behind."""
    bucket = MemoryBucket(faults={number: happens})
    state = session(store_in(bucket))
    assert bucket.texts[KEY].text == dump_state(state)
    assert (state.serial, sorted(bucket.texts)) == (3, [KEY])
    proof_counts("no response from S3, at every call", runs=1, converged=1)


@pytest.mark.parametrize("happens", [lost_before, lost_after])
@pytest.mark.parametrize("number", range(1, calls_of() + 1))
def test_every_call_may_get_no_answer_three_times_in_a_row(number: int, happens: Any) -> None:
    bucket = MemoryBucket(faults={number + again: happens for again in (0, 2, 4)})
    state = session(store_in(bucket))
    assert bucket.texts[KEY].text == dump_state(state)
    assert LOCK not in bucket.texts


@pytest.mark.parametrize("happens", [killed_before, killed_after])
@pytest.mark.parametrize("number", range(1, calls_of() + 1))
def test_killed_at_every_call_then_unlocked_and_run_again(number: int, happens: Any) -> None:
    """Nothing that a save had confirmed is lost; the lock that stays names its holder, and no run passes it."""
    bucket, confirmed = MemoryBucket(faults={number: happens}), 0
    store = store_in(bucket)
    try:
        with store.locked("apply", 0.0) as check:
            state = store.load() or store.new_state()
            for each in range(3):
                check(state)
                state = store.save(replace(state, records={HERE: Record(id=f"sg-{each}")}))
                confirmed = state.serial
    except Killed:
        bucket = bucket.survives()
    held = store_in(bucket).lock_holder()
    if held:
        assert held["command"] == "apply"
        with pytest.raises(Locked) as caught:
            session(store_in(bucket))
        assert caught.value.reasons[0].code == "locked_remotely"
        store_in(bucket).force_unlock()
    before = store_in(bucket).load()
    assert (before.serial if before else 0) in (confirmed, confirmed + 1)
    after = session(store_in(bucket))
    assert after.serial == (before.serial if before else 0) + 3
    assert sorted(bucket.texts) == [KEY]
    proof_counts("killed at every call to S3", runs=1, converged=1)


@pytest.mark.parametrize("number", range(1, calls_of() + 1))
def test_whoever_comes_while_another_is_at_work_is_refused(number: int) -> None:
    """A second run comes before the nth call of the first: one of the two works, the other says who that is."""
    bucket, came = MemoryBucket(), list[str]()

    def intrude(op: str, key: str) -> None:
        if len(bucket.calls) + 1 == number:
            bucket.before = lambda op, key: None
            try:
                session(store_in(bucket), saves=1)
                came.append("worked")
            except Locked as refused:
                came.append(str(refused.reasons[0].facts["command"]))

    bucket.before = intrude
    state = session(store_in(bucket))
    assert came == (["worked"] if number == 1 else ["apply"])
    assert state.serial == 3 + (number == 1)
    assert bucket.texts[KEY].text == dump_state(state)


def test_an_overtaken_run_writes_nothing_more() -> None:
    """Its lock was taken away for dead; another run has written. What it could not save is rescued."""
    bucket = MemoryBucket()
    slow, quick = store_in(bucket), store_in(bucket)
    with slow.locked("apply", 0.0) as check:
        state = slow.save(slow.load() or slow.new_state())
        quick.force_unlock()
        theirs = session(quick)
        with pytest.raises(Locked) as caught:
            check(state)
        assert caught.value.reasons[0].code == "lock_lost"
        with pytest.raises(Locked) as caught:
            slow.save(state)
        told = caught.value.reasons[0]
        assert (told.code, caught.value.exit_code) == ("state_overtaken", 10)
        assert '"lineage"' in Path(str(told.facts["rescue"])).read_text(encoding="utf-8")
    assert store_in(bucket).load() == theirs


def test_a_lock_that_another_holds_by_now_is_not_ours() -> None:
    bucket = MemoryBucket()
    slow, quick = store_in(bucket), store_in(bucket)
    with slow.locked("apply", 0.0) as check:
        state = slow.save(slow.new_state())
        quick.force_unlock()
        with quick.locked("destroy", 0.0), pytest.raises(Locked) as caught:
            check(state)
    assert caught.value.reasons[0].code == "lock_lost"


def test_what_was_written_past_our_lock_is_noticed() -> None:
    bucket = MemoryBucket()
    ours, theirs = store_in(bucket), store_in(bucket)
    with ours.locked("apply", 0.0) as check:
        state = ours.save(ours.new_state())
        check(state)
        theirs.save(theirs.load() or theirs.new_state())
        with pytest.raises(Locked) as caught:
            check(state)
    assert (caught.value.reasons[0].code, caught.value.reasons[0].facts["found"]) == ("state_overtaken", 2)


def beaten_by(bucket: MemoryBucket, key: str, text: str) -> None:
    """The next call is never carried out, and somebody else comes before it is sent again."""

    def happens(act: Any) -> Any:
        bucket.put(key, text, None)
        raise OutcomeUnknown("closed before")

    bucket.faults = {len(bucket.calls) + 1: happens}


def test_without_an_answer_a_lock_that_stands_there_may_be_anothers() -> None:
    bucket = MemoryBucket()
    beaten_by(bucket, LOCK, lock_info("destroy", 0.0))
    with pytest.raises(Locked) as caught, store_in(bucket).locked("apply", 0.0):
        pass
    assert (caught.value.reasons[0].code, caught.value.reasons[0].facts["command"]) == ("locked_remotely", "destroy")


def test_without_an_answer_a_state_that_stands_there_may_be_anothers() -> None:
    bucket = MemoryBucket()
    store = store_in(bucket)
    state = store.load() or store.new_state()
    beaten_by(bucket, KEY, dump_state(state))
    with pytest.raises(Locked) as caught:
        store.save(state)
    assert caught.value.reasons[0].code == "state_overtaken"


def test_the_lock_of_another_is_left_when_ours_was_taken_away() -> None:
    bucket = MemoryBucket()
    slow, quick = store_in(bucket), store_in(bucket)
    with slow.locked("apply", 0.0):
        quick.force_unlock()
        taken = quick.locked("destroy", 0.0)
        taken.__enter__()
    assert (store_in(bucket).lock_holder() or {})["command"] == "destroy"
    taken.__exit__(None, None, None)


def test_silence_ends_after_a_minute_and_the_state_is_rescued() -> None:
    hands = Hands()
    bucket = MemoryBucket()
    store = store_in(bucket, hands)
    with store.locked("apply", 0.0):
        state = store.load() or store.new_state()
        bucket.faults = dict.fromkeys(range(1, 500), lost_before)
        began = hands.now()
        with pytest.raises(StateUnusable) as caught:
            store.save(state)
        assert 60 <= hands.now() - began < 80
        assert {each.code for each in caught.value.reasons} == {"state_unwritable", "bucket_silent"}
        bucket.faults = {}
    with pytest.raises(Unfinished):
        store_in(MemoryBucket(faults=dict.fromkeys(range(1, 500), lost_before))).load()


@pytest.mark.parametrize("error", [IdentityError(reason("permission")), StateUnusable(reason("bucket_missing"))])
def test_a_refusal_is_what_it_is_and_nothing_is_tried_again(error: Exception) -> None:
    def refuse(act: Any) -> Any:
        raise error

    bucket = MemoryBucket(faults={1: refuse})
    with pytest.raises(type(error)):
        store_in(bucket).load()
    assert len(bucket.calls) == 1


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 99}', dump_state(State(project="other", environment="dev"))]
)
def test_what_is_no_state_of_ours_is_never_nothing(text: str) -> None:
    bucket = MemoryBucket()
    bucket.put(KEY, text, None)
    with pytest.raises(StateUnusable) as caught:
        store_in(bucket).load()
    assert caught.value.reasons[0].facts["path"] == f"s3://team/{KEY}"


@pytest.mark.parametrize(("versions", "told"), [(True, []), (False, ["bucket_unversioned"]), (None, [])])
def test_a_bucket_without_versions_is_said(versions: bool | None, told: list[str]) -> None:
    bucket = MemoryBucket(versions=versions)
    assert [each.code for each in store_in(bucket).warnings()] == told


def test_nobody_writes_to_a_public_bucket_and_who_only_reads_asks_nothing() -> None:
    def public() -> tuple[Reason, ...]:
        raise StateUnusable(reason("bucket_public"))

    bucket = MemoryBucket(privacy=public)
    assert store_in(bucket).load() is None
    with pytest.raises(StateUnusable):
        session(store_in(bucket))
    assert bucket.texts == {}
    store = store_in(MemoryBucket(privacy=lambda: (reason("bucket_unchecked"),)))
    session(store)
    assert [each.code for each in store.warnings()] == ["bucket_unchecked"]


def test_set_aside_and_backed_up_are_there_under_other_names() -> None:
    bucket = MemoryBucket()
    state = session(store_in(bucket))
    store = store_in(bucket)
    store.back_up()
    aside = store.move_aside()
    assert store_in(bucket).load() is None
    assert aside.startswith(f"s3://team/{KEY}.")
    assert [found.text for found in bucket.texts.values()] == [dump_state(state)] * 2
