"""A span of time in the fewest letters."""

from __future__ import annotations

from netsec.messages import text


def duration(seconds: float) -> str:
    """`42s`, `1m 32s`, `1h 02m`."""
    minutes, rest = divmod(int(max(seconds, 0.0)), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return text("words.hours", hours=hours, minutes=f"{minutes:02d}")
    return (
        text("words.minutes", minutes=minutes, seconds=f"{rest:02d}")
        if minutes
        else text("words.seconds", seconds=rest)
    )
