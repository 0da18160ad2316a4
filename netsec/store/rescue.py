"""The last resort for a state that can't be saved in its place: a copy elsewhere, or its text on stderr."""

from __future__ import annotations

import contextlib
import secrets
import sys
import tempfile
from pathlib import Path

from netsec.store.files import write_new


def rescue(text: str) -> str:
    """Where a copy of the state was put that could not be saved in its place; on stderr when nowhere."""
    with contextlib.suppress(OSError):
        path = Path(tempfile.gettempdir()) / f"netsec-state-{secrets.token_hex(6)}.json"
        write_new(path, text)
        return str(path)
    with contextlib.suppress(OSError):
        sys.stderr.write(text)
        sys.stderr.flush()
    return ""
