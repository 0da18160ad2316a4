"""The result of one check of the preflight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from netsec.model import Call, Change, Query, Reason


@dataclass(frozen=True)
class PreflightFindings:
    """Problems, quotas that would be exceeded, warnings; `asks` are optional queries for a more precise result."""

    problems: tuple[Reason, ...] = ()
    exceeded_quotas: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    followup_queries: tuple[Query, ...] = ()


def calls_of_operation(changes: Iterable[Change], op: str) -> list[tuple[Change, dict[str, Any]]]:
    """Every call of this operation in these changes: its change and its parameters."""
    steps = ((change, step) for change in changes for step in change.steps if isinstance(step, Call))
    return [(change, dict(step.params)) for change, step in steps if step.op == op]
