"""A reason as a value: a code of the message catalogue and the facts for its placeholders; no text stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reason:
    """Why something is so: `code` is a key of the message catalogue, `facts` are the values of its placeholders."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        facts = " ".join(f"{key}={value!r}" for key, value in sorted(self.facts.items()))
        return f"{self.code} {facts}".strip()


def reason(code: str, /, **facts: object) -> Reason:
    """A Reason, its facts as keyword arguments: `reason("route_missing", destination="0.0.0.0/0")`."""
    return Reason(code, facts)
