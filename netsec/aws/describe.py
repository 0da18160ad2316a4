"""Queries → answers, all at once: the reading half of AWS."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from concurrent.futures import Executor, Future
from typing import Any, Protocol, TypeVar

from netsec.aws.failure import Fault, error_of, failure_of
from netsec.aws.limit import Limit
from netsec.aws.threads import CALLS
from netsec.model import Answers, Query

# So long an answer may take before it is said that there is none yet.
SILENCE_SECONDS = 3.0
PAUSE_SECONDS = 1.0


Result = TypeVar("Result")


class Reader(Protocol):
    """Whoever can answer a Query."""

    def read(self, query: Query) -> list[dict[str, Any]]: ...


def describe(
    reader: Reader,
    queries: Iterable[Query],
    now: Callable[[], float],
    pool: Executor | None = None,
    spared: Collection[str] = (),
    silent: Callable[[], None] = lambda: None,
    limit: Limit | None = None,
) -> Answers:
    """Ask everything concurrently and wait for all; the first failure, in the order of asking, is raised as ours.

    An operation in `spared` that we may not call, or that is not offered there, is left unanswered instead, and so is
    whatever was asked on the side. `silent` is called once where it takes long; at the `limit`, what has no answer yet
    is not waited for any more.
    """
    limit, queries = limit or Limit(), tuple(dict.fromkeys(queries))
    threads = pool or CALLS
    asked = [(query, threads.submit(reader.read, query)) for query in queries]
    await_all([future for _, future in asked], limit, silent)
    answers = Answers()
    for query, future in asked:
        if not future.done() and not query.aside:
            raise limit.error(query.op)
        try:
            answers[query] = future.result(timeout=0)
        except Exception as error:
            failure = failure_of(error, query.op, now())
            denied = failure and failure.fault in (Fault.PERMISSION, Fault.NOT_OFFERED) and query.op in spared
            if not (denied or (failure and query.aside)):
                raise (error_of(failure) if failure else error) from error
    return answers


def await_all(futures: Collection[Future[Any]], limit: Limit, silent: Callable[[], None] = lambda: None) -> None:
    """Until all are done or the limit is reached; `silent` is called once where it takes long."""
    clock, said = limit.clock, False
    began = clock.monotonic()
    while (left := [each for each in futures if not each.done()]) and not limit.passed:
        if not said and clock.monotonic() - began >= SILENCE_SECONDS:
            said = True
            silent()
        clock.wait(left, min(PAUSE_SECONDS, limit.moment - clock.monotonic()))


def in_time(call: Callable[[], Result], limit: Limit, operation: str) -> Result:
    """Carry this out on another thread, and wait for it no longer than the limit allows."""
    future: Future[Result] = CALLS.submit(call)
    await_all([future], limit)
    if not future.done():
        raise limit.error(operation)
    return future.result()
