"""A pool of threads that nobody has to wait for: one that is stuck in a read must not keep the process from ending."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import SimpleQueue
from threading import Lock, Semaphore, Thread
from typing import Any

Task = tuple[Future[Any], Callable[[], Any]]


class Threads(Executor):
    """At most `most` daemon threads. The standard pool joins its own when the interpreter ends, however long it takes.

    Leaving it waits for nothing: who needs an answer waits for its future. A thread that is idle is used again before
    another one is started.
    """

    def __init__(self, most: int) -> None:
        self._most, self._started = most, 0
        self._tasks: SimpleQueue[Task | None] = SimpleQueue()
        self._starting, self._idle = Lock(), Semaphore(0)

    def submit(self, call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._tasks.put((future, lambda: call(*args, **kwargs)))
        if not self._idle.acquire(blocking=False):
            self._start()
        return future

    def _start(self) -> None:
        with self._starting:
            if self._started < self._most:
                self._started += 1
                Thread(target=self._work, daemon=True, name="netsec-call").start()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the threads that are idle go; those at work go after what they do."""
        for _ in range(self._started):
            self._tasks.put(None)

    def _work(self) -> None:
        while task := self._tasks.get():
            future, call = task
            if future.set_running_or_notify_cancel():
                _carry_out(future, call)
            self._idle.release()


# All that a command asks, one burst after another, goes out on the same threads.
CALLS = Threads(12)


def _carry_out(future: Future[Any], call: Callable[[], Any]) -> None:
    try:
        answer = call()
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is the answer
        future.set_exception(error)
    else:
        future.set_result(answer)
