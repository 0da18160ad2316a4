"""Who listens to a run and may call it off: Ctrl-C, SIGTERM, or a pipe that nobody reads any more."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from netsec.aws.means import Stop
from netsec.errors import Unfinished
from netsec.reason import Reason

SHOW_CURSOR = "\x1b[?25h"


def once(tell: Callable[[Reason], None]) -> Callable[[Reason], None]:
    """Tell each remark only the first time."""
    told: list[Reason] = []

    def telling(remark: Reason) -> None:
        if remark not in told:
            told.append(remark)
            tell(remark)

    return telling


def unless_gone(stop: Stop) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Output may find nobody who reads it, or a full disk, in the middle of a run: that stops it like Ctrl-C does."""

    def heard(say: Callable[..., None]) -> Callable[..., None]:
        def saying(*said: Any) -> None:
            try:
                say(*said)
            except BrokenPipeError:
                stop.code = stop.code or 141
            except Unfinished as error:
                stop.code = stop.code or error.exit_code

        return saying

    return heard


@contextmanager
def signals(stop: Stop) -> Iterator[None]:
    """The first Ctrl-C or SIGTERM asks the run to stop and save; the second ends the process: intents are on disk."""

    def ask_to_stop(number: int, frame: object) -> None:
        if stop.code:
            if sys.stderr.isatty():
                os.write(2, SHOW_CURSOR.encode())
            os.write(2, b"\nnetsec: stopped at once; the next run looks first at what was under way\n")
            os._exit(stop.code)
        stop.code = 128 + number
        os.write(2, b"\nnetsec: stopping: what was sent is waited for and recorded (again: stop at once)\n")

    former = {number: signal.signal(number, ask_to_stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
