"""The reporter for logs and pipes: a line for each event, and one every HEARTBEAT seconds while waiting."""

from __future__ import annotations

from types import TracebackType
from typing import Self, TextIO

from netsec.messages import Rendered, text, with_subject
from netsec.model import Event, StepFailed, StepSucceeded, StepWaiting
from netsec.reason import Reason
from netsec.terminal.reporter import Progress, RunningChange, SecondsSource
from netsec.terminal.stream import write_line
from netsec.views.duration import duration
from netsec.views.events import event_line, slot_text, waiting_text
from netsec.views.paint import COLUMNS, PLAIN, Paint
from netsec.views.summary import summary_text

HEARTBEAT = 15.0


class LineReporter:
    """Writes one line for each event that has something new."""

    def __init__(
        self, stream: TextIO, now: SecondsSource, *, total: int = 0, paint: Paint = PLAIN, columns: int = COLUMNS
    ) -> None:
        self._stream = stream
        self._tally = Progress(now, total)
        self._paint = paint
        self._columns = columns
        self._last = now()
        self._last_remark: Reason | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        return None

    def __call__(self, event: Event) -> None:
        before = self._tally.running.get(event.change.slot)
        running = self._tally.record(event)
        if isinstance(event, StepWaiting) and before and before.waiting == event:
            self.tick()
            return
        line = event_line(event, learned=running.learned, took=self._tally.seconds_of(running))
        if line:
            self._write(self._coloured(event, line))

    def remark(self, remark: Reason) -> None:
        """Write a remark; the same one again only after HEARTBEAT seconds."""
        if remark != self._last_remark or self._tally.now() - self._last >= HEARTBEAT:
            self._last_remark = remark
            self._write(f"  {with_subject(remark)}")

    def tick(self) -> None:
        """Write what is being waited for, where nothing was written for HEARTBEAT seconds."""
        if self._tally.now() - self._last >= HEARTBEAT and self._tally.running:
            waiting = text("words.comma").join(self._describe(running) for running in self._tally.running.values())
            self._write(self._paint.dim(f"  {text('progress.still_waiting', what=Rendered(waiting))}"))

    def _describe(self, running: RunningChange) -> str:
        status = f" {waiting_text(running.waiting)}" if running.waiting else ""
        return f"{slot_text(running.change.slot)}{status} ({duration(self._tally.seconds_of(running))})"

    def summary(self) -> None:
        """Write the result of the run."""
        self._write(summary_text(self._tally.summary(), paint=self._paint, columns=self._columns))

    def _coloured(self, event: Event, line: str) -> str:
        if isinstance(event, StepFailed):
            return self._paint.red(line)
        return self._paint.green(line) if isinstance(event, StepSucceeded) and event.is_last else line

    def _write(self, line: str) -> None:
        write_line(self._stream, line)
        self._last = self._tally.now()
