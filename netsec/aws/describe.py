"""Queries → answers, all sent at once, within the time that the command has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from concurrent.futures import Executor, Future
from typing import Any, Protocol, TypeVar

from netsec.aws.deadline import Deadline
from netsec.aws.failure import Failure, Fault, error_from_failure, failure_from_exception
from netsec.aws.thread_pool import SHARED_POOL
from netsec.model import Answers, Query

# After this many seconds without all the answers, the person is told.
SLOW_AFTER_SECONDS = 3.0
MAX_SLICE_SECONDS = 1.0


Result = TypeVar("Result")


class QueryReader(Protocol):
    """Answers one Query: `netsec.aws.client`, or a fake."""

    def read(self, query: Query) -> list[dict[str, Any]]:
        """Every item of the answer; raises what boto3 raises."""


def describe(
    reader: QueryReader,
    queries: Iterable[Query],
    now: Callable[[], float],
    pool: Executor | None = None,
    allow_denied: Collection[str] = (),
    on_slow_answer: Callable[[], None] = lambda: None,
    deadline: Deadline | None = None,
) -> Answers:
    """The answer to each query, all sent concurrently; the first failure, in the order of the queries, is raised.

    `now`: wall time in seconds, for noticing clock skew. `pool`: the threads to use, the shared ones by default.
    `spared`: operations that may be denied or not offered; those have no answer then, and nor has an `aside` query
    that fails. `silent` is called once where the answers take long. Raises NetsecError; Unfinished for a query without
    an answer at the `limit`.
    """
    deadline, queries = deadline or Deadline(), tuple(dict.fromkeys(queries))
    threads = pool or SHARED_POOL
    futures = {query: threads.submit(reader.read, query) for query in queries}
    _wait_for_all(futures.values(), deadline, on_slow_answer)
    answers = Answers()
    for query, future in futures.items():
        if not future.done() and not query.optional:
            raise deadline.timeout_error(query.op)
        try:
            answers[query] = future.result(timeout=0)
        except Exception as error:
            failure = failure_from_exception(error, query.op, now())
            if failure is None:
                raise
            if not (query.optional or _is_allowed(failure, query, allow_denied)):
                raise error_from_failure(failure) from error
    return answers


def _is_allowed(failure: Failure, query: Query, allow_denied: Collection[str]) -> bool:
    return query.op in allow_denied and failure.fault in (Fault.PERMISSION, Fault.NOT_OFFERED)


def _wait_for_all(
    futures: Collection[Future[Any]], limit: Deadline, on_slow: Callable[[], None] = lambda: None
) -> None:
    """Wait until all are done or the limit is reached."""
    clock, was_told = limit.clock, False
    began = clock.monotonic()
    while (pending := [future for future in futures if not future.done()]) and not limit.has_passed:
        if not was_told and clock.monotonic() - began >= SLOW_AFTER_SECONDS:
            was_told = True
            on_slow()
        clock.wait(pending, min(MAX_SLICE_SECONDS, limit.ends_at - clock.monotonic()))


def call_before(call: Callable[[], Result], limit: Deadline, operation: str) -> Result:
    """What `call` returns or raises, carried out on another thread; Unfinished where the limit is reached first.

    `operation` names it in that error.
    """
    future: Future[Result] = SHARED_POOL.submit(call)
    _wait_for_all([future], limit)
    if not future.done():
        raise limit.timeout_error(operation)
    return future.result()
