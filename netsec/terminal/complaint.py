"""Says what went wrong, on stderr or as JSON, and gives the exit code; never fails itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import click

from netsec.errors import ConfigInvalid, NetsecError, Unfinished
from netsec.model.urls import bared
from netsec.terminal.stream import write_line

LONGEST_LINE = 4096


def tell(error: NetsecError, arguments: Sequence[str]) -> int:
    """Say what went wrong, in JSON if it is asked for and can be written; its exit code, even if nobody can be told."""
    from netsec.views.document import one_line
    from netsec.views.errors import errors_object

    told: list[NetsecError] = [error]
    if "--json" in arguments:
        try:
            write_line(sys.stdout, one_line(errors_object(told)))
            return error.exit_code
        except Unfinished as lost:
            told += [lost]
    _complain(_told(told, arguments))
    return error.exit_code


def _complain(text: str) -> None:
    """On stderr, if that takes it: what went wrong first is what counts."""
    with suppress(Unfinished):
        write_line(sys.stderr, bared(text))


def _told(errors: Sequence[NetsecError], arguments: Sequence[str]) -> str:
    from netsec.terminal.choosing import columns, wants_colour
    from netsec.views.errors import errors_text
    from netsec.views.invocation import as_invoked
    from netsec.views.paint import Paint

    paint = Paint(wants_colour(sys.stderr, os.environ, no_color="--no-color" in arguments))
    text = errors_text(errors, paint=paint, columns=columns(sys.stderr, os.environ))
    return as_invoked(text, ["--sandbox"] if "--sandbox" in arguments else [])


def tell_usage(error: click.ClickException, arguments: Sequence[str]) -> int:
    """click's own words for a wrong command line, made printable, and our exit code for it."""
    from netsec.model import reason
    from netsec.views.escape import printable

    message = " ".join(printable(bared(error.format_message())).split())
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
    elif "--json" in arguments:
        tell(ConfigInvalid(reason("usage", message=message)), arguments)
    else:
        context = getattr(error, "ctx", None)
        path = context.command_path if context else "netsec"
        _complain(f"error: {message}\n       See {path} --help.")
    return 3


def tell_bug(error: Exception, arguments: Sequence[str]) -> int:
    """Something nobody foresaw: one line, and the whole story on request."""
    from netsec.views.escape import printable

    _complain(f"error: unexpected {type(error).__name__}: {printable(bared(str(error)))}")
    _complain("       This is a bug in netsec; the state is as it was last saved. -v shows a traceback.")
    if any(flag in arguments for flag in ("-v", "--verbose")):
        import traceback

        story = "".join(traceback.format_exception(error))
        _complain("\n".join(printable(bared(line), LONGEST_LINE) for line in story.splitlines()))
    return 1
