"""Queries → answers, all at once: the reading half of AWS."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor, wait
from contextlib import nullcontext
from typing import Any, Protocol

from netsec.aws.failure import Fault, error_of, failure_of
from netsec.model import Answers, Query

WORKERS = 12
# So long an answer may take before it is said that there is none yet.
SILENCE_SECONDS = 3.0


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
) -> Answers:
    """Ask everything concurrently and wait for all; the first failure, in the order of asking, is raised as ours.

    An operation in `spared` that we may not call, or that is not offered there, is left unanswered instead, and so is
    whatever was asked on the side.
    `silent` is called once where it takes long.
    """
    queries = tuple(dict.fromkeys(queries))
    with nullcontext(pool) if pool else ThreadPoolExecutor(max_workers=WORKERS) as threads:
        asked = [(query, threads.submit(reader.read, query)) for query in queries]
        if wait([future for _, future in asked], SILENCE_SECONDS).not_done:
            silent()
    answers = Answers()
    for query, future in asked:
        try:
            answers[query] = future.result()
        except Exception as error:
            failure = failure_of(error, query.op, now())
            denied = failure and failure.fault in (Fault.PERMISSION, Fault.NOT_OFFERED) and query.op in spared
            if not (denied or (failure and query.aside)):
                raise (error_of(failure) if failure else error) from error
    return answers
