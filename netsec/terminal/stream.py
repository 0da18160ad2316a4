"""Writing a line to a stream that may not know every letter."""

from __future__ import annotations

import errno
from typing import TextIO

from netsec.errors import Unfinished
from netsec.model import reason

# What writing to a full or failing disk ends as.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def speaks_unicode(stream: TextIO) -> bool:
    """Whether every letter can be written there."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return encoding.lower().replace("_", "-") in ("utf-8", "utf8", "utf-8-sig", "utf-16", "utf-32")


def write_line(stream: TextIO, text: str) -> None:
    """The text and a newline, out at once; letters that the stream lacks are written out as `\\u2026`.

    Unfinished where it can't be written: a full disk passes, and the same command says it again then.
    """
    if not speaks_unicode(stream):
        encoding = stream.encoding
        text = text.replace("…", "...").encode(encoding, "backslashreplace").decode(encoding)
    try:
        stream.write(text + "\n")
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise output_lost(error) from error


def output_lost(error: OSError) -> Unfinished:
    """What to say when the output can't be written."""
    return Unfinished(reason("output_unwritable", detail=error.strerror or str(error)))
