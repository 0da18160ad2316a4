"""The interface of the reporters, and the count of changes that they share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Protocol, Self

from netsec.model import Change, Event, Slot, StepFailed, StepStarted, StepSucceeded, StepWaiting
from netsec.reason import Reason
from netsec.views.summary import Summary

SecondsSource = Callable[[], float]


class Reporter(Protocol):
    """Shows a run while it is executed."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None: ...

    def __call__(self, event: Event) -> None:
        """Show an event."""

    def remark(self, remark: Reason) -> None:
        """Show a remark that belongs to no change."""

    def tick(self) -> None:
        """Show that the run still waits, where that is due; called while nothing happens."""

    def summary(self) -> None:
        """Show the result of the run."""


@dataclass(frozen=True)
class RunningChange:
    """A change in progress: its start in seconds of `now`, the values learned so far, the latest wait."""

    change: Change
    since: float
    learned: Mapping[str, str] = field(default_factory=dict)
    waiting: StepWaiting | None = None


class Progress:
    """The changes that run, are done or have failed, computed from the events."""

    def __init__(self, now: SecondsSource, total: int) -> None:
        self.now = now
        self.total = total
        self._began = now()
        self.running: dict[Slot, RunningChange] = {}
        self.done: dict[Slot, Change] = {}
        self.failed: dict[Slot, StepFailed] = {}

    def record(self, event: Event) -> RunningChange:
        """Count the event; its change with what the event adds."""
        slot = event.change.slot
        running = self.running.get(slot) or RunningChange(event.change, self.now())
        if isinstance(event, StepWaiting):
            running = replace(running, waiting=event)
        elif isinstance(event, StepSucceeded):
            running = replace(running, learned={**running.learned, **event.learned}, waiting=None)
        self._place(event, running)
        return running

    def _place(self, event: Event, running: RunningChange) -> None:
        slot = event.change.slot
        if isinstance(event, StepFailed):
            self.running.pop(slot, None)
            self.failed[slot] = event
        elif isinstance(event, StepSucceeded) and event.is_last:
            self.running.pop(slot, None)
            self.done[slot] = event.change
        else:
            self.running = {**self.running, slot: running}
        if isinstance(event, StepStarted):
            # Planned again after a failure: only its latest result counts.
            self.failed.pop(slot, None)

    def seconds_of(self, running: RunningChange) -> float:
        """Seconds since the change began."""
        return self.now() - running.since

    @property
    def elapsed(self) -> float:
        """Seconds since the run began."""
        return self.now() - self._began

    def summary(self) -> Summary:
        """The result so far."""
        return Summary(tuple(self.done.values()), tuple(self.failed.values()), self.elapsed)
