"""The state of one stack in a bucket that a team shares. Implements `Keeper`.

The lock is an object that is created only where there is none. Every save is conditional on the ETag of the version
that was read or written last, so that a run whose lock was removed can't overwrite what another run has saved.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from netsec.errors import Locked, NetsecError, StateUnusable
from netsec.model import Reason, reason
from netsec.model.objects import Found, Objects, Overtaken
from netsec.store.ledger import Check
from netsec.store.note import note, read_note
from netsec.store.rescue import clear_rescues, rescue
from netsec.store.retrying_bucket import RetryingBucket
from netsec.store.state import State, dump, new_lineage, parse_own

# Requests without an answer are retried for this many seconds.
PATIENCE_SECONDS = 60.0


@dataclass(kw_only=True)
class RemoteStore:
    """`{prefix}/{project}-{environment}.json` in a bucket, and its lock.

    `now`: seconds of a clock that never jumps; `sleep` waits for so many seconds. `beside`: a warning that a local file
    may hold an older state, shown while the bucket holds none. `patience`: how many seconds requests are retried.
    `tag`: the ETag of the version read or written last, None when there is none. `unchecked`: a warning about what
    could not be read of the bucket's public access.
    """

    objects: Objects
    prefix: str
    project: str
    environment: str
    now: Callable[[], float]
    sleep: Callable[[float], None]
    beside: Reason | None = None
    patience: float = PATIENCE_SECONDS
    tag: str | None = field(default=None, init=False)
    unchecked: tuple[Reason, ...] = field(default=(), init=False)

    @property
    def key(self) -> str:
        """The key of the state."""
        folder = f"{self.prefix.strip('/')}/" if self.prefix.strip("/") else ""
        return f"{folder}{self.project}-{self.environment}.json"

    @property
    def lock_key(self) -> str:
        """The key of the lock."""
        return self.key.removesuffix(".json") + ".lock"

    @property
    def place(self) -> str:
        """The state's URL, for messages."""
        return f"{self.objects.place}/{self.key}"

    @property
    def _bucket(self) -> RetryingBucket:
        return RetryingBucket(self.objects, self.now, self.sleep, self.patience)

    def remarks(self) -> tuple[Reason, ...]:
        """No versioning, public access that could not be read, and a local file that may hold an older state."""
        is_unversioned = self.objects.keeps_versions() is False
        versioning = (reason("bucket_unversioned", bucket=self.objects.place),) if is_unversioned else ()
        local_file = (self.beside,) if self.beside and self.tag is None else ()
        return (*self.unchecked, *versioning, *local_file)

    def load(self) -> State | None:
        """The recorded state, None when there is none; saves are conditional on this version from now on.

        StateUnusable when it is another stack's or can't be read, Unfinished where the bucket does not answer.
        """
        return self._parsed(self._read())

    def _read(self) -> Found | None:
        """The state's object, and note its ETag."""
        stored = self._bucket.get(self.key)
        self.tag = stored.tag if stored else None
        return stored

    def _parsed(self, stored: Found | None) -> State | None:
        return parse_own(stored.text, self.place, self.project, self.environment, sandbox=False) if stored else None

    def fresh(self) -> State:
        """An empty state, with a new lineage."""
        return State(project=self.project, environment=self.environment, lineage=new_lineage(sandbox=False))

    def save(self, state: State) -> State:
        """Write the state with the next serial, and return it with that."""
        return self.write(replace(state, serial=state.serial + 1))

    def write(self, state: State) -> State:
        """Write the state as it is; Locked where another run has written, StateUnusable where it can't be written.

        In both cases the state is then in a rescue copy, which the error names.
        """
        text = dump(state)
        try:
            self.tag = self._bucket.put(self.key, text, self.tag)
        except Overtaken as error:
            facts = {"path": self.place, "found": "another", "saved": state.serial - 1, "rescue": rescue(state)}
            raise Locked(reason("state_overtaken", **facts)) from error
        except NetsecError as error:
            why = reason("state_unwritable", path=self.place, detail=_detail(error), rescue=rescue(state))
            raise StateUnusable(why, *error.reasons) from error
        clear_rescues(state)
        return state

    @property
    def lock_stays(self) -> bool:
        """Yes: nothing removes the object when its holder is killed."""
        return True

    def back_up(self) -> None:
        """Copy the state to another key, whether or not the bucket is versioned; the next write may replace it."""
        stored = self._read()
        if stored:
            self._bucket.put(self._new_key(), stored.text, None)

    def set_aside(self) -> str:
        """Move the state to another key, and return its URL there."""
        stored, new_key = self._bucket.get(self.key), self._new_key()
        if stored:
            self._bucket.put(new_key, stored.text, None)
            self._bucket.delete(self.key, stored.tag)
        self.tag = None
        return f"{self.objects.place}/{new_key}"

    def _new_key(self) -> str:
        return f"{self.key}.{uuid.uuid4().hex[:12]}"

    # The lock

    @contextmanager
    def locked(self, command: str, now: float) -> Iterator[Check]:
        """Hold the lock, and give a function that raises Locked once it is lost, or another run has written.

        StateUnusable for a bucket that the public may read or write: checked here, as reading a state does not need it.
        """
        self.unchecked = self.objects.check_privacy()
        run = uuid.uuid4().hex
        tag = self._lock(note(command, now, run=run))
        try:
            yield partial(self._check, run)
        finally:
            # A lock that can't be removed says whose it was; an error here must not hide the run's own.
            with contextlib.suppress(Overtaken, NetsecError):
                self._bucket.delete(self.lock_key, tag)

    def _lock(self, text: str) -> str:
        try:
            return self._bucket.put(self.lock_key, text, None)
        except Overtaken as error:
            raise Locked(reason("locked_remotely", path=self.place, **(self.lock_holder() or read_note("")))) from error

    def _check(self, run: str, saved: State) -> None:
        lock = self._bucket.get(self.lock_key)
        if lock is None or read_note(lock.text, "run")["run"] != run:
            raise Locked(reason("lock_lost", path=f"{self.objects.place}/{self.lock_key}"))
        stored = self._parsed(self._bucket.get(self.key)) or replace(saved, serial=0)
        if (stored.serial, stored.lineage) != (saved.serial, saved.lineage):
            raise Locked(reason("state_overtaken", path=self.place, found=stored.serial, saved=saved.serial))

    def lock_holder(self) -> dict[str, str] | None:
        """What the lock says of its holder, None when nobody holds it."""
        lock = self._bucket.get(self.lock_key)
        return read_note(lock.text) if lock else None

    def unlock(self) -> None:
        """Remove the lock of a run that was killed; a run that still holds it notices before its next write."""
        lock = self._bucket.get(self.lock_key)
        if lock:
            with contextlib.suppress(Overtaken):
                self._bucket.delete(self.lock_key, lock.tag)


def _detail(error: NetsecError) -> str:
    return str(error.reasons[0].facts.get("detail") or error.reasons[0].facts.get("message") or error.reasons[0].code)
