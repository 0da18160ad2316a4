"""Records when an id first appeared in an answer, so that eventual consistency can hide it for a while."""

from __future__ import annotations

import re

from netsec.sandbox.emulated import created_by
from netsec.sandbox.region_state import RegionState

CREATIONS_KEPT = 2000


def record_creations(book: RegionState, action: str, body: str, now: float) -> None:
    """Remember when the ids in an action's answer (its XML) were first told; `now` is in seconds since 1970."""
    kind = created_by(action)
    if kind:
        for created in re.findall(rf">({kind.prefix}-[0-9a-f]+)<", body):
            book.created_at.setdefault(created, now)
    while len(book.created_at) > CREATIONS_KEPT:
        del book.created_at[next(iter(book.created_at))]
