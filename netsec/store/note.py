"""The note that whoever holds a lock leaves in it: who that is, so that the next one can say."""

from __future__ import annotations

import getpass
import json
import os
import socket
from datetime import UTC, datetime

PARTS = ("pid", "host", "user", "command", "since")


def note(command: str, now: float, **more: str) -> str:
    """The note of this process."""
    told = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "user": _user(),
        "command": command,
        "since": datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds"),
        **more,
    }
    return json.dumps(told)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def read_note(text: str, *more: str) -> dict[str, str]:
    """What a note says, as far as it is one; what it does not say is `unknown`."""
    try:
        told = json.loads(text[:4096])
    except (ValueError, RecursionError):
        told = {}
    known = told if isinstance(told, dict) else {}
    return {part: str(known.get(part, "unknown")) for part in (*PARTS, *more)}
