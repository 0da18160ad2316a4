"""Queries → answers, all sent at once, within the time that the command has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from concurrent.futures import Executor, Future
from typing import Any, Protocol, TypeVar

from netsec.aws.failure import Failure, Fault, error_of, failure_of
from netsec.aws.limit import Limit
from netsec.aws.threads import CALLS
from netsec.model import Answers, Query

# After this many seconds without all the answers, the person is told.
SLOW_AFTER_SECONDS = 3.0
MAX_SLICE_SECONDS = 1.0


Result = TypeVar("Result")


class Reader(Protocol):
    """Answers one Query: `netsec.aws.client`, or a fake."""

    def read(self, query: Query) -> list[dict[str, Any]]:
        """Every item of the answer; raises what boto3 raises."""


def describe(
    reader: Reader,
    queries: Iterable[Query],
    now: Callable[[], float],
    pool: Executor | None = None,
    spared: Collection[str] = (),
    silent: Callable[[], None] = lambda: None,
    limit: Limit | None = None,
) -> Answers:
    """The answer to each query, all sent concurrently; the first failure, in the order of the queries, is raised.

    `now`: wall time in seconds, for noticing clock skew. `pool`: the threads to use, the shared ones by default.
    `spared`: operations that may be denied or not offered; those have no answer then, and nor has an `aside` query
    that fails. `silent` is called once where the answers take long. Raises NetsecError; Unfinished for a query without
    an answer at the `limit`.
    """
    limit, queries = limit or Limit(), tuple(dict.fromkeys(queries))
    threads = pool or CALLS
    futures = {query: threads.submit(reader.read, query) for query in queries}
    _wait_for_all(futures.values(), limit, silent)
    answers = Answers()
    for query, future in futures.items():
        if not future.done() and not query.aside:
            raise limit.error(query.op)
        try:
            answers[query] = future.result(timeout=0)
        except Exception as error:
            failure = failure_of(error, query.op, now())
            if failure is None:
                raise
            if not (query.aside or _is_allowed(failure, query, spared)):
                raise error_of(failure) from error
    return answers


def _is_allowed(failure: Failure, query: Query, allow_denied: Collection[str]) -> bool:
    return query.op in allow_denied and failure.fault in (Fault.PERMISSION, Fault.NOT_OFFERED)


def _wait_for_all(futures: Collection[Future[Any]], limit: Limit, on_slow: Callable[[], None] = lambda: None) -> None:
    """Wait until all are done or the limit is reached."""
    clock, was_told = limit.clock, False
    began = clock.monotonic()
    while (pending := [future for future in futures if not future.done()]) and not limit.passed:
        if not was_told and clock.monotonic() - began >= SLOW_AFTER_SECONDS:
            was_told = True
            on_slow()
        clock.wait(pending, min(MAX_SLICE_SECONDS, limit.moment - clock.monotonic()))


def in_time(call: Callable[[], Result], limit: Limit, operation: str) -> Result:
    """What `call` returns or raises, carried out on another thread; Unfinished where the limit is reached first.

    `operation` names it in that error.
    """
    future: Future[Result] = CALLS.submit(call)
    _wait_for_all([future], limit)
    if not future.done():
        raise limit.error(operation)
    return future.result()
