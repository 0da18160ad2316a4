"""Requests to a bucket, sent again for a while where no answer came, so that each one's outcome is known in the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from netsec.errors import Unfinished
from netsec.model import reason
from netsec.model.object_store import ObjectStore, OutcomeUnknown, PreconditionFailed, StoredObject

FIRST_PAUSE_SECONDS, MAX_PAUSE_SECONDS = 0.5, 8.0
Result = TypeVar("Result")


@dataclass(frozen=True)
class RetryingBucket:
    """`objects`, each request with retries for `patience` seconds at pauses that double; then it is Unfinished.

    `now`: seconds of a clock that never jumps; `sleep` waits for so many seconds.
    """

    objects: ObjectStore
    now: Callable[[], float]
    sleep: Callable[[float], None]
    retry_seconds: float

    def get(self, key: str) -> StoredObject | None:
        """The text and its ETag, None when there is no such object."""
        return self._with_retries(partial(self.objects.get, key))

    def delete(self, key: str, expected: str) -> None:
        """Delete the object; Overtaken where its ETag is not `expected`."""
        self._with_retries(partial(self.objects.delete, key, expected))

    def put(self, key: str, text: str, expected: str | None) -> str:
        """Write the object, and return its new ETag; Overtaken where its ETag is not `expected` (None: it exists).

        Where a write got no answer and its retry then fails its condition, the first one may have been carried out: it
        was, if the object holds this very text.
        """
        is_unsure = False

        def attempt() -> str:
            nonlocal is_unsure
            try:
                return self.objects.put(key, text, expected)
            except OutcomeUnknown:
                is_unsure = True
                raise
            except PreconditionFailed:
                stored = self.objects.get(key) if is_unsure else None
                if stored and stored.text == text:
                    return stored.etag
                raise

        return self._with_retries(attempt)

    def _with_retries(self, attempt: Callable[[], Result]) -> Result:
        began, pause = self.now(), FIRST_PAUSE_SECONDS
        while True:
            try:
                return attempt()
            except OutcomeUnknown as error:
                if self.now() - began >= self.retry_seconds:
                    raise Unfinished(
                        reason("bucket_silent", bucket=self.objects.location, detail=str(error))
                    ) from error
            self.sleep(pause)
            pause = min(MAX_PAUSE_SECONDS, pause * 2)
