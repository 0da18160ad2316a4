"""Writes errors to stderr, or as JSON to stdout, and returns the exit code; never fails itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import click

from netsec.errors import ConfigInvalid, NetsecError, Unfinished
from netsec.messages import text
from netsec.model.urls import redact_urls
from netsec.terminal.stream import write_line

LONGEST_LINE = 4096


def report_error(error: NetsecError, arguments: Sequence[str]) -> int:
    """Write the error, with --json as JSON on stdout if that can be written; its exit code in any case."""
    from netsec.views.document import json_line
    from netsec.views.errors import errors_object

    errors: list[NetsecError] = [error]
    if "--json" in arguments:
        try:
            write_line(sys.stdout, json_line(errors_object(errors)))
            return error.exit_code
        except Unfinished as lost:
            errors += [lost]
    _write_error(_errors_text(errors, arguments))
    return error.exit_code


def _write_error(shown: str) -> None:
    """Write to stderr; a failure to do so is ignored, the first error is what counts."""
    with suppress(Unfinished):
        write_line(sys.stderr, redact_urls(shown))


def _errors_text(errors: Sequence[NetsecError], arguments: Sequence[str]) -> str:
    from netsec.terminal.select import terminal_columns, wants_colour
    from netsec.views.errors import errors_text
    from netsec.views.invocation import as_invoked
    from netsec.views.paint import Paint

    paint = Paint(wants_colour(sys.stderr, os.environ, no_color="--no-color" in arguments))
    shown = errors_text(errors, paint=paint, columns=terminal_columns(sys.stderr, os.environ))
    return as_invoked(shown, ["--sandbox"] if "--sandbox" in arguments else [])


def report_usage_error(error: click.ClickException, arguments: Sequence[str]) -> int:
    """Write click's message for a wrong command line, without control characters; always exit code 3."""
    from netsec.messages.escape import printable
    from netsec.model import reason
    from netsec.terminal.select import terminal_columns
    from netsec.terminal.usage import usage_text
    from netsec.views.paint import hanging_indent

    message = " ".join(printable(redact_urls(usage_text(error))).split())
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
    elif "--json" in arguments:
        report_error(ConfigInvalid(reason("usage", message=message)), arguments)
    else:
        context = getattr(error, "ctx", None)
        path = context.command_path if context else "netsec"
        columns = terminal_columns(sys.stderr, os.environ)
        lines = hanging_indent(message, text("words.error"), columns)
        _write_error("\n".join([*lines, *hanging_indent(text("cli.see_help", command=path), " " * 7, columns)]))
    return 3


def report_bug(error: Exception, arguments: Sequence[str]) -> int:
    """Write an unexpected exception in one line, with -v its traceback too; exit code 1."""
    from netsec.messages.escape import printable
    from netsec.terminal.select import terminal_columns
    from netsec.views.paint import hanging_indent

    what = text("cli.unexpected", name=type(error).__name__, text=redact_urls(str(error)))
    columns = terminal_columns(sys.stderr, os.environ)
    message = hanging_indent(what, text("words.error"), columns)
    _write_error("\n".join([*message, *hanging_indent(text("cli.is_a_bug"), " " * 7, columns)]))
    if any(flag in arguments for flag in ("-v", "--verbose")):
        import traceback

        lines = "".join(traceback.format_exception(error)).splitlines()
        _write_error("\n".join(printable(redact_urls(line), LONGEST_LINE) for line in lines))
    return 1
