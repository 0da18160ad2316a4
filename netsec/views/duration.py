"""A span of time in the fewest letters."""

from __future__ import annotations


def duration(seconds: float) -> str:
    """`42s`, `1m 32s`, `1h 02m`."""
    minutes, rest = divmod(int(max(seconds, 0.0)), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}h {minutes:02d}m"
    return f"{minutes}m {rest:02d}s" if minutes else f"{rest}s"
