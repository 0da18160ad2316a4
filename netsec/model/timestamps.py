"""Timestamps as tag values: UTC, rounded up to the minute, ISO 8601 (2026-11-24T21:00:00Z)."""

from __future__ import annotations

from datetime import UTC, datetime

from netsec.messages.times import PointInTime

FORMAT = "%Y-%m-%dT%H:%M:%SZ"
SECONDS_PER_MINUTE = 60


def format_timestamp(moment: float) -> str:
    """The tag value for a time in seconds since the epoch, rounded up to the minute: 2026-11-24T21:00:00Z."""
    return datetime.fromtimestamp(-(-moment // SECONDS_PER_MINUTE) * SECONDS_PER_MINUTE, UTC).strftime(FORMAT)


def parse_timestamp(text: str) -> float | None:
    """A tag value in seconds since the epoch; None if it is not of this format."""
    try:
        return datetime.strptime(text, FORMAT).replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None


def readable_timestamp(text: str) -> PointInTime | str:
    """A tag value for people, in their own zone; as it is if it is not of this format."""
    moment = parse_timestamp(text)
    return text if moment is None else PointInTime(moment)
