"""Many trials of one sort: each must heal; the figures go to the counts of proofs, what is wrong to the test.

`make reliability` tries every one. Of a sweep that says how many are enough for a day, the tests of each day try one in
so many, from another start for each sweep, so that together they still strike every sort of call.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from zlib import crc32

from netsec.errors import NetsecError, most_severe_exit_code
from tests.support.faults.scenes import Scene
from tests.support.faults.wire import Fault
from tests.support.proof_counts import proof_counts

# What is wrong afterwards, a line each.
Attempt = Callable[[], list[str]]
ALL = int(os.environ.get("NETSEC_LONG", "1")) > 1


def sweep(what: str, attempts: Iterable[tuple[str, Attempt]], one_in: int = 1) -> None:
    """Try them, of each day one in so many; AssertionError with all that is wrong with any."""
    wrong = {name: _tried(attempt) for name, attempt in _of_today(what, list(attempts), one_in)}
    lines = [line for told in wrong.values() for line in told]
    proof_counts(
        what,
        runs=len(wrong),
        converged=sum(not told for told in wrong.values()),
        doubled=sum(line.startswith("differs: things") for line in lines),
        orphans=sum(line.startswith("orphan") for line in lines),
        lost=sum(line.startswith("recorded but gone") for line in lines),
        tracebacks=sum(line.startswith("traceback") for line in lines),
    )
    assert wrong, "nothing was tried"
    assert not lines, {name: told for name, told in wrong.items() if told}


def _of_today(what: str, attempts: list[tuple[str, Attempt]], one_in: int) -> list[tuple[str, Attempt]]:
    start = crc32(what.encode()) % min(one_in, len(attempts)) if attempts else 0
    return attempts if ALL else attempts[start::one_in]


def _tried(attempt: Attempt) -> list[str]:
    try:
        return attempt()
    except Exception as error:  # noqa: BLE001 - whatever netsec lets through is what is looked for
        return [f"traceback: {error!r}"]


def killed(scene: Scene, on: str, fault: Fault) -> list[str]:
    """Killed at that fault, then run once more with everything working."""
    setattr(scene.again().wire, on, fault)
    if not scene.trial.dies(scene.goal):
        return ["it was never killed"]
    return scene.trouble_healed()


def disturbed(scene: Scene, fault: Fault) -> list[str]:
    """The same run comes through."""
    scene.again().wire.on_write = fault
    return scene.trouble()


def ended(scene: Scene, fault: Fault, code: int) -> list[str]:
    """The run ends with that exit code, and one more with everything working puts all right."""
    trial = scene.again()
    trial.wire.on_write = fault
    try:
        seen = most_severe_exit_code(trial.run(scene.goal).errors)
    except NetsecError as error:
        seen = error.exit_code
    return [*([] if seen == code else [f"exit {seen}"]), *scene.trouble_healed()]
