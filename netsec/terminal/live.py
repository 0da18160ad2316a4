"""The reporter for a terminal: finished changes scroll up, those in progress are redrawn beneath them."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from netsec.messages import text, with_subject
from netsec.model import Event, StepFailed, StepSucceeded, StepWaiting
from netsec.reason import Reason
from netsec.terminal.reporter import Progress, RunningChange, SecondsSource
from netsec.terminal.stream import supports_unicode, write_line
from netsec.views.duration import duration
from netsec.views.events import doing_text, event_line, learned_text, slot_text, waiting_text
from netsec.views.paint import COLUMNS, PLAIN, Paint
from netsec.views.summary import summary_text

if TYPE_CHECKING:
    from rich.live import Live
    from rich.table import Table
    from rich.text import Text

FRAMES_A_SECOND = 8
# The marks for done and failed, and the frames of the spinner: in Unicode (True) or ASCII (False).
MARKS = {True: ("✓", "✗", "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"), False: ("+", "x", "-\\|/")}


class LiveReporter:
    """Draws with rich, in a thread of rich's: values that it reads are replaced as a whole, never changed in place."""

    def __init__(
        self, stream: TextIO, now: SecondsSource, *, total: int = 0, paint: Paint = PLAIN, columns: int = COLUMNS
    ) -> None:
        self._stream = stream
        self._tally = Progress(now, total)
        self._paint = paint
        self._columns = columns
        self._done, self._failed, self._frames = MARKS[supports_unicode(stream)]
        self._live: Live | None = None
        self._remark = ""

    def __enter__(self) -> Self:
        from rich.console import Console
        from rich.live import Live

        console = Console(
            file=self._stream,
            force_terminal=True,
            no_color=not self._paint.colour,
            width=self._columns,
            highlight=False,
            markup=False,
            emoji=False,
        )
        # stdout carries the result, so rich must not capture it.
        self._live = Live(
            get_renderable=self._draw,
            console=console,
            refresh_per_second=FRAMES_A_SECOND,
            transient=True,
            redirect_stdout=False,
        )
        self._live.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._live:
            self._live.__exit__(kind, error, traceback)
            self._live = None

    def __call__(self, event: Event) -> None:
        self._remark = ""
        running = self._tally.record(event)
        finished = isinstance(event, StepFailed) or (isinstance(event, StepSucceeded) and event.is_last)
        if finished and self._live:
            line = event_line(event, learned=running.learned, took=self._tally.seconds_of(running))
            self._live.console.print(self._mark(isinstance(event, StepFailed), line), soft_wrap=True)

    def remark(self, remark: Reason) -> None:
        """Show a remark beneath the changes, until the next event."""
        self._remark = with_subject(remark)

    def tick(self) -> None:
        """Nothing: rich redraws by itself."""

    def summary(self) -> None:
        """Write the result of the run."""
        write_line(self._stream, summary_text(self._tally.summary(), paint=self._paint, columns=self._columns))

    def _mark(self, failed: bool, line: str) -> Text:
        from rich.text import Text

        mark, style = (self._failed, "red") if failed else (self._done, "green")
        return Text.assemble((mark, style), " ", line)

    def _draw(self) -> Table:
        """The changes in progress, each with its time, and the number of those done."""
        from rich.table import Table
        from rich.text import Text

        table = Table.grid(padding=(0, 1))
        table.add_column(width=1)
        table.add_column(no_wrap=True, overflow="ellipsis" if supports_unicode(self._stream) else "crop")
        table.add_column(justify="right", no_wrap=True)
        frame = self._frames[int(self._tally.now() * FRAMES_A_SECOND) % len(self._frames)]
        for running in tuple(self._tally.running.values()):
            table.add_row(
                Text(frame, "cyan"), self._describe(running), Text(duration(self._tally.seconds_of(running)), "dim")
            )
        if self._remark:
            table.add_row(Text(frame, "cyan"), Text(self._remark), "")
        table.add_row("", Text(self._progress(), "dim"), Text(duration(self._tally.elapsed), "dim"))
        return table

    def _describe(self, running: RunningChange) -> Text:
        from rich.text import Text

        change = running.change
        what = [slot_text(change.slot), learned_text(running.learned), _status(running.waiting)]
        return Text(doing_text(change, " ".join(part for part in what if part)))

    def _progress(self) -> str:
        done = len(self._tally.done)
        total = max(self._tally.total, done + len(self._tally.running) + len(self._tally.failed))
        failed = len(self._tally.failed)
        return text("progress.done_of_failed" if failed else "progress.done_of", done=done, total=total, failed=failed)


def _status(event: StepWaiting | None) -> str:
    return waiting_text(event) if event else ""
