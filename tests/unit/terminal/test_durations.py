"""Durations, as people write them."""

from __future__ import annotations

import click
import pytest

from netsec.terminal.options import Duration


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("90s", 90),
        ("30m", 1800),
        ("4h", 14400),
        ("4hours", 14400),
        ("4 hours", 14400),
        ("1 hour", 3600),
        ("2hrs", 7200),
        ("1h30m", 5400),
        ("1h 30m", 5400),
        ("1 hour 30 minutes", 5400),
        ("45min", 2700),
        ("2D", 172800),
        ("1day", 86400),
        ("10 seconds", 10),
    ],
)
def test_a_duration(typed: str, seconds: float) -> None:
    assert Duration().convert(typed, None, None) == seconds


@pytest.mark.parametrize("typed", ["", "h", "0h", "-1h", "3x", "1h30", "30m1h", "1 5h", "hours", "1hour1hour"])
def test_no_duration(typed: str) -> None:
    with pytest.raises(click.BadParameter, match="is not a valid duration"):
        Duration().convert(typed, None, None)
