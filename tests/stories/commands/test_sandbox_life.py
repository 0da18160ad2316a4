"""The sandbox ends and comes back: status, stop, reset, a killed daemon, odd folders."""

from __future__ import annotations

import fcntl
import os
import signal
from pathlib import Path

import pytest

from netsec.sandbox import daemon, locations
from tests.support.shell import changed, config, inside, netsec


def test_a_killed_daemon_is_started_again_with_its_world(sandbox: Path) -> None:
    config('project = "killed"\n')
    inside("apply", "-y")
    running = daemon.status(sandbox / "world")
    assert running
    os.kill(running.pid, signal.SIGKILL)
    inside("plan", "--detailed-exitcode")


def test_stop_and_status(sandbox: Path) -> None:
    config('project = "stopped"\n')
    inside("apply", "-y")
    assert netsec("sandbox", "status").out.startswith("Running at http://127.0.0.1:")
    status = netsec("sandbox", "status", "--json").json
    assert (status["running"], status["endpoint_url"].startswith("http://127.0.0.1:")) == (True, True)
    assert netsec("sandbox", "stop", "--json").json == {"stopped": True}
    assert netsec("sandbox", "stop").out == "Not running.\n"
    nothing = {"running": False, "endpoint_url": None, "pid": None, "aws_config_file": None}
    assert netsec("sandbox", "status", "--json").json == nothing
    inside("plan", "--detailed-exitcode")


@pytest.mark.parametrize("command", ["stop", "reset"])
def test_neither_stop_nor_reset_while_a_command_is_at_work(sandbox: Path, command: str) -> None:
    config('project = "atwork"\n')
    inside("apply", "-y")
    with (sandbox / "atwork-dev.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert netsec("sandbox", command).code == 10
    inside("plan", "--detailed-exitcode")


def test_reset_takes_only_what_is_the_sandboxes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NETSEC_SANDBOX_DIR", str(tmp_path))
    for name in ("package.json", "real.json", "real.json.backup"):
        (tmp_path / name).write_text('{"lineage": "12345678"}', encoding="utf-8")
    for name in ("x-dev.json", "x-dev.json.backup"):
        (tmp_path / name).write_text('{\n  "lineage": "sandbox-1"\n}', encoding="utf-8")
    assert netsec("sandbox", "reset", "--json").json == {"reset": True}
    assert sorted(os.listdir(tmp_path)) == ["package.json", "real.json", "real.json.backup"]


def test_reset_ends_the_world_and_the_next_command_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.delenv("NETSEC_SANDBOX_DIR", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    config('project = "anew"\n')
    directory = locations.sandbox_directory(work, os.environ)
    try:
        inside("apply", "-y")
        assert (directory / "anew-dev.json").exists()
        assert os.listdir(work) == ["netsec.toml"]
        assert netsec("sandbox", "reset").out == "The sandbox is empty now.\n"
        assert not list(directory.glob("*.json*"))
        assert changed(inside("plan", "--json"))
    finally:
        daemon.stop(directory / "world")


@pytest.mark.parametrize("folder", ["/dev/null", "/proc/nowhere", "file"])
def test_odd_folders(folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("", encoding="utf-8")
    monkeypatch.setenv("NETSEC_SANDBOX_DIR", folder)
    result = netsec("--sandbox", "plan")
    assert (result.code, "the sandbox does not work" in result.err) == (3, True), result.all
    for command in ("status", "stop", "reset"):
        assert netsec("sandbox", command).code in (0, 3)
