"""Real processes: Ctrl-C, SIGTERM, closed pipes and streams, odd encodings; afterwards the next run heals."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.process import NETSEC, Bench, clear
from tests.support.shell import without_aws


def until(process: subprocess.Popen[str], words: str) -> str:
    """Read its progress up to these words."""
    assert process.stderr
    seen = ""
    for line in process.stderr:
        seen += line
        if words in line:
            return seen
    raise AssertionError(seen)


def heal(bench: Bench) -> None:
    result = bench.inside("apply", "--nat", "-y")
    assert result.code == 0, result.all
    assert bench.inside("plan", "--nat", "--detailed-exitcode").code == 0
    assert len(bench.inside("show", "outputs", "nat_gateway_ids", "--raw").out.split()) == 2


def kill_gently(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)


def ctrl_c(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGINT)


def ctrl_c_twice(process: subprocess.Popen[str]) -> None:
    ctrl_c(process)
    until(process, "stopping")
    ctrl_c(process)


def hang_up(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGHUP)


def hang_up_twice(process: subprocess.Popen[str]) -> None:
    """The kernel's and the shell's, when a terminal closes."""
    hang_up(process)
    until(process, "stopping")
    hang_up(process)


@pytest.mark.parametrize(
    ("how", "code"),
    [(ctrl_c, 130), (ctrl_c_twice, 130), (kill_gently, 143), (hang_up, 129), (hang_up_twice, 129)],
)
def test_stopped_while_gateways_are_made(bench: Bench, how: Callable[..., None], code: int) -> None:
    process = bench.start("apply", "--nat", "-y")
    until(process, "pending")
    how(process)
    _, err = process.communicate(timeout=20)
    assert process.returncode == code
    assert "Traceback" not in err
    if how is not ctrl_c_twice:
        assert "Run the same command again to continue" in err
    if how in (ctrl_c, hang_up):
        heal(bench)
    clear(bench)


def test_the_reader_goes_away_in_the_middle(bench: Bench) -> None:
    ended = bench.shell("$netsec apply --nat -y --json | head -3 >/dev/null; exit ${PIPESTATUS[0]}")
    assert (ended.returncode, "Traceback" in ended.stderr) == (141, False), ended.stderr
    assert "Exception ignored" not in ended.stderr
    clear(bench)


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("$netsec plan --json | true; exit ${PIPESTATUS[0]}", {0, 141}),
        ("$netsec --help | true; exit ${PIPESTATUS[0]}", {0, 141}),
        ("$netsec show >&-", {0}),
        ("$netsec plan >&-", {0}),
        ("$netsec --help >&-", {0}),
        ("$netsec plan 2>&-", {0}),
        ("$netsec plan >&- 2>&- <&-", {0}),
        ("$netsec apply <&-", {3}),
        ("$netsec nonsense 2>&-", {3}),
        ("LANG=C LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 $netsec plan --nat", {0}),
        ("LANG=C LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 $netsec apply -y", {0}),
        ("PYTHONIOENCODING=ascii $netsec show", {0}),
        ("env -u HOME COLUMNS=20 TERM=dumb $netsec plan --nat", {0}),
        ("$netsec show > /dev/full", {6}),
        ("$netsec show --json > /dev/full", {6}),
        ("$netsec --help > /dev/full", {6}),
        ("$netsec plan --json > /dev/full 2>&1", {6}),
        ("$netsec apply 2> /dev/full", {3, 6}),
        ("$netsec nonsense 2> /dev/full", {3}),
    ],
)
def test_odd_streams(bench: Bench, line: str, codes: set[int]) -> None:
    ended = bench.shell(line)
    assert ended.returncode in codes, ended.stderr
    assert "Traceback" not in ended.stderr
    assert "Exception ignored" not in ended.stderr


def test_started_by_nohup_it_goes_on_when_the_terminal_closes(bench: Bench) -> None:
    process = bench.start("apply", "--nat", "-y", preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    until(process, "pending")
    hang_up(process)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, "stopping" in err) == (0, False), err
    clear(bench)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_called_off_while_aws_does_not_answer(tmp_path: Path, number: int, code: int) -> None:
    (tmp_path / "netsec.toml").write_text('project = "x"\nregion = "us-east-1"\n', encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        keys = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
        process = subprocess.Popen(
            [*NETSEC, "plan", "--endpoint-url", f"http://127.0.0.1:{port}"],
            cwd=tmp_path,
            env={**without_aws(), **keys},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        silent.accept()[0].detach()
        began = time.monotonic()
        process.send_signal(number)
        _, err = process.communicate(timeout=20)
    assert (process.returncode, time.monotonic() - began < 10) == (code, True)
    assert ("nothing was in progress" in err, "Traceback" in err) == (True, False)


def test_a_full_disk_in_the_middle_stops_and_records(bench: Bench) -> None:
    """What the run prints goes nowhere from its first line on, yet what it made is on record."""
    ended = bench.shell("$netsec apply --nat -y --json > /dev/full")
    assert (ended.returncode, "Traceback" in ended.stderr) == (6, False), ended.stderr
    assert "the output can't be written" in " ".join(ended.stderr.split())
    clear(bench)


def test_silence_is_said_while_it_lasts(tmp_path: Path) -> None:
    (tmp_path / "netsec.toml").write_text('project = "x"\nregion = "us-east-1"\n', encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        process = subprocess.Popen(
            [*NETSEC, "plan", "--endpoint-url", url],
            cwd=tmp_path,
            env={**without_aws(), "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert f"no response from {url} yet; still trying" in until(process, "no answer")
        kill_gently(process)
        process.communicate(timeout=20)
    assert process.returncode == 143


def test_the_second_of_two_runs_is_told_who_the_first_is(bench: Bench) -> None:
    first = bench.start("apply", "--nat", "-y")
    until(first, "pending")
    # It stands still meanwhile, however long the others take.
    first.send_signal(signal.SIGSTOP)
    for command in ("apply -y", "destroy -y", "state rebuild"):
        code, _, err = bench.run(*command.split())
        assert code == 10, err
        assert f"process {first.pid}" in " ".join(err.split())
    first.send_signal(signal.SIGCONT)
    kill_gently(first)
    first.communicate(timeout=20)
    assert first.returncode == 143
    clear(bench)


@pytest.mark.reliability
def test_stopped_by_the_shell_and_continued(bench: Bench) -> None:
    process = bench.start("apply", "--nat", "-y")
    until(process, "pending")
    process.send_signal(signal.SIGSTOP)
    assert bench.run("apply", "-y")[0] == 10, "the kernel keeps the lock of who sleeps"
    process.send_signal(signal.SIGCONT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    heal(bench)
    clear(bench)
