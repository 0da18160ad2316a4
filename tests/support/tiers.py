"""What each tier of the tests may touch, and the audit hook that holds every test to it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

LOOPBACK = ("127.", "localhost", "::1")
PROCESSES = frozenset({"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.system"})
SOCKETS = frozenset({"socket.connect", "socket.bind"})
# Python's own event of this name is younger than the oldest Python that is supported.
SLEEP = "time.sleep"


class TierError(RuntimeError):
    """A test did what its tier may not do."""


@dataclass(frozen=True)
class Tier:
    """Audit events (https://docs.python.org/3/library/audit_events.html) and modules that its tests go without."""

    name: str
    refused_events: frozenset[str] = frozenset()
    refused_modules: frozenset[str] = frozenset()

    def refuses(self, event: str, arguments: tuple[Any, ...]) -> bool:
        if event == "import":
            return arguments[0].partition(".")[0] in self.refused_modules
        return event in self.refused_events or (event == "socket.connect" and not is_loopback(arguments[1]))


UNIT = Tier("unit", PROCESSES | SOCKETS | {SLEEP}, frozenset({"moto", "flask", "playwright"}))
STORIES = Tier("stories")
PROJECT = Tier("project")
RELIABILITY = Tier("reliability")


def is_loopback(address: Any) -> bool:
    """Of a socket: a path (a Unix socket), or a host of this machine alone."""
    return not isinstance(address, tuple) or str(address[0]).startswith(LOOPBACK)


@dataclass
class Guard:
    """Refuses what the tier in charge may not do; a hook can be added to Python, but never be taken away."""

    tier: Tier | None = None
    installed: bool = False
    refused: list[str] = field(default_factory=list)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.tier is not None and self.tier.refuses(event, arguments):
            self.refused.append(f"{event} {arguments[:2]}"[:200])
            raise TierError(f"a test in tests/{self.tier.name} may not do this: {self.refused[-1]}")


GUARD = Guard()


@contextmanager
def held_to(tier: Tier) -> Iterator[None]:
    """What happens meanwhile is what this tier may do; TierError at the end, should the code have swallowed one."""
    if not GUARD.installed:
        sys.addaudithook(GUARD)
        GUARD.installed = True
    GUARD.tier, GUARD.refused = tier, []
    sleep = time.sleep
    if SLEEP in tier.refused_events:
        time.sleep = lambda seconds: GUARD(SLEEP, (seconds,))
    try:
        yield
    finally:
        GUARD.tier, time.sleep = None, sleep
    if GUARD.refused:
        raise TierError(f"tests/{tier.name} may not do this: {', '.join(GUARD.refused)}")
