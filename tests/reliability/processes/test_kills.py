"""Real processes, stopped by real signals at moments of chance; one clean run of the same command heals each."""

from __future__ import annotations

import random
import signal
import subprocess
import time

import pytest

from netsec.sandbox import daemon
from tests.support.process import Bench
from tests.support.proof_counts import proof_counts
from tests.support.survey import client, read, wrong

pytestmark = pytest.mark.reliability
# What is run, and what must find nothing to do afterwards.
RUNS = {
    ("apply", "--nat", "-y"): ("plan", "--nat", "--detailed-exitcode"),
    ("apply", "-y"): ("plan", "--detailed-exitcode"),
    ("destroy-nat", "-y"): ("plan", "--destroy-nat", "--detailed-exitcode"),
    ("destroy-nat", "--keep-eips", "-y"): ("plan", "--destroy-nat", "--keep-eips", "--detailed-exitcode"),
    ("destroy", "-y"): ("plan", "--destroy", "--detailed-exitcode"),
}
SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGSTOP)
# No process takes longer than this for its work; a kill comes at any time of it.
SECONDS = 9.0


@pytest.mark.parametrize("seed", range(8))
def test_stopped_at_any_moment(bench: Bench, seed: int) -> None:
    dice, told, rounds = random.Random(seed), [], 7
    for number in range(rounds):
        arguments = dice.choice(list(RUNS)) if number else ("apply", "--nat", "-y")
        how, moment = dice.choice(SIGNALS), dice.uniform(0.2, SECONDS)
        lines = _stopped(bench, arguments, how, moment) + _healed(bench, arguments)
        told += [f"seed {seed}, {number}: {' '.join(arguments)}, {how.name} after {moment:.2f} s: {x}" for x in lines]
    proof_counts(
        "real processes stopped by signals",
        runs=rounds,
        converged=rounds - len({line.split(",")[1] for line in told}),
        doubled=sum("doubled" in line for line in told),
        orphans=sum("orphan" in line for line in told),
        tracebacks=sum("Traceback" in line for line in told),
    )
    assert told == []


def _stopped(bench: Bench, arguments: tuple[str, ...], how: signal.Signals, moment: float) -> list[str]:
    process = bench.start(*arguments)
    try:
        process.wait(timeout=moment)
    except subprocess.TimeoutExpired:
        process.send_signal(how)
    if how is signal.SIGSTOP:
        time.sleep(1)
        process.send_signal(signal.SIGCONT)
    _, err = process.communicate(timeout=60)
    allowed = {0, -signal.SIGKILL, 130, 143}
    return [f"Traceback: {err}"] * ("Traceback" in err) + [f"exit {process.returncode}: {err}"] * (
        process.returncode not in allowed
    )


def _healed(bench: Bench, arguments: tuple[str, ...]) -> list[str]:
    told = []
    for command in (arguments, RUNS[arguments]):
        code, out, err = bench.run(*command)
        told += [f"{' '.join(command)} ended with {code}: {out} {err}"] if code else []
    running = daemon.status(bench.folder / "sandbox" / "world")
    assert running
    state = bench.folder / "sandbox" / "trial-dev.json"
    return [*told, *wrong(client("ec2", running), read(state))]
