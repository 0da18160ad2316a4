"""The reporter for programs: one JSON object a line."""

from __future__ import annotations

from types import TracebackType
from typing import Self, TextIO

from netsec.model import Event
from netsec.reason import Reason
from netsec.terminal.reporter import Progress, SecondsSource
from netsec.terminal.stream import write_line
from netsec.views.document import json_line
from netsec.views.errors import reason_object
from netsec.views.events import event_object
from netsec.views.summary import summary_object


class JsonReporter:
    """Writes every event as JSON, with the seconds since the run began as `elapsed`."""

    def __init__(self, stream: TextIO, now: SecondsSource, *, total: int = 0) -> None:
        self._stream = stream
        self._tally = Progress(now, total)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        return None

    def __call__(self, event: Event) -> None:
        self._tally.record(event)
        write_line(self._stream, json_line({**event_object(event), "elapsed": round(self._tally.elapsed, 3)}))

    def remark(self, remark: Reason) -> None:
        """Write a remark."""
        document = {"type": "remark", **reason_object(remark), "elapsed": round(self._tally.elapsed, 3)}
        write_line(self._stream, json_line(document))

    def tick(self) -> None:
        """Nothing: programs need no sign of life."""
        return

    def summary(self) -> None:
        """Write the result of the run."""
        write_line(self._stream, json_line(summary_object(self._tally.summary())))
