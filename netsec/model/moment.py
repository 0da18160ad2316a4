"""A moment as our tags write it: UTC, to the minute, in a form that AWS, people and programs read."""

from __future__ import annotations

from datetime import UTC, datetime

FORMAT = "%Y-%m-%dT%H:%M:%SZ"
A_MINUTE = 60


def written(moment: float) -> str:
    """Seconds since the epoch as a tag's value, the next whole minute: 2026-11-24T21:00:00Z."""
    return datetime.fromtimestamp(-(-moment // A_MINUTE) * A_MINUTE, UTC).strftime(FORMAT)


def moment_of(text: str) -> float | None:
    """A tag's value in seconds since the epoch; None where it can't be read."""
    try:
        return datetime.strptime(text, FORMAT).replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None


def shown(text: str) -> str:
    """A tag's value for people: 2026-11-24 21:00 UTC."""
    return text.replace("T", " ").removesuffix("Z").removesuffix(":00") + " UTC"
