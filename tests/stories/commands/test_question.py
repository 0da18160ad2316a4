"""The question at a real terminal: yes, no, Ctrl-D, Ctrl-C."""

from __future__ import annotations

import os
import pty
import signal
import time

from tests.support.process import Bench, clear


def at_a_terminal(bench: Bench, *arguments: str, typed: bytes) -> tuple[int, str]:
    """Run at a pseudo terminal; what is typed once the question is asked."""
    master, slave = pty.openpty()
    process = bench.start(*arguments, stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
    os.close(slave)
    seen = b""
    while True:
        try:
            some = os.read(master, 4096)
        except OSError:
            break
        if not some:
            break
        seen += some
        if b"[y/N]: " in some or (b"[y/N]: " in seen and typed):
            os.write(master, typed)
            typed = b""
    os.close(master)
    return process.wait(timeout=60), seen.decode()


def test_ctrl_d_and_no_at_the_question(bench: Bench) -> None:
    code, said = at_a_terminal(bench, "apply", "--nat", typed=b"\x04")
    assert (code, "nothing was in progress" in said) == (130, True)
    code, said = at_a_terminal(bench, "apply", "--nat", typed=b"n\n")
    assert (code, "Cancelled. Nothing was changed." in said) == (3, True)
    assert bench.run("plan", "--detailed-exitcode", "--nat")[0] == 2


def test_ctrl_c_at_the_question(bench: Bench) -> None:
    process_code, said = _interrupted_at_the_question(bench)
    assert (process_code, "nothing was in progress" in said) == (130, True)
    assert bench.run("state", "unlock")[1] == "Not locked.\n"


def _interrupted_at_the_question(bench: Bench) -> tuple[int, str]:
    master, slave = pty.openpty()
    process = bench.start("apply", "--nat", stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
    os.close(slave)
    seen = b""
    while b"[y/N]: " not in seen:
        seen += os.read(master, 4096)
    time.sleep(
        0.5
    )  # Python itself may overlook a Ctrl-C in the moment between a question and the reading of its answer
    process.send_signal(signal.SIGINT)
    code = process.wait(timeout=20)
    seen += os.read(master, 4096)
    os.close(master)
    return code, seen.decode()


def test_yes_at_a_terminal(bench: Bench) -> None:
    bench.run("destroy", "-y")
    code, said = at_a_terminal(bench, "apply", typed=b"y\n")
    assert (code, "9 created" in said) == (0, True), said
    clear(bench)
