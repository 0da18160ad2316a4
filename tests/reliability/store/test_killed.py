"""Real processes that save without end, killed by the kernel at any moment or told by it that the disk is full."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from netsec.store.local_backend import LocalBackend
from netsec.store.state import parse_state

SAVING = """
import sys
from pathlib import Path
from netsec.errors import NetsecError
from netsec.store.local_backend import LocalBackend
store = LocalBackend(Path(sys.argv[1]), "myapp", "dev")
with store.locked("a trial", 0.0):
    state = store.load() or store.new_state()
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(int(sys.argv[2])):
        try:
            state = store.save(state)
        except NetsecError as error:
            sys.exit(error.exit_code)
"""
# What a save asks the kernel for, by the name it has there; others are tried if a machine has them under these.
CALLS = ("openat", "read", "write", "fsync", "close", "rename", "newfstatat,fstat,stat")


@contextmanager
def saving(directory: Path, times: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", SAVING, str(directory), str(times)]
    environ = {**os.environ, "TMPDIR": str(directory.parent)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        try:
            yield process
        finally:
            process.kill()


def go(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin
    process.stdin.write(b"\n")
    process.stdin.flush()


def serial(store: LocalBackend) -> int:
    """That of the state on disk, which must be whole, and so must its backup, the one before it or the same."""
    state = store.load()
    found = state.serial if state else 0
    if store.backup_path.exists():
        assert found - parse_state(store.backup_path.read_text(), "").serial in (0, 1)
    return found


@pytest.mark.parametrize("rounds", [3, pytest.param(60, marks=pytest.mark.reliability)])
def test_killed_at_any_moment(tmp_path: Path, rounds: int) -> None:
    store, dice, before = LocalBackend(tmp_path / "state", "myapp", "dev"), random.Random(7), 0
    for _ in range(rounds):
        with saving(store.directory, 1_000_000) as process:
            go(process)
            time.sleep(dice.uniform(0.0, 0.05))
            process.send_signal(signal.SIGKILL)
            process.wait()
        before, former = serial(store), before
        assert before >= former
    with store.locked("the next run", 0.0):
        assert [name for name in os.listdir(store.directory) if name.startswith(".myapp")] == []


@pytest.mark.reliability
@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", ["signal=SIGKILL", "error=ENOSPC", "error=EIO", "error=EDQUOT", "error=EINTR"])
def test_the_kernel_refuses_or_kills(tmp_path: Path, call: str, fault: str, first: bool) -> None:
    """At the first, second … call of this name, until a save gets by without meeting it."""
    # The first thing that is read is the word to go.
    for number in range(2 if call == "read" else 1, 12):
        store = LocalBackend(tmp_path / str(number) / "state", "myapp", "dev")
        store.directory.parent.mkdir()
        if not first:
            store.save(store.new_state())
        before = serial(store)
        code = saved_under(store, f"inject={call}:{fault}:when={number}")
        assert serial(store) in (before, before + 1)
        if code == 0:
            assert serial(store) == before + 1
        elif code == 9:
            rescued = list(store.directory.parent.glob("netsec-state-*.json"))
            assert [parse_state(each.read_text(), "").serial for each in rescued] == [before + 1]
        else:
            assert code == -signal.SIGKILL
        with store.locked("the next run", 0.0):
            assert [name for name in os.listdir(store.directory) if name.startswith(".myapp")] == []


def saved_under(store: LocalBackend, injection: str) -> int:
    """One save by a process of its own, with strace between it and the kernel; its exit code."""
    with saving(store.directory, 1) as process:
        names = injection.split("=")[1].split(":")[0]
        traced = ["strace", "-q", "-p", str(process.pid), "-e", f"trace={names},exit_group", "-e", injection]
        with subprocess.Popen(traced, stderr=subprocess.PIPE, text=True) as tracer:
            while not is_traced(process.pid):
                time.sleep(0.01)
            go(process)
            code = process.wait(timeout=20)
            tracer.wait(timeout=20)
    return code


def is_traced(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status").read_text()
    return "TracerPid:\t0\n" not in status
