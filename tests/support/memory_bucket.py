"""A bucket in memory with S3's conditions, and faults on order: before, after or instead of what a call does."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from netsec.model import Reason
from netsec.model.object_store import OutcomeUnknown, PreconditionFailed, StoredObject
from netsec.store.bucket_backend import BucketBackend

Act = Callable[[], Any]
Happens = Callable[[Act], Any]


class Killed(BaseException):
    """The process ends here."""


def lost_before(act: Act) -> Any:
    raise OutcomeUnknown("closed before")


def lost_after(act: Act) -> Any:
    """Carried out, whatever its answer would have been; nobody hears of it."""
    with suppress(PreconditionFailed):
        act()
    raise OutcomeUnknown("answer lost")


def killed_before(act: Act) -> Any:
    raise Killed


def killed_after(act: Act) -> Any:
    act()
    raise Killed


@dataclass
class MemoryBucket:
    """Implements `ObjectStore`; `faults` are what happens at the nth call, counted from 1."""

    texts: dict[str, StoredObject] = field(default_factory=dict)
    faults: dict[int, Happens] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    before: Callable[[str, str], None] = lambda op, key: None
    versions: bool | None = True
    privacy: Callable[[], tuple[Reason, ...]] = lambda: ()
    written: int = 0
    dead: bool = False
    location: str = "s3://team"

    def _happen(self, op: str, key: str, act: Act) -> Any:
        if self.dead:
            raise Killed
        self.before(op, key)
        self.calls.append(f"{op} {key}")
        happens = self.faults.pop(len(self.calls), None)
        try:
            return happens(act) if happens else act()
        except Killed:
            self.dead = True
            raise

    def get(self, key: str) -> StoredObject | None:
        found: StoredObject | None = self._happen("get", key, lambda: self.texts.get(key))
        return found

    def put(self, key: str, text: str, expected: str | None) -> str:
        def act() -> str:
            there = self.texts.get(key)
            if (there.etag if there else None) != expected:
                raise PreconditionFailed
            self.written += 1
            self.texts[key] = StoredObject(text, f'"{self.written}"')
            return self.texts[key].etag

        return str(self._happen("put", key, act))

    def delete(self, key: str, expected: str) -> None:
        def act() -> None:
            there = self.texts.get(key)
            if there is None or there.etag != expected:
                raise PreconditionFailed
            del self.texts[key]

        self._happen("delete", key, act)

    def is_versioned(self) -> bool | None:
        return self.versions

    def check_not_public(self) -> tuple[Reason, ...]:
        return self.privacy()

    def survives(self) -> MemoryBucket:
        """What the next process finds."""
        return MemoryBucket(texts=dict(self.texts), written=self.written)


@dataclass
class Hands:
    """A clock that only sleeping turns."""

    time: float = 1_700_000_000.0

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds


def store_in(bucket: MemoryBucket, hands: Hands | None = None) -> BucketBackend:
    hands = hands or Hands()
    return BucketBackend(
        objects=bucket, prefix="net", project="myapp", environment="dev", now=hands.now, sleep=hands.sleep
    )
