"""What one check of the preflight found, and what it would like to know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from netsec.model import Call, Change, Query, Reason


@dataclass(frozen=True)
class Findings:
    """Obstacles, quotas that would be exceeded, warnings; `asks` are questions on the side."""

    problems: tuple[Reason, ...] = ()
    exceeded: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    asks: tuple[Query, ...] = ()


def calls(changes: Iterable[Change], op: str) -> list[tuple[Change, dict[str, Any]]]:
    """The calls of this operation in these changes, with their parameters."""
    found = ((change, step) for change in changes for step in change.steps if isinstance(step, Call))
    return [(change, dict(step.params)) for change, step in found if step.op == op]
