"""What holds for every test: it runs in one of two time zones, neither of them UTC, and writes nothing into a home.

So whoever takes local time for UTC is noticed on any machine.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from zlib import crc32

import pytest

# In POSIX's own notation, which needs no database of zones: three and a half hours behind UTC, and nine ahead.
TWO_ZONES = ("NST3:30", "JST-9")


@pytest.fixture(autouse=True, scope="module")
def _in_a_zone(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each file of tests in the same one always; NETSEC_TEST_ZONE=UTC0 puts all of them into that one."""
    before = os.environ.get("TZ")
    chosen = TWO_ZONES[crc32(request.path.name.encode()) % len(TWO_ZONES)]
    _live_in(os.environ.get("NETSEC_TEST_ZONE", chosen))
    yield
    _live_in(before)


def _live_in(zone: str | None) -> None:
    os.environ.pop("TZ", None)
    if zone is not None:
        os.environ["TZ"] = zone
    time.tzset()


@pytest.fixture(scope="session", autouse=True)
def _state_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The user's state directory, for this process and those it starts."""
    before = os.environ.get("XDG_STATE_HOME")
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state-home"))
    yield
    os.environ.pop("XDG_STATE_HOME")
    if before is not None:
        os.environ["XDG_STATE_HOME"] = before
