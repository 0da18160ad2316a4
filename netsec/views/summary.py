"""How a run went: how many changes were made, how long it took, what failed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from netsec.model import Change, Failed, Verb
from netsec.views.duration import duration
from netsec.views.errors import reason_object
from netsec.views.events import failure_text, named
from netsec.views.paint import COLUMNS, PLAIN, Paint, hanging
from netsec.views.reasons import hint_lines
from netsec.views.texts import hint
from netsec.views.texts.words import DONE

ALWAYS: tuple[Verb, ...] = ("create", "update", "delete")
SOMETIMES: tuple[Verb, ...] = ("adopt", "replace", "keep")


@dataclass(frozen=True)
class Summary:
    """The finished changes, the last failure of each that is not, and the seconds it took."""

    done: tuple[Change, ...] = ()
    failed: tuple[Failed, ...] = ()
    seconds: float = 0.0


def summary_text(summary: Summary, *, paint: Paint = PLAIN, columns: int = COLUMNS) -> str:
    """`Done in 1m 52s: 9 created, 1 updated, 0 deleted.` and each failure with what to do about it."""
    told = [f"{_count(summary.done, verb)} {DONE[verb]}" for verb in ALWAYS]
    told += [f"{_count(summary.done, verb)} {DONE[verb]}" for verb in SOMETIMES if _count(summary.done, verb)]
    failed = f", {len(summary.failed)} failed" if summary.failed else ""
    end = "Failed" if summary.failed else "Done"
    first = f"{end} after {duration(summary.seconds)}: {', '.join(told)}{failed}."
    colour = paint.red if summary.failed else paint.green
    lines = [f"{colour(first[: len(end)])}{first[len(end) :]}"]
    for event in summary.failed:
        lines += hanging(failure_text(event), f"  ! {named(event.change.slot)}: ", columns)
        hints = (line for reason in event.error.reasons for line in hint_lines(hint(reason), "    ", columns))
        lines += [line for line in hints if line not in lines]
    return "\n".join(lines)


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
    counted = {DONE[verb]: _count(summary.done, verb) for verb in (*ALWAYS, *SOMETIMES)}
    return {"type": "summary", "seconds": round(summary.seconds, 3), **counted, "failed": failures}


def _count(changes: Iterable[Change], verb: Verb) -> int:
    return sum(1 for change in changes if change.verb == verb)
