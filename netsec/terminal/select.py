"""Selects the reporter, colours and width that fit the output stream."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TextIO

from netsec.terminal.json_lines import JsonReporter
from netsec.terminal.lines import LineReporter
from netsec.terminal.live import LiveReporter
from netsec.terminal.reporter import Reporter, SecondsSource
from netsec.views.paint import COLUMNS, Paint

NARROWEST, WIDEST = 60, 120


def select_reporter(
    *,
    json: bool,
    stdout: TextIO,
    stderr: TextIO,
    environ: Mapping[str, str],
    now: SecondsSource,
    total: int = 0,
    no_color: bool = False,
) -> Reporter:
    """The reporter for this stream: JSON lines on stdout, as they are the result, else progress for people on stderr.

    `total` is the number of changes; `now` returns seconds.
    """
    if json:
        return JsonReporter(stdout, now, total=total)
    paint = Paint(wants_colour(stderr, environ, no_color=no_color))
    width = terminal_columns(stderr, environ)
    if can_animate(stderr, environ):
        return LiveReporter(stderr, now, total=total, paint=paint, columns=width)
    return LineReporter(stderr, now, total=total, paint=paint, columns=width)


def can_animate(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether to animate: on a terminal, but not in CI; FORCE_COLOR does not count, it is for pipes too."""
    in_ci = environ.get("CI", "").lower() not in ("", "0", "false")
    return stream.isatty() and not in_ci and environ.get("TERM") != "dumb"


def wants_colour(stream: TextIO, environ: Mapping[str, str], *, no_color: bool = False) -> bool:
    """Whether to write colours: NO_COLOR, then FORCE_COLOR, then TERM=dumb decide, else whether it is a terminal."""
    if no_color or environ.get("NO_COLOR"):
        return False
    forced = environ.get("FORCE_COLOR", "")
    if forced:
        return forced.lower() not in ("0", "false")
    return stream.isatty() and environ.get("TERM") != "dumb"


def terminal_columns(stream: TextIO, environ: Mapping[str, str]) -> int:
    """The width to write for: COLUMNS, else the terminal's, else 80; at least NARROWEST, at most WIDEST."""
    configured = environ.get("COLUMNS", "")
    return min(max(int(configured) if configured.isdecimal() else _terminal_width(stream), NARROWEST), WIDEST)


def _terminal_width(stream: TextIO) -> int:
    try:
        # 0 is a terminal that does not know its width.
        return os.get_terminal_size(stream.fileno()).columns or COLUMNS
    except (OSError, ValueError):
        return COLUMNS
