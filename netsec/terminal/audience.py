"""Who listens to a run and may call it off: Ctrl-C, SIGTERM, SIGHUP, or a pipe that nobody reads any more."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from netsec.aws.means import Stop
from netsec.errors import Unfinished
from netsec.reason import Reason

SHOW_CURSOR = "\x1b[?25h"


def _write(text: str) -> None:
    """Straight to stderr, from within a signal's handler; the terminal may be gone."""
    with suppress(OSError):
        os.write(2, text.encode())


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


def endings() -> tuple[signal.Signals, ...]:
    """The signals that end netsec; SIGHUP is not among them where whoever started it (nohup) had it ignored."""
    heard = signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN
    return (signal.SIGINT, signal.SIGTERM, *((signal.SIGHUP,) if heard else ()))


@contextmanager
def signals(stop: Stop) -> Iterator[None]:
    """The first signal asks the run to stop and save; the second ends the process: intents are on disk.

    A second SIGHUP does not: when a terminal closes, the kernel sends one and the shell another.
    """

    def ask_to_stop(number: int, frame: object) -> None:
        if stop.code and number == signal.SIGHUP:
            return
        if stop.code:
            _write(SHOW_CURSOR if sys.stderr.isatty() else "")
            _write("\nnetsec: stopped at once; the next run looks first at what was under way\n")
            os._exit(stop.code)
        stop.code = 128 + number
        _write("\nnetsec: stopping: what was sent is waited for and recorded (again: stop at once)\n")

    former = {number: signal.signal(number, ask_to_stop) for number in endings()}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
