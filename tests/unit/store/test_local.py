"""The state file: saved whole or not at all, whatever the disk says; trusted only if it is plain and ours."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from netsec.errors import StateUnusable
from netsec.model import Address, Record
from netsec.store.local_backend import LocalBackend
from netsec.store.state import dump_state, parse_state
from tests.support.states import full_state


@pytest.fixture
def store(tmp_path: Path) -> LocalBackend:
    return LocalBackend(tmp_path / "state", "myapp", "dev")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_saved_is_loaded(store: LocalBackend) -> None:
    assert store.load() is None
    saved = store.save(full_state())
    assert saved == replace(full_state(), serial=8)
    assert store.load() == saved


def test_nobody_else_may_read_it_and_the_former_one_is_kept(store: LocalBackend) -> None:
    first = store.save(full_state())
    store.save(replace(first, vpc_id="vpc-2"))
    backup = store.path.with_suffix(".json.backup")
    assert parse_state(backup.read_text(), "") == first
    assert [mode(each) for each in (store.directory, store.path, backup)] == [0o700, 0o600, 0o600]
    assert sorted(os.listdir(store.directory)) == [".gitignore", "myapp-dev.json", "myapp-dev.json.backup"]


# Where there is no room


def test_a_directory_that_can_not_be_is_rescued_too(store: LocalBackend, tmp_path: Path) -> None:
    store.directory.write_text("a file where the directory should be")
    with pytest.raises(StateUnusable) as caught:
        store.save(full_state())
    rescue = Path(str(caught.value.reasons[0].facts["rescue"]))
    assert json.loads(rescue.read_text())["serial"] == 8
    rescue.unlink()


def test_with_nowhere_to_put_a_copy_it_is_written_to_stderr(
    store: LocalBackend, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store.directory.write_text("a file")
    monkeypatch.setattr("tempfile.tempdir", "/nowhere/at/all")
    with pytest.raises(StateUnusable) as caught:
        store.save(full_state())
    assert caught.value.reasons[0].facts["rescue"] == ""
    assert capsys.readouterr().err == dump_state(replace(full_state(), serial=8))


# What may lie in its place


def _link(path: Path) -> None:
    path.symlink_to(_elsewhere(path))


def _hard_link(path: Path) -> None:
    path.hardlink_to(_elsewhere(path))


def _elsewhere(path: Path) -> Path:
    other = path.parent.parent / "other.json"
    other.write_text(dump_state(full_state()))
    other.chmod(0o600)
    return other


def _written(text: bytes, mode: int = 0o600) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(text)
        path.chmod(mode)

    return write


GOOD = dump_state(full_state()).encode()
OTHER = {**full_state().records, Address("nat_gateway", "ap-northeast-1c"): Record(id="nat-2")}
TWICE = dump_state(replace(full_state(), records=OTHER)).encode()
PLACED: dict[str, tuple[Callable[[Path], None], str]] = {
    "symlink": (_link, "state_unreadable"),
    "hard link": (_hard_link, "state_unsafe_file"),
    "directory": (lambda path: path.mkdir(), "state_unsafe_file"),
    "pipe": (lambda path: os.mkfifo(path, 0o600), "state_unsafe_file"),
    "writable by the group": (_written(GOOD, 0o660), "state_unsafe_file"),
    "writable by all": (_written(GOOD, 0o602), "state_unsafe_file"),
    "huge": (_written(b" " * (4 * 1024 * 1024 + 1)), "state_too_large"),
    "one sparse gigabyte": (lambda path: (_written(b"")(path), os.truncate(path, 1 << 30)), "state_too_large"),
    "one id at two addresses": (_written(TWICE), "state_id_twice"),
    "empty": (_written(b""), "state_not_json"),
    "torn": (_written(GOOD[:300]), "state_not_json"),
    "no text": (_written(b"\xff\xfe\x00"), "state_not_json"),
    "another project": (_written(GOOD.replace(b'"myapp"', b'"other"')), "state_project"),
    "another environment": (_written(GOOD.replace(b'"dev"', b'"prod"')), "state_project"),
    "the sandbox's": (_written(GOOD.replace(b'"5f0c"', b'"sandbox-5f0c"')), "state_of_sandbox"),
    "newer": (_written(GOOD.replace(b'"version": 1', b'"version": 2')), "state_version"),
}


@pytest.mark.parametrize("name", PLACED)
def test_what_is_not_ours_is_refused(store: LocalBackend, name: str) -> None:
    place, code = PLACED[name]
    store.directory.mkdir(mode=0o700)
    place(store.path)
    with pytest.raises(StateUnusable) as caught:
        store.load()
    assert (caught.value.exit_code, caught.value.reasons[0].code) == (9, code)


def test_real_state_is_refused_in_the_sandbox(store: LocalBackend) -> None:
    store.save(full_state())
    with pytest.raises(StateUnusable) as caught:
        replace(store, sandbox=True).load()
    assert caught.value.reasons[0].code == "state_not_sandbox"


def test_a_link_put_in_its_place_is_not_followed_when_saving(store: LocalBackend) -> None:
    store.save(full_state())
    other = _elsewhere(store.path)
    before = other.read_text()
    store.path.unlink()
    store.path.symlink_to(other)
    with pytest.raises(StateUnusable) as caught:
        store.save(full_state())
    assert Path(str(caught.value.reasons[0].facts["rescue"])).exists()
    Path(str(caught.value.reasons[0].facts["rescue"])).unlink()
    assert other.read_text() == before


def test_a_directory_that_everybody_may_write_is_refused(store: LocalBackend) -> None:
    store.directory.mkdir()
    store.directory.chmod(0o777)
    with pytest.raises(StateUnusable):
        store.save(full_state())


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x"])
def test_names_never_leave_the_directory(tmp_path: Path, name: str) -> None:
    with pytest.raises(StateUnusable):
        LocalBackend(tmp_path / "state", name, "dev").load()
