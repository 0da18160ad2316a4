"""Errors as text for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from netsec.errors import EXIT_CODE_PRECEDENCE, Cancelled, NetsecError
from netsec.messages import ENGLISH, hint, text, with_subject
from netsec.reason import Reason
from netsec.views.document import json_value
from netsec.views.paint import COLUMNS, PLAIN, Paint
from netsec.views.reasons import reason_lines


def errors_text(
    errors: Iterable[NetsecError], *, mark: str | None = None, paint: Paint = PLAIN, columns: int = COLUMNS
) -> str:
    """`error: what`, and what to do beneath it; every reason of every error, each once. `mark` is in place of error.

    Who says no to a plan has made no error: that is told without a mark.
    """
    errors = tuple(errors)
    if errors and all(isinstance(error, Cancelled) for error in errors):
        return text("session.cancelled")
    reasons = _reasons(errors)
    mark = text("words.error") if mark is None else mark
    return "\n".join(reason_lines(reasons, mark, paint=paint, colour=paint.red, columns=columns))


def errors_object(errors: Iterable[NetsecError]) -> dict[str, Any]:
    """The gravest one's name and exit code, and the reasons of all."""
    errors = tuple(errors)
    gravest = min(errors, key=_rank, default=NetsecError())
    reasons = [reason_object(reason) for reason in _reasons(errors)]
    return {"error": {"name": gravest.name, "exit_code": gravest.exit_code, "reasons": reasons}}


def reason_object(reason: Reason) -> dict[str, Any]:
    """A reason with what to do about it, in English whatever people are spoken to in."""
    return {
        "code": reason.code,
        "text": with_subject(reason, ENGLISH),
        "hint": hint(reason, ENGLISH),
        "facts": json_value(reason.facts),
    }


def _rank(error: NetsecError) -> int:
    return (
        EXIT_CODE_PRECEDENCE.index(error.exit_code)
        if error.exit_code in EXIT_CODE_PRECEDENCE
        else len(EXIT_CODE_PRECEDENCE)
    )


def _reasons(errors: Iterable[NetsecError]) -> list[Reason]:
    """All reasons, each once; an error without any is told by its name."""
    found = [reason for error in errors for reason in error.reasons or (Reason(error.name),)]
    return [reason for number, reason in enumerate(found) if reason not in found[:number]]
