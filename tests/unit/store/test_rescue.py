"""What could not be saved in its place lies elsewhere until the state says all of it, and not longer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from netsec.errors import Locked, NetsecError, StateUnusable
from netsec.model import Address, Record
from netsec.store.local_backend import LocalBackend
from netsec.store.rescue_copies import remove_rescue_copies, write_rescue_copy
from netsec.store.state import State, dump_state, parse_state
from tests.support.memory_bucket import MemoryBucket, store_in
from tests.support.states import GATEWAY, GROUP, full_state


@pytest.fixture
def store(tmp_path: Path) -> LocalBackend:
    return LocalBackend(tmp_path / "state", "myapp", "dev")


def copies(rescued: Path) -> list[Path]:
    return sorted(rescued.glob("netsec-state-*"))


def unsaved(store: LocalBackend, state: State) -> Path:
    """A save that the disk refuses; the copy it left."""
    store.directory.rename(store.directory.with_name("away"))
    store.directory.write_text("a file where the directory should be")
    with pytest.raises(StateUnusable) as caught:
        store.save(state)
    store.directory.unlink()
    store.directory.with_name("away").rename(store.directory)
    return Path(str(caught.value.reasons[0].facts["rescue"]))


def with_gateway(state: State, identifier: str) -> State:
    return replace(state, records={**state.records, GATEWAY: Record(id=identifier, old=("nat-1",))})


def test_it_goes_once_a_save_holds_all_that_it_says(store: LocalBackend, rescued: Path) -> None:
    before = store.save(full_state())
    copy = unsaved(store, with_gateway(before, "nat-3"))
    assert parse_state(copy.read_text(), "").records[GATEWAY].id == "nat-3"
    store.save(before)
    assert copy.exists(), "nat-3 is nowhere else"
    store.save(with_gateway(before, "nat-3"))
    assert copies(rescued) == []


def test_many_refused_saves_leave_one_copy(store: LocalBackend, rescued: Path) -> None:
    state = store.save(full_state())
    for _ in range(20):
        last = unsaved(store, state)
    assert copies(rescued) == [last]


def test_a_state_made_anew_from_the_tags_tells_the_same(rescued: Path) -> None:
    write_rescue_copy(full_state())
    remove_rescue_copies(replace(full_state(), lineage="5f0d", serial=1))
    assert copies(rescued) == []


def test_one_in_a_bucket_goes_as_well(rescued: Path) -> None:
    bucket = MemoryBucket()
    store, overtaken = store_in(bucket), store_in(bucket)
    state = store.save(replace(full_state(), serial=0))
    with pytest.raises(Locked):
        overtaken.save(with_gateway(state, "nat-3"))
    store.save(state)
    assert len(copies(rescued)) == 1
    store.save(with_gateway(state, "nat-3"))
    assert copies(rescued) == []


Other = Callable[[State], State]
OTHERS: dict[str, Other] = {
    "an id more": lambda state: with_gateway(state, "nat-3"),
    "an old id more": lambda state: replace(state, records={**state.records, GROUP: Record(id="sg-1", old=("sg-7",))}),
    "the sandbox": lambda state: replace(state, lineage="sandbox-5f0c"),
    "another account": lambda state: replace(state, account="210987654321"),
    "another VPC": lambda state: replace(state, vpc_id="vpc-2"),
    "a create under way": lambda state: replace(
        state, intents=(replace(state.intents[0], uuid="u-9", slot=replace(state.intents[0].slot, address=NEW)),)
    ),
    "a public IP to ask for": lambda state: replace(state, released_public_ips={NEW: "203.0.113.9"}),
}
NEW = Address("elastic_ip", "ap-northeast-1d")


@pytest.mark.parametrize("what", OTHERS)
def test_one_that_says_more_or_is_of_another_stays(rescued: Path, what: str) -> None:
    write_rescue_copy(OTHERS[what](full_state()))
    remove_rescue_copies(full_state())
    assert len(copies(rescued)) == 1


@pytest.mark.parametrize("damage", ["", "{", dump_state(full_state())[:99]])
def test_what_can_not_be_read_or_is_no_file_of_ours_stays(rescued: Path, damage: str) -> None:
    (rescued / "netsec-state-myapp-dev-0123456789ab.json").write_text(damage)
    (rescued / "netsec-state-myapp-dev-0123456789ac.json").symlink_to(rescued / "elsewhere")
    (rescued / "netsec-state-myapp-dev-prod-0123456789ab.json").write_text(dump_state(full_state()))
    (rescued / "netsec-state-myapp-dev-mine.json").write_text(dump_state(full_state()))
    remove_rescue_copies(full_state())
    assert len(copies(rescued)) == 4


def test_names_in_a_state_never_become_a_path(rescued: Path) -> None:
    copy = write_rescue_copy(replace(full_state(), project="../../x", environment="/etc"))
    assert Path(copy).parent == rescued


def test_a_folder_that_can_not_be_listed_stops_no_save(store: LocalBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/nowhere/at/all")
    with suppress(NetsecError):
        store.save(full_state())
    assert store.load()
