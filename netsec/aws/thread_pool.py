"""A pool of daemon threads: one that is stuck in a read does not keep the process from ending."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import SimpleQueue
from threading import Lock, Semaphore, Thread
from typing import Any

_Queued = tuple[Future[Any], Callable[[], Any]]


class DaemonThreadPool(Executor):
    """At most `max_workers` daemon threads; an idle one is used again before another one is started.

    The standard ThreadPoolExecutor joins its threads when the interpreter ends, however long that takes; this one waits
    for nothing.
    """

    def __init__(self, max_workers: int) -> None:
        self._max_workers, self._started = max_workers, 0
        self._queue: SimpleQueue[_Queued | None] = SimpleQueue()
        self._starting, self._idle = Lock(), Semaphore(0)

    def submit(self, call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call this on one of the threads."""
        future: Future[Any] = Future()
        self._queue.put((future, lambda: call(*args, **kwargs)))
        if not self._idle.acquire(blocking=False):
            self._start()
        return future

    def _start(self) -> None:
        with self._starting:
            if self._started < self._max_workers:
                self._started += 1
                Thread(target=self._work, daemon=True, name="netsec-call").start()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Idle threads end now, busy ones after their call; neither argument makes a difference."""
        for _ in range(self._started):
            self._queue.put(None)

    def _work(self) -> None:
        while queued := self._queue.get():
            future, call = queued
            if future.set_running_or_notify_cancel():
                _carry_out(future, call)
            self._idle.release()


# All reads of a command go out on the same threads.
SHARED_POOL = DaemonThreadPool(12)


def _carry_out(future: Future[Any], call: Callable[[], Any]) -> None:
    try:
        answer = call()
    except BaseException as error:  # noqa: BLE001 - whoever waits for the future gets it
        future.set_exception(error)
    else:
        future.set_result(answer)
