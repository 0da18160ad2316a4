"""Nothing is ever lost: every system call of a save, a load and a lock is cut off, refused and cut short."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from netsec.aws.run_context import StopRequest
from netsec.errors import Locked, StateUnusable
from netsec.store import lock, secure_files
from netsec.store.local_backend import LocalBackend
from netsec.store.state import State, parse_state
from netsec.terminal.signals import stop_on_signal
from tests.support.fake_disk import ERRORS, Act, Disk, Killed, killed_after, killed_before, short
from tests.support.proof_counts import proof_counts
from tests.support.states import full_state

OLD = full_state()
NEW = replace(OLD, vpc_id="vpc-2", serial=OLD.serial + 2)
REPLACED = ["create", "fchmod", "write", "fsync", "close", "replace", "open", "fsync", "close"]
SAVE = ["stat", "open", "fstat", "read", "read", "close", *REPLACED, *REPLACED]
IGNORED = ["create", "fchmod", "write", "fsync", "close"]
FIRST_SAVE = ["stat", "mkdir", "chmod", "open", "fsync", "close", *IGNORED, "stat", "open", *REPLACED]
LOAD = ["open", "fstat", "read", "read", "close"]
LOCK = [
    "stat",
    "stat",
    "create",
    "fstat",
    "fchmod",
    "ftruncate",
    "pwrite",
    "listdir",
    "lstat",
    "listdir",
    "lstat",
    "ftruncate",
    "close",
]
KILLS = {"before": killed_before, "after": killed_after}


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where rescued copies go."""
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    return place


@contextmanager
def on(disk: Disk) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secure_files, "os", disk)
        patch.setattr(lock, "os", disk)
        try:
            yield
        finally:
            disk.bury()


def saved(place: Path, *, first: bool) -> LocalBackend:
    """A store about to save NEW: for the first time, or over OLD."""
    store = LocalBackend(place / "state", "myapp", "dev")
    if not first:
        store.save(OLD)
    return store


def to_save(first: bool) -> State:
    """Saving gives it the serial of NEW."""
    return replace(NEW, serial=NEW.serial - 1)


def numbered(calls: list[str]) -> list[tuple[int, str]]:
    return list(enumerate(calls, 1))


def whole(store: LocalBackend, *, first: bool) -> None:
    """The state is the old or the new one, whole; so is the backup, where there is one."""
    before = None if first else replace(OLD, serial=OLD.serial + 1)
    assert store.load() in (before, NEW)
    if store.backup_path.exists():
        assert parse_state(store.backup_path.read_text(), "") == before


def leftovers(store: LocalBackend) -> list[str]:
    names = os.listdir(store.directory) if store.directory.exists() else []
    return [name for name in names if name.startswith(".myapp")]


@pytest.mark.parametrize(("first", "calls"), [(True, FIRST_SAVE), (False, SAVE)])
def test_these_are_all_system_calls_of_a_save(tmp_path: Path, first: bool, calls: list[str]) -> None:
    """Whoever adds one sees here that it is cut off, refused and cut short below."""
    store, disk = saved(tmp_path, first=first), Disk()
    with on(disk):
        store.save(to_save(first))
    assert disk.calls == calls
    assert store.load() == NEW


@pytest.mark.parametrize("how", KILLS)
@pytest.mark.parametrize("first", [True, False])
def test_killed_at_any_system_call(tmp_path: Path, first: bool, how: str) -> None:
    for number, _ in numbered(FIRST_SAVE if first else SAVE):
        store = saved(tmp_path / str(number), first=first)
        store.directory.parent.mkdir(exist_ok=True)
        with on(Disk(number, KILLS[how])), pytest.raises(Killed):
            store.save(to_save(first))
        whole(store, first=first)
        with store.locked("the next run", 0.0):
            assert leftovers(store) == []
        assert store.save(to_save(first)) == store.load() == NEW
    _counted("saves killed at every system call", first)


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("first", [True, False])
def test_refused_at_any_system_call(tmp_path: Path, temporary: Path, first: bool, error: str) -> None:
    for number, call in numbered(FIRST_SAVE if first else SAVE):
        (tmp_path / str(number)).mkdir()
        store = saved(tmp_path / str(number), first=first)
        with on(Disk(number, ERRORS[error])):
            rescued = refusal_of(store, first)
        whole(store, first=first)
        assert leftovers(store) == []
        in_gitignore = first and 7 <= number <= 11
        assert bool(rescued) != in_gitignore, (number, call)
        assert not rescued or parse_state(Path(rescued).read_text(), "") == NEW
        assert not rescued or Path(rescued).parent == temporary
        assert not rescued or Path(rescued).stat().st_mode & 0o777 == 0o600
    _counted("saves refused at every system call", first)


def _counted(what: str, first: bool) -> None:
    """Who comes here has lost nothing."""
    calls = len(FIRST_SAVE if first else SAVE)
    proof_counts(what, runs=calls, converged=calls)


def refusal_of(store: LocalBackend, first: bool) -> str:
    """Where the copy lies after a save that failed; nothing after one that did not."""
    try:
        store.save(to_save(first))
    except StateUnusable as error:
        return str(error.reasons[0].facts["rescue"])
    return ""


@pytest.mark.parametrize("error", ERRORS)
def test_refused_from_any_system_call_on_it_is_written_to_stderr(
    tmp_path: Path, temporary: Path, capsys: pytest.CaptureFixture[str], error: str
) -> None:
    for number, _ in numbered(SAVE):
        (tmp_path / str(number)).mkdir()
        store = saved(tmp_path / str(number), first=False)
        with on(Disk(number, ERRORS[error], lasting=True)):
            assert refusal_of(store, first=False) == ""
        whole(store, first=False)
        assert parse_state(capsys.readouterr().err, "") == NEW
        assert os.listdir(temporary) == []


@pytest.mark.parametrize("first", [True, False])
def test_a_write_that_comes_up_short_is_continued(tmp_path: Path, first: bool) -> None:
    (tmp_path / "x").mkdir()
    store, disk = saved(tmp_path / "x", first=first), Disk(1, short, lasting=True)
    with on(disk):
        store.save(to_save(first))
    assert disk.calls.count("write") > 10
    assert store.load() == NEW
    whole(store, first=first)


@pytest.mark.parametrize("error", ERRORS)
def test_a_state_that_can_not_be_read_is_never_taken_for_none(tmp_path: Path, error: str) -> None:
    store, disk = saved(tmp_path, first=False), Disk()
    with on(disk):
        assert store.load() == replace(OLD, serial=OLD.serial + 1)
    assert disk.calls == LOAD
    for number, _ in numbered(LOAD):
        with on(Disk(number, ERRORS[error])), pytest.raises(StateUnusable) as caught:
            store.load()
        assert caught.value.reasons[0].code == "state_unreadable"


@pytest.mark.parametrize("error", ERRORS)
def test_without_a_lock_nothing_begins_and_a_lock_once_held_ends_well(tmp_path: Path, error: str) -> None:
    store, disk = saved(tmp_path, first=False), Disk()
    with on(disk), store.locked("a", 0.0):
        pass
    assert disk.calls == LOCK
    for number, call in numbered(LOCK):
        begun = False
        try:
            with on(Disk(number, ERRORS[error])), store.locked("a", 0.0):
                begun = True
        except StateUnusable:
            assert not begun
        assert begun == (number > LOCK.index("pwrite") + 1), call
        with store.locked("the next", 0.0):
            pass


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("first", [True, False])
def test_a_signal_at_any_system_call_lets_the_save_finish(tmp_path: Path, first: bool, number: int, code: int) -> None:
    def interrupted(disk: Disk, act: Act) -> object:
        os.kill(os.getpid(), number)
        return act()

    for at, _ in numbered(FIRST_SAVE if first else SAVE):
        (tmp_path / str(at)).mkdir()
        store, stop = saved(tmp_path / str(at), first=first), StopRequest()
        with stop_on_signal(stop), on(Disk(at, interrupted)):
            store.save(to_save(first))
        assert (store.load(), stop.exit_code) == (NEW, code)


# What a killed run leaves


@pytest.mark.parametrize("what", ["symlink", "directory", "pipe", "hard link", "others may write"])
def test_only_plain_files_of_ours_are_swept(tmp_path: Path, what: str) -> None:
    store, precious = saved(tmp_path, first=False), tmp_path / "precious"
    precious.write_text("precious")
    left = store.directory / f".{store.path.name}.0123456789ab"
    {
        "symlink": lambda: left.symlink_to(precious),
        "directory": left.mkdir,
        "pipe": lambda: os.mkfifo(left),
        "hard link": lambda: left.hardlink_to(precious),
        "others may write": lambda: (left.write_text(""), left.chmod(0o666)),
    }[what]()
    with store.locked("a", 0.0):
        assert left.is_symlink() or left.exists()
    assert precious.read_text() == "precious"


def test_only_our_own_pattern_is_swept_and_only_with_the_lock(tmp_path: Path) -> None:
    store = saved(tmp_path, first=False)
    name = store.path.name
    ours = [f".{name}.0123456789ab", f".{name}.backup.0123456789ab"]
    others = [f".{name}.0123456789abc", f".{name}.0123456789AB", f"{name}.0123456789ab", ".x-dev.json.0123456789ab"]
    for each in (*ours, *others):
        (store.directory / each).write_text("")
        (store.directory / each).chmod(0o600)
    with store.locked("the holder", 0.0):
        (store.directory / ours[0]).write_text("")
        with pytest.raises(Locked), LocalBackend(store.directory, "myapp", "dev").locked("another", 0.0):
            pass
        left = set(os.listdir(store.directory))
    assert left >= {ours[0], *others}
    assert ours[1] not in left


# Whether we may still write


def _lock_replaced(store: LocalBackend) -> None:
    store.lock_path.unlink()
    store.lock_path.touch(mode=0o600)


def _overtaken(store: LocalBackend) -> None:
    state = store.load()
    assert state
    store.save(state)


TAKEN = {
    "lock removed": (lambda store: store.lock_path.unlink(), "lock_lost"),
    "lock replaced": (_lock_replaced, "lock_lost"),
    "lock a link": (lambda s: (s.lock_path.rename(s.path.with_name("x")), s.lock_path.symlink_to("x")), "lock_lost"),
    "saved by another": (_overtaken, "state_overtaken"),
    "state removed": (lambda store: store.path.unlink(), "state_overtaken"),
    "another lineage": (lambda store: store.save(replace(OLD, lineage="x")), "state_overtaken"),
}


@pytest.mark.parametrize("what", TAKEN)
def test_who_was_overtaken_is_told(tmp_path: Path, what: str) -> None:
    store, (take, code) = saved(tmp_path, first=False), TAKEN[what]
    with store.locked("a", 0.0) as check:
        mine = store.load()
        assert mine
        check(mine)
        mine = store.save(mine)
        check(mine)
        take(store)
        with pytest.raises(Locked) as caught:
            check(mine)
    assert (caught.value.exit_code, caught.value.reasons[0].code) == (10, code)


def test_before_the_first_save_there_is_no_state_and_that_is_as_it_should_be(tmp_path: Path) -> None:
    store = saved(tmp_path, first=True)
    with store.locked("a", 0.0) as check:
        check(store.new_state())
        store.save(OLD)
        with pytest.raises(Locked):
            check(store.new_state())


# Where states may be kept


@pytest.mark.parametrize(
    ("mode", "refused"), [(0o700, False), (0o755, False), (0o777, True), (0o1777, False), (0o1770, False)]
)
def test_who_else_may_write_in_the_directory(tmp_path: Path, mode: int, refused: bool) -> None:
    store = saved(tmp_path, first=True)
    store.directory.mkdir()
    store.directory.chmod(mode)
    if refused:
        with pytest.raises(StateUnusable):
            store.save(OLD)
    else:
        store.save(OLD)


@pytest.mark.parametrize(
    ("group", "members", "refused"),
    [("me", [], False), ("me", ["me"], False), ("me", ["you"], True), ("staff", [], True)],
)
def test_a_group_that_may_write_is_refused_unless_it_is_its_users_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, group: str, members: list[str], refused: bool
) -> None:
    store = saved(tmp_path, first=True)
    store.directory.mkdir()
    store.directory.chmod(0o770)
    number = store.directory.stat().st_gid
    monkeypatch.setattr("pwd.getpwuid", lambda _: type("User", (), {"pw_gid": number, "pw_name": "me"}))
    monkeypatch.setattr("grp.getgrgid", lambda _: type("Group", (), {"gr_name": group, "gr_mem": members}))
    if not refused:
        store.save(OLD)
        return
    with pytest.raises(StateUnusable) as caught:
        store.save(OLD)
    assert "writable by its group" in str(caught.value.reasons[0].facts["detail"])
