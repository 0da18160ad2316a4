"""A point in time as a fact: people read it in their own zone, programs and tests in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

FORMAT = "%Y-%m-%d %H:%M"


def point_in_time(written: str) -> PointInTime | str:
    """A time in ISO 8601 with its offset from UTC; as it is if it is none."""
    try:
        return PointInTime(datetime.fromisoformat(written).timestamp())
    except ValueError:
        return written


@dataclass(frozen=True)
class PointInTime:
    """Seconds since the epoch, shown to the minute: `2026-11-24 19:34 JST`, and `2026-11-24 10:34 UTC` as `str`."""

    seconds: float

    def in_language(self, language: str) -> str:
        """In the zone of this computer, with its name; the same in every language."""
        local = datetime.fromtimestamp(self.seconds, UTC).astimezone()
        return f"{local.strftime(FORMAT)} {local.tzname()}"

    def __str__(self) -> str:
        return f"{datetime.fromtimestamp(self.seconds, UTC).strftime(FORMAT)} UTC"
