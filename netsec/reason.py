"""A reason as a value: a code and its facts; its words stand in `views/texts.py` alone, to be translated there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reason:
    """Why something is so. `code` is a key of `views.texts.TEXTS`; `facts` fill the blanks of its text."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        facts = " ".join(f"{key}={value!r}" for key, value in sorted(self.facts.items()))
        return f"{self.code} {facts}".strip()


def reason(code: str, /, **facts: object) -> Reason:
    """`reason("route_missing", destination="0.0.0.0/0")`: the short way to write a Reason."""
    return Reason(code, facts)
