"""Writing a line to a stream that may not know every letter."""

from __future__ import annotations

from typing import TextIO


def speaks_unicode(stream: TextIO) -> bool:
    """Whether every letter can be written there."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return encoding.lower().replace("_", "-") in ("utf-8", "utf8", "utf-8-sig", "utf-16", "utf-32")


def write_line(stream: TextIO, text: str) -> None:
    """The text and a newline, out at once; letters that the stream lacks are written out as `\\u2026`."""
    if not speaks_unicode(stream):
        encoding = stream.encoding
        text = text.replace("…", "...").encode(encoding, "backslashreplace").decode(encoding)
    stream.write(text + "\n")
    stream.flush()
