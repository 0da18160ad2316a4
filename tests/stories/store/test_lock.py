"""One writer per stack: the second one is told who the first is; what a dead one left is in nobody's way."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from netsec.errors import Locked, StateUnusable
from netsec.store import lock
from netsec.store.local_backend import LocalBackend

HOLD = """
import sys, time
from pathlib import Path
from netsec.store.local_backend import LocalBackend
with LocalBackend(Path(sys.argv[1]), "myapp", "dev").locked("netsec apply", 0.0):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def store(tmp_path: Path) -> LocalBackend:
    return LocalBackend(tmp_path / "state", "myapp", "dev")


@contextmanager
def other_process(store: LocalBackend) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLD, str(store.directory)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_process_is_told_who_holds_it(store: LocalBackend) -> None:
    with other_process(store) as process:
        with pytest.raises(Locked) as caught, store.locked("netsec plan", 0.0):
            pass
        facts = caught.value.reasons[0].facts
        assert (facts["pid"], facts["command"]) == (str(process.pid), "netsec apply")
        assert facts["since"] == "1970-01-01T00:00:00+00:00"
        assert store.lock_holder() == {key: facts[key] for key in ("pid", "host", "user", "command", "since")}
        process.kill()
        process.wait()
    with store.locked("netsec plan", time.time()):
        pass
    assert store.lock_holder() is None


def test_it_is_free_again_after_success_and_failure(store: LocalBackend) -> None:
    with store.locked("a", 0.0):
        assert store.lock_holder()
    with pytest.raises(KeyError), store.locked("b", 0.0):
        raise KeyError
    with store.locked("c", 0.0):
        assert json.loads(store.lock_path.read_text())["command"] == "c"
    assert store.lock_path.stat().st_mode & 0o777 == 0o600


def test_a_lock_left_behind_is_in_nobodys_way(store: LocalBackend) -> None:
    store.directory.mkdir(mode=0o700)
    store.lock_path.write_text('{"pid": 1, "command": "a dead one, and a longer note than ours will be' + "x" * 300)
    store.lock_path.chmod(0o600)
    with store.locked("a", 0.0):
        assert json.loads(store.lock_path.read_text())["pid"] == os.getpid()


@pytest.mark.parametrize("note", ["", "[]", "{", "[" * 4000, '{"pid": null}'])
def test_any_note_can_be_read(store: LocalBackend, note: str) -> None:
    with store.locked("a", 0.0):
        store.lock_path.write_text(note)
        with pytest.raises(Locked), store.locked("b", 0.0):
            pass


@pytest.mark.parametrize("place", ["symlink", "directory", "hard link", "pipe"])
def test_what_is_no_plain_file_of_ours_is_refused(store: LocalBackend, tmp_path: Path, place: str) -> None:
    store.directory.mkdir(mode=0o700)
    other = tmp_path / "other"
    other.write_text("precious")
    {
        "symlink": lambda: store.lock_path.symlink_to(other),
        "directory": store.lock_path.mkdir,
        "hard link": lambda: store.lock_path.hardlink_to(other),
        "pipe": lambda: os.mkfifo(store.lock_path, 0o600),
    }[place]()
    with pytest.raises(StateUnusable), store.locked("a", 0.0):
        pass
    assert other.read_text() == "precious"


def test_a_disk_too_full_for_the_note_is_said(store: LocalBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(lock.os, "pwrite", full)
    with pytest.raises(StateUnusable) as caught, store.locked("a", 0.0):
        pass
    assert caught.value.reasons[0].code == "lock_unusable"


def test_a_file_system_without_locks_is_said(store: LocalBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: Any) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock.fcntl, "flock", none)
    with pytest.raises(StateUnusable), store.locked("a", 0.0):
        pass
