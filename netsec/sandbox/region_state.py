"""The state of a region beside moto's own objects; saved with it, and gone with its reset."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

TOKENS_KEPT = 500


@dataclass
class TokenAnswer:
    """What a ClientToken was first answered, and a digest of what had been asked."""

    digest: str
    body: str


@dataclass
class RegionState:
    """One region's memory: answered tokens, when ids were born, what is left in the throttle's buckets."""

    tokens: dict[tuple[str, str], TokenAnswer] = field(default_factory=dict)
    created_at: dict[str, float] = field(default_factory=dict)
    buckets: dict[str, tuple[float, float]] = field(default_factory=dict)
    addresses_given: int = 0
    addresses_released: set[str] = field(default_factory=set)
    reverse_dns: dict[str, str] = field(default_factory=dict)

    def keep_answer(self, key: tuple[str, str], answer: TokenAnswer) -> None:
        """Remember an answer; the oldest make room, so that snapshots stay small."""
        self.tokens[key] = answer
        while len(self.tokens) > TOKENS_KEPT:
            del self.tokens[next(iter(self.tokens))]


def region_state(backend: Any) -> RegionState:
    """The memory of a region, made at the first call; `backend` is moto's EC2 backend."""
    found: RegionState = backend.__dict__.setdefault("_netsec_region_state", RegionState())
    return found
