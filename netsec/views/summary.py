"""How a run went: how many changes were made, how long it took, what failed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from netsec.messages import Rendered, hint, text
from netsec.model import Change, StepFailed, Verb
from netsec.views.duration import duration
from netsec.views.errors import reason_object
from netsec.views.events import failure_text, slot_text
from netsec.views.paint import COLUMNS, PLAIN, Paint, hanging_indent
from netsec.views.reasons import hint_lines, without_repeats

# In the order of the line; the keys of the JSON are the participles.
COUNTED: dict[Verb, str] = {
    "create": "created",
    "update": "updated",
    "delete": "deleted",
    "adopt": "adopted",
    "replace": "replaced",
    "keep": "kept",
}


@dataclass(frozen=True)
class Summary:
    """The finished changes, the last failure of each that is not, and the seconds it took."""

    done: tuple[Change, ...] = ()
    failed: tuple[StepFailed, ...] = ()
    seconds: float = 0.0


def summary_text(summary: Summary, *, paint: Paint = PLAIN, columns: int = COLUMNS) -> str:
    """`Apply complete: 9 created, 1 updated in 1m 52s.` and each failure with what to do about it."""
    end = text(_end(summary))
    first = text("progress.summary", end=end, counts=Rendered(_counts(summary)), took=duration(summary.seconds))
    colour = paint.red if summary.failed else paint.green
    lines, shown = [first.replace(end, colour(end), 1)], set[str]()
    for event in summary.failed:
        lines += hanging_indent(failure_text(event), f"  ! {slot_text(event.change.slot)}: ", columns)
        for reason in event.error.reasons:
            lines += hint_lines(without_repeats(hint(reason), shown), "    ", columns)
    return "\n".join(lines)


def _end(summary: Summary) -> str:
    """The key of how it ended; a run that only deletes is a destroy."""
    if summary.failed:
        return "progress.incomplete"
    only_deletes = bool(summary.done) and all(change.verb == "delete" for change in summary.done)
    return "progress.destroyed" if only_deletes else "progress.applied"


def _counts(summary: Summary) -> str:
    """What there is any of; a run in which nothing was changed says so."""
    counts: dict[str, int] = {**{verb: _count(summary.done, verb) for verb in COUNTED}, "failed": len(summary.failed)}
    shown = [text(f"progress.count.{what}", n=number) for what, number in counts.items() if number]
    return text("words.comma").join(shown) or text("progress.nothing")


def summary_object(summary: Summary) -> dict[str, Any]:
    """The same for programs."""
    failures = [
        {
            "address": str(event.change.address),
            "slot": event.change.slot.name,
            "error": event.error.name,
            "reasons": [reason_object(reason) for reason in event.error.reasons],
        }
        for event in summary.failed
    ]
    counted = {key: _count(summary.done, verb) for verb, key in COUNTED.items()}
    return {"type": "summary", "seconds": round(summary.seconds, 3), **counted, "failed": failures}


def _count(changes: Iterable[Change], verb: Verb) -> int:
    return sum(1 for change in changes if change.verb == verb)
