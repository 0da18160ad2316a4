"""What the strict layer remembers beside moto's own objects; it is pickled with a region and dies with its reset."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

TOKENS_KEPT = 500


@dataclass
class Answer:
    """What a ClientToken was first answered, and a digest of what had been asked."""

    digest: str
    body: str


@dataclass
class Ledger:
    """One region's memory: answered tokens, when ids were born, what is left in the throttle's buckets."""

    tokens: dict[tuple[str, str], Answer] = field(default_factory=dict)
    births: dict[str, float] = field(default_factory=dict)
    buckets: dict[str, tuple[float, float]] = field(default_factory=dict)
    addresses_given: int = 0
    addresses_released: set[str] = field(default_factory=set)
    reverse_dns: dict[str, str] = field(default_factory=dict)

    def keep(self, key: tuple[str, str], answer: Answer) -> None:
        """Remember an answer; the oldest make room, so that snapshots stay small."""
        self.tokens[key] = answer
        while len(self.tokens) > TOKENS_KEPT:
            del self.tokens[next(iter(self.tokens))]


def ledger(backend: Any) -> Ledger:
    found: Ledger = backend.__dict__.setdefault("_netsec_ledger", Ledger())
    return found
