"""The state of one stack in a bucket that a team shares. Implements `StateBackend`.

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
from netsec.model.object_store import ObjectStore, PreconditionFailed, StoredObject
from netsec.store.lock_info import lock_info, parse_lock_info
from netsec.store.rescue_copies import remove_rescue_copies, write_rescue_copy
from netsec.store.retrying_bucket import RetryingBucket
from netsec.store.state import State, dump_state, new_lineage, parse_state_of
from netsec.store.state_journal import LockCheck

# Requests without an answer are retried for this many seconds.
RETRY_SECONDS = 60.0


@dataclass(kw_only=True)
class BucketBackend:
    """`{prefix}/{project}-{environment}.json` in a bucket, and its lock.

    `now`: seconds of a clock that never jumps; `sleep` waits for so many seconds. `beside`: a warning that a local file
    may hold an older state, shown while the bucket holds none. `patience`: how many seconds requests are retried.
    `tag`: the ETag of the version read or written last, None when there is none. `unchecked_access`: a warning about
    what could not be read of the bucket's public access.
    """

    objects: ObjectStore
    prefix: str
    project: str
    environment: str
    now: Callable[[], float]
    sleep: Callable[[float], None]
    local_copy: Reason | None = None
    retry_seconds: float = RETRY_SECONDS
    etag: str | None = field(default=None, init=False)
    unchecked_access: tuple[Reason, ...] = field(default=(), init=False)

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
    def location(self) -> str:
        """The state's URL, for messages."""
        return f"{self.objects.location}/{self.key}"

    @property
    def _bucket(self) -> RetryingBucket:
        return RetryingBucket(self.objects, self.now, self.sleep, self.retry_seconds)

    def warnings(self) -> tuple[Reason, ...]:
        """No versioning, public access that could not be read, and a local file that may hold an older state."""
        is_unversioned = self.objects.is_versioned() is False
        versioning = (reason("bucket_unversioned", bucket=self.objects.location),) if is_unversioned else ()
        local_file = (self.local_copy,) if self.local_copy and self.etag is None else ()
        return (*self.unchecked_access, *versioning, *local_file)

    def load(self) -> State | None:
        """The recorded state, None when there is none; saves are conditional on this version from now on.

        StateUnusable when it is another stack's or can't be read, Unfinished where the bucket does not answer.
        """
        return self._parsed(self._read())

    def _read(self) -> StoredObject | None:
        """The state's object, and note its ETag."""
        stored = self._bucket.get(self.key)
        self.etag = stored.etag if stored else None
        return stored

    def _parsed(self, stored: StoredObject | None) -> State | None:
        return (
            parse_state_of(stored.text, self.location, self.project, self.environment, sandbox=False)
            if stored
            else None
        )

    def new_state(self) -> State:
        """An empty state, with a new lineage."""
        return State(project=self.project, environment=self.environment, lineage=new_lineage(sandbox=False))

    def save(self, state: State) -> State:
        """Write the state with the next serial, and return it with that."""
        return self.write(replace(state, serial=state.serial + 1))

    def write(self, state: State) -> State:
        """Write the state as it is; Locked where another run has written, StateUnusable where it can't be written.

        In both cases the state is then in a rescue copy, which the error names.
        """
        text = dump_state(state)
        try:
            self.etag = self._bucket.put(self.key, text, self.etag)
        except PreconditionFailed as error:
            facts = {
                "path": self.location,
                "found": "another",
                "saved": state.serial - 1,
                "rescue": write_rescue_copy(state),
            }
            raise Locked(reason("state_overtaken", **facts)) from error
        except NetsecError as error:
            why = reason("state_unwritable", path=self.location, detail=_detail(error), rescue=write_rescue_copy(state))
            raise StateUnusable(why, *error.reasons) from error
        remove_rescue_copies(state)
        return state

    @property
    def lock_outlives_holder(self) -> bool:
        """Yes: nothing removes the object when its holder is killed."""
        return True

    def back_up(self) -> None:
        """Copy the state to another key, whether or not the bucket is versioned; the next write may replace it."""
        stored = self._read()
        if stored:
            self._bucket.put(self._new_key(), stored.text, None)

    def move_aside(self) -> str:
        """Move the state to another key, and return its URL there."""
        stored, new_key = self._bucket.get(self.key), self._new_key()
        if stored:
            self._bucket.put(new_key, stored.text, None)
            self._bucket.delete(self.key, stored.etag)
        self.etag = None
        return f"{self.objects.location}/{new_key}"

    def _new_key(self) -> str:
        return f"{self.key}.{uuid.uuid4().hex[:12]}"

    # The lock

    @contextmanager
    def locked(self, command: str, now: float) -> Iterator[LockCheck]:
        """Hold the lock, and give a function that raises Locked once it is lost, or another run has written.

        StateUnusable for a bucket that the public may read or write: checked here, as reading a state does not need it.
        """
        self.unchecked_access = self.objects.check_not_public()
        run = uuid.uuid4().hex
        tag = self._lock(lock_info(command, now, run=run))
        try:
            yield partial(self._check, run)
        finally:
            # A lock that can't be removed says whose it was; an error here must not hide the run's own.
            with contextlib.suppress(PreconditionFailed, NetsecError):
                self._bucket.delete(self.lock_key, tag)

    def _lock(self, text: str) -> str:
        try:
            return self._bucket.put(self.lock_key, text, None)
        except PreconditionFailed as error:
            raise Locked(
                reason("locked_remotely", path=self.location, **(self.lock_holder() or parse_lock_info("")))
            ) from error

    def _check(self, run: str, saved: State) -> None:
        lock = self._bucket.get(self.lock_key)
        if lock is None or parse_lock_info(lock.text, "run")["run"] != run:
            raise Locked(reason("lock_lost", path=f"{self.objects.location}/{self.lock_key}"))
        stored = self._parsed(self._bucket.get(self.key)) or replace(saved, serial=0)
        if (stored.serial, stored.lineage) != (saved.serial, saved.lineage):
            raise Locked(reason("state_overtaken", path=self.location, found=stored.serial, saved=saved.serial))

    def lock_holder(self) -> dict[str, str] | None:
        """What the lock says of its holder, None when nobody holds it."""
        lock = self._bucket.get(self.lock_key)
        return parse_lock_info(lock.text) if lock else None

    def force_unlock(self) -> None:
        """Remove the lock of a run that was killed; a run that still holds it notices before its next write."""
        lock = self._bucket.get(self.lock_key)
        if lock:
            with contextlib.suppress(PreconditionFailed):
                self._bucket.delete(self.lock_key, lock.etag)


def _detail(error: NetsecError) -> str:
    return str(error.reasons[0].facts.get("detail") or error.reasons[0].facts.get("message") or error.reasons[0].code)
