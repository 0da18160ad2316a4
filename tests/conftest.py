"""What holds for every test: it runs in one of two time zones, and writes into temporary folders of its own.

Neither zone is UTC, so that whoever takes local time for it is noticed on any machine.
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
def _folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The user's state directory and the machine's temporary one, for this process and those it starts; in English."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("NETSEC_LANG", raising=False)
        patch.setenv("LC_ALL", "C.UTF-8")
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state-home")))
        patch.setenv("TMPDIR", str(tmp_path_factory.mktemp("tmp")))
        # Python asks for it once.
        patch.setattr("tempfile.tempdir", None)
        yield
