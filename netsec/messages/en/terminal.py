"""What the terminal layer says: durations, and a run that is stopped."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "terminal.bad_duration": "'{value}' is not a valid duration: use 90s, 30m or 2h",
    "terminal.stopping": "netsec: stopping: waiting for requests in progress, then saving (again: stop now)",
    "terminal.stopped": "netsec: stopped; the next run first checks what was in progress",
}
