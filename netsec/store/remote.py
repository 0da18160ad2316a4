"""The state of one stack in a bucket that a team shares: one lock, and a fence that no overtaken run gets past.

The lock is an object that is made only where there is none. The fence is the tag of the version that was read or
written last: a save goes through only where that is still the one there.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from netsec.errors import Locked, NetsecError, StateUnusable, Unfinished
from netsec.model import Reason, reason
from netsec.model.objects import Found, Objects, Overtaken, Unsure
from netsec.store.ledger import Check
from netsec.store.note import note, read_note
from netsec.store.rescue import clear_rescues, rescue
from netsec.store.state import State, dump, new_lineage, parse_own

# So long what got no answer is asked again, at growing distances.
PATIENCE_SECONDS, FIRST_PAUSE, LONGEST_PAUSE = 60.0, 0.5, 8.0
Result = TypeVar("Result")


@dataclass(kw_only=True)
class RemoteStore:
    """`{prefix}/{project}-{environment}.json` in a bucket, and its lock; `now` is a clock that never jumps.

    `sleep` waits for so many seconds; what gets no answer is asked again for `patience` seconds.
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
        folder = f"{self.prefix.strip('/')}/" if self.prefix.strip("/") else ""
        return f"{folder}{self.project}-{self.environment}.json"

    @property
    def lock_key(self) -> str:
        return self.key.removesuffix(".json") + ".lock"

    @property
    def place(self) -> str:
        """Where it is, for people."""
        return f"{self.objects.place}/{self.key}"

    def remarks(self) -> tuple[Reason, ...]:
        """What whoever is about to write should know of the place."""
        versioned = self.objects.keeps_versions()
        told = (reason("bucket_unversioned", bucket=self.objects.place),) if versioned is False else ()
        told = (*self.unchecked, *told)
        return (*told, self.beside) if self.beside and self.tag is None else told

    def load(self) -> State | None:
        """The recorded state, None when there is none; from now on saves go through only where it is still there."""
        found = self._patiently(partial(self.objects.get, self.key))
        self.tag = found.tag if found else None
        return self._parsed(found)

    def _parsed(self, found: Found | None) -> State | None:
        return parse_own(found.text, self.place, self.project, self.environment, sandbox=False) if found else None

    def fresh(self) -> State:
        """A state that knows nothing yet."""
        return State(project=self.project, environment=self.environment, lineage=new_lineage(sandbox=False))

    def save(self, state: State) -> State:
        """Write the state with the next serial; Locked when somebody else has written."""
        return self.write(replace(state, serial=state.serial + 1))

    def write(self, state: State) -> State:
        """Write the state as it is; what can't be saved is rescued."""
        text = dump(state)
        try:
            self.tag = self._put(self.key, text, self.tag)
        except Overtaken as error:
            facts = {"path": self.place, "found": "another", "saved": state.serial - 1, "rescue": rescue(state)}
            raise Locked(reason("state_overtaken", **facts)) from error
        except NetsecError as error:
            told = reason("state_unwritable", path=self.place, detail=_first(error), rescue=rescue(state))
            raise StateUnusable(told, *error.reasons) from error
        clear_rescues(state)
        return state

    @property
    def lock_stays(self) -> bool:
        """Nobody takes it away for a holder that was killed."""
        return True

    def back_up(self) -> None:
        """A copy beside it, whether or not the bucket keeps versions; the next save may overwrite what was there."""
        found = self._patiently(partial(self.objects.get, self.key))
        self.tag = found.tag if found else None
        if found:
            self._put(f"{self.key}.{uuid.uuid4().hex[:12]}", found.text, None)

    def set_aside(self) -> str:
        """Move what is there under another key, and say which."""
        found = self._patiently(partial(self.objects.get, self.key))
        aside = f"{self.key}.{uuid.uuid4().hex[:12]}"
        if found:
            self._put(aside, found.text, None)
            self._patiently(partial(self.objects.delete, self.key, found.tag))
        self.tag = None
        return f"{self.objects.place}/{aside}"

    def _put(self, key: str, text: str, expected: str | None) -> str:
        """Written, once. Where no answer came and the condition then fails, what stands there may be our own."""
        unsure = False

        def attempt() -> str:
            nonlocal unsure
            try:
                return self.objects.put(key, text, expected)
            except Unsure:
                unsure = True
                raise
            except Overtaken:
                found = self.objects.get(key) if unsure else None
                if found and found.text == text:
                    return found.tag
                raise

        return self._patiently(attempt)

    def _patiently(self, attempt: Callable[[], Result]) -> Result:
        """Asked again while nobody answers, for a while."""
        began, pause = self.now(), FIRST_PAUSE
        while True:
            try:
                return attempt()
            except Unsure as error:
                if self.now() - began >= self.patience:
                    raise Unfinished(reason("bucket_silent", bucket=self.objects.place, detail=str(error))) from error
            self.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)

    # The lock

    @contextmanager
    def locked(self, command: str, now: float) -> Iterator[Check]:
        """Be the only writer of this stack; what is handed out says so anew, or raises Locked.

        Whoever only reads asks nothing about the bucket itself; nobody writes to one that is public.
        """
        self.unchecked = self.objects.check_privacy()
        run = uuid.uuid4().hex
        tag = self._lock(note(command, now, run=run))
        try:
            yield partial(self._check, run)
        finally:
            # One that stays behind says who it was; it must not hide how the run itself went.
            with contextlib.suppress(Overtaken, NetsecError):
                self._patiently(partial(self.objects.delete, self.lock_key, tag))

    def _lock(self, text: str) -> str:
        try:
            return self._put(self.lock_key, text, None)
        except Overtaken as error:
            raise Locked(reason("locked_remotely", path=self.place, **(self.lock_holder() or read_note("")))) from error

    def _check(self, run: str, saved: State) -> None:
        held = self._patiently(partial(self.objects.get, self.lock_key))
        if held is None or read_note(held.text, "run")["run"] != run:
            raise Locked(reason("lock_lost", path=f"{self.objects.place}/{self.lock_key}"))
        found = self._parsed(self._patiently(partial(self.objects.get, self.key))) or replace(saved, serial=0)
        if (found.serial, found.lineage) != (saved.serial, saved.lineage):
            raise Locked(reason("state_overtaken", path=self.place, found=found.serial, saved=saved.serial))

    def lock_holder(self) -> dict[str, str] | None:
        """Who holds the lock now, None when nobody does."""
        held = self._patiently(partial(self.objects.get, self.lock_key))
        return read_note(held.text) if held else None

    def unlock(self) -> None:
        """Take away the lock of a run that died; whoever holds it finds out before it writes again."""
        held = self._patiently(partial(self.objects.get, self.lock_key))
        if held:
            with contextlib.suppress(Overtaken):
                self._patiently(partial(self.objects.delete, self.lock_key, held.tag))


def _first(error: NetsecError) -> str:
    return str(error.reasons[0].facts.get("detail") or error.reasons[0].facts.get("message") or error.reasons[0].code)
