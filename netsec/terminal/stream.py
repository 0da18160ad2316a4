"""Writes lines to streams whose encoding may lack characters, and which may fail."""

from __future__ import annotations

import errno
from typing import TextIO

from netsec.errors import Unfinished
from netsec.model import reason

# The errors of writing to a full or failing disk.
DISK_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def supports_unicode(stream: TextIO) -> bool:
    """Whether the stream's encoding has every Unicode character."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return encoding.lower().replace("_", "-") in ("utf-8", "utf8", "utf-8-sig", "utf-16", "utf-32")


def write_line(stream: TextIO, text: str) -> None:
    """Write the text and a newline, and flush; characters that the encoding lacks are escaped like `\\u2026`.

    Unfinished (exit code 6: run again) where it can't be written; BrokenPipeError where nobody reads.
    """
    if not supports_unicode(stream):
        encoding = stream.encoding
        text = text.replace("…", "...").encode(encoding, "backslashreplace").decode(encoding)
    try:
        stream.write(text + "\n")
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise output_error(error) from error


def output_error(error: OSError) -> Unfinished:
    """The error for output that can't be written."""
    return Unfinished(reason("output_unwritable", detail=error.strerror or str(error)))
