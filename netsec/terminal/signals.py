"""What stops a run: Ctrl-C, SIGTERM, SIGHUP, a closed pipe, or output that can't be written."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from netsec.aws.run_context import StopRequest
from netsec.errors import Unfinished
from netsec.messages import text
from netsec.reason import Reason

SHOW_CURSOR = "\x1b[?25h"


def _write(line: str) -> None:
    """Write to stderr unbuffered, from a signal handler; errors are ignored, the terminal may be closed."""
    with suppress(OSError):
        os.write(2, line.encode())


def only_once(tell: Callable[[Reason], None]) -> Callable[[Reason], None]:
    """`tell`, called only the first time for each remark."""
    shown: list[Reason] = []

    def tell_once(remark: Reason) -> None:
        if remark not in shown:
            shown.append(remark)
            tell(remark)

    return tell_once


def stop_on_lost_output(stop: StopRequest) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A decorator for functions that write: a closed pipe or a full disk then stops the run, as Ctrl-C does.

    The exit code is set in `stop`: 141 for a closed pipe, else that of Unfinished (6); nothing is raised.
    """

    def decorate(write: Callable[..., None]) -> Callable[..., None]:
        def write_or_stop(*args: Any) -> None:
            try:
                write(*args)
            except BrokenPipeError:
                stop.exit_code = stop.exit_code or 141
            except Unfinished as error:
                stop.exit_code = stop.exit_code or error.exit_code

        return write_or_stop

    return decorate


def ending_signals() -> tuple[signal.Signals, ...]:
    """The signals that end netsec; not SIGHUP where the parent process (nohup) set it to be ignored."""
    is_ignored = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    return (signal.SIGINT, signal.SIGTERM, *(() if is_ignored else (signal.SIGHUP,)))


@contextmanager
def stop_on_signal(stop: StopRequest) -> Iterator[None]:
    """The first signal asks the run to stop and to save the state; a second one ends the process.

    That is safe, since intents are on disk. A second SIGHUP is ignored: when a terminal closes, both the kernel and the
    shell send one.
    """

    def ask_to_stop(number: int, frame: object) -> None:
        if stop.exit_code and number == signal.SIGHUP:
            return
        if stop.exit_code:
            _write(SHOW_CURSOR if sys.stderr.isatty() else "")
            _write(f"\n{text('terminal.stopped')}\n")
            os._exit(stop.exit_code)
        stop.exit_code = 128 + number
        _write(f"\n{text('terminal.stopping')}\n")

    handlers = {number: signal.signal(number, ask_to_stop) for number in ending_signals()}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
