"""What a lock says of its holder, as JSON: which process of which user, where, since when, and what it runs."""

from __future__ import annotations

import getpass
import json
import os
import socket
from datetime import UTC, datetime

FIELDS = ("pid", "host", "user", "command", "since")


def lock_info(command: str, now: float, **more: str) -> str:
    """The information about this process, with more fields; `now`: wall time in seconds."""
    fields = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "user": _user(),
        "command": command,
        "since": datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds"),
        **more,
    }
    return json.dumps(fields)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def parse_lock_info(text: str, *more: str) -> dict[str, str]:
    """The FIELDS, and `more` ones, of a lock's text; `unknown` for each that it does not hold. Never fails."""
    try:
        document = json.loads(text[:4096])
    except (ValueError, RecursionError):
        document = {}
    values = document if isinstance(document, dict) else {}
    return {field: str(values.get(field, "unknown")) for field in (*FIELDS, *more)}
