"""An AWS of a few lines, a journal that remembers, a clock that jumps: what the executor is tested on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from typing import Any

from netsec.aws.executor import execute
from netsec.aws.run_context import RunContext, StopRequest
from netsec.errors import Locked
from netsec.model import (
    REPEATABLE,
    Address,
    Call,
    Change,
    Event,
    Intent,
    Plan,
    Query,
    Recover,
    Slot,
    StepFailed,
    Wait,
    reason,
)
from netsec.model.journal import PendingCreate

THINGS = Query("describe_things", "Things")
RECOVER = Recover(query=THINGS, out={"id": "Id"}, tags={"name": "a"}, creation=REPEATABLE)


def refusal(code: str, status: int = 400, message: str = "no") -> Exception:
    from botocore.exceptions import ClientError

    about = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(about, "Op")


class InlinePool(Executor):
    """Calls happen at once, in the caller's thread."""

    def submit(self, call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(call(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the answer
            future.set_exception(error)
        return future


class JumpingClock:
    """Waiting for nothing but time makes time pass.

    `asleep`: the process is stopped so long in its next rest; `suspended`: the computer is; `jumps`: how far somebody
    sets the wall clock in each of the next rests.
    """

    def __init__(self) -> None:
        self.time = 1000.0
        self.asleep = self.suspended = self.slept = self.set = 0.0
        self.jumps: list[float] = []

    def now(self) -> float:
        return 1.8e9 + self.boottime() + self.set

    def monotonic(self) -> float:
        return self.time

    def boottime(self) -> float:
        return 50_000.0 + self.time + self.slept

    def wait(self, futures: Collection[Future[Any]], seconds: float) -> None:
        self.time += self.asleep + (0.0 if futures else max(seconds, 0.001))
        self.slept += self.suspended
        self.set += self.jumps.pop(0) if self.jumps else 0.0
        self.asleep = self.suspended = 0.0


@dataclass
class FakeAws:
    """Answers by operation: a list is used up one by one, its last one again and again; an exception is raised."""

    answers: dict[str, list[Any]] = field(default_factory=dict)
    log: list[Any] = field(default_factory=list)

    def read(self, query: Query) -> list[dict[str, Any]]:
        return self._next(query.op)  # type: ignore[no-any-return]

    def write(self, op: str, params: Mapping[str, Any]) -> dict[str, Any]:
        return self._next(op, dict(params))  # type: ignore[no-any-return]

    def _next(self, op: str, params: Any = None) -> Any:
        self.log.append((op, params) if params else op)
        left = self.answers.get(op) or [{}]
        answer = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(answer, BaseException):
            raise answer
        return answer


class Notebook:
    """A journal that writes into the same log as AWS, so that their order shows."""

    def __init__(self, log: list[Any], clock: JumpingClock) -> None:
        self.log, self.clock = log, clock
        self.overtaken = False
        self.begun: list[Sequence[PendingCreate]] = []
        self.recorded: list[Event] = []

    def begin(self, announced: Sequence[PendingCreate]) -> Sequence[Intent]:
        self.log.append(f"intents {len(announced)}")
        self.begun.append(announced)
        return [Intent(f"uuid-{each.slot.address.name}", *each, self.clock.now()) for each in announced]

    def check(self) -> None:
        self.log.append("check")
        if self.overtaken:
            raise Locked(reason("lock_lost", path="x"))

    def record(self, events: Sequence[Event]) -> None:
        self.log.append("save")
        self.recorded.extend(events)


class Bench:
    """One executor run on the fakes."""

    def __init__(self, **answers: list[Any]) -> None:
        self.aws, self.clock, self.stop = FakeAws(answers), JumpingClock(), StopRequest()
        self.journal = Notebook(self.aws.log, self.clock)
        self.events: list[Event] = []
        self.on_event: Callable[[Event], None] = lambda event: None

    @property
    def log(self) -> list[Any]:
        return self.aws.log

    @property
    def sent(self) -> list[str]:
        """Operations in the order they were sent, without the journal's."""
        names = [each if isinstance(each, str) else each[0] for each in self.log]
        return [each for each in names if each not in ("save", "check") and not each.startswith("intents")]

    def run(self, *changes: Change, seconds: float = 1e9) -> tuple[StepFailed, ...]:
        means = RunContext(
            aws=self.aws,
            journal=self.journal,
            clock=self.clock,
            on_event=self._listen,
            deadline=self.clock.monotonic() + seconds,
            stop=self.stop,
            pool=InlinePool(),
            jitter=lambda: 1.0,
        )
        return execute(Plan(changes), means)

    def _listen(self, event: Event) -> None:
        self.events.append(event)
        self.on_event(event)


def slot(name: str) -> Slot:
    return Slot(Address("thing", name))


def change(name: str, *steps: Any, needs: Sequence[str] = (), identifier: str = "") -> Change:
    return Change(
        slot=slot(name),
        verb="create",
        why=reason("because"),
        id=identifier,
        steps=steps,
        needs=frozenset(slot(each) for each in needs),
    )


def call(op: str, **more: Any) -> Call:
    return Call(op=op, **{"params": {}, **more})


def create(op: str = "create_thing", **more: Any) -> Call:
    return call(op, **{"out": {"id": "Id"}, "recover": RECOVER, **more})


def wait_for(identifier: Any, **more: Any) -> Wait:
    base: dict[str, Any] = {"query": THINGS, "id": identifier, "id_field": "Id", "good_states": frozenset({"ready"})}
    return Wait(**{**base, **more})


def thing(identifier: str, state: str = "ready", name: str = "a") -> dict[str, Any]:
    return {"Id": identifier, "State": state, "Tags": [{"Key": "name", "Value": name}]}


def looks_for(name: str) -> Recover:
    return replace(RECOVER, tags={"name": name})


class Silence:
    """Everything but some operations is asked for ever."""

    def __init__(self, *answered: str) -> None:
        self.answered, self.over = answered, threading.Event()

    def read(self, query: Query) -> list[dict[str, Any]]:
        if query.op not in self.answered:
            self.over.wait(30)
        return []

    def write(self, op: str, params: Any) -> dict[str, Any]:
        self.over.wait(30)
        return {"Id": "t-1"}
