"""Which reporter, which colours and which width fit where the output goes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TextIO

from netsec.terminal.json_lines import JsonReporter
from netsec.terminal.lines import LineReporter
from netsec.terminal.live import LiveReporter
from netsec.terminal.reporter import Clock, Reporter
from netsec.views.paint import COLUMNS, Paint

NARROWEST, WIDEST = 60, 120


def choose(
    *,
    json: bool,
    stdout: TextIO,
    stderr: TextIO,
    environ: Mapping[str, str],
    now: Clock,
    total: int = 0,
    no_color: bool = False,
) -> Reporter:
    """JSON lines go to stdout, since they are the result; everything for people goes to stderr."""
    if json:
        return JsonReporter(stdout, now, total=total)
    paint = Paint(wants_colour(stderr, environ, no_color=no_color))
    room = columns(stderr, environ)
    if animates(stderr, environ):
        return LiveReporter(stderr, now, total=total, paint=paint, columns=room)
    return LineReporter(stderr, now, total=total, paint=paint, columns=room)


def animates(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether a person watches: FORCE_COLOR asks for colours in a pipe, but nobody wants an animation there."""
    in_ci = environ.get("CI", "").lower() not in ("", "0", "false")
    return stream.isatty() and not in_ci and environ.get("TERM") != "dumb"


def wants_colour(stream: TextIO, environ: Mapping[str, str], *, no_color: bool = False) -> bool:
    """NO_COLOR before FORCE_COLOR before TERM=dumb before what the stream is."""
    if no_color or environ.get("NO_COLOR"):
        return False
    forced = environ.get("FORCE_COLOR", "")
    if forced:
        return forced.lower() not in ("0", "false")
    return stream.isatty() and environ.get("TERM") != "dumb"


def columns(stream: TextIO, environ: Mapping[str, str]) -> int:
    """The width to write for: COLUMNS, else the terminal's, else 80; within what can be read."""
    told = environ.get("COLUMNS", "")
    return min(max(int(told) if told.isdecimal() else _terminal_width(stream), NARROWEST), WIDEST)


def _terminal_width(stream: TextIO) -> int:
    try:
        # A terminal that does not know its width says 0.
        return os.get_terminal_size(stream.fileno()).columns or COLUMNS
    except (OSError, ValueError):
        return COLUMNS
