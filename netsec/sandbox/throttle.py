"""Request throttling: a token bucket per action, as EC2 keeps per account and region."""

from __future__ import annotations

from netsec.sandbox.knobs import SETTINGS
from netsec.sandbox.ledger import RegionState
from netsec.sandbox.refusal import Ec2Error

READS, WRITES = (100.0, 20.0), (50.0, 5.0)
"""How many requests a bucket holds, and how many it regains each second."""


def spend_request(book: RegionState, action: str) -> None:
    """Take one request from the action's bucket, or refuse it."""
    if not SETTINGS.throttle:
        return
    capacity, regained = READS if action.startswith(("Describe", "Get")) else WRITES
    now = SETTINGS.clock.now()
    left, since = book.buckets.get(action, (capacity, now))
    left = min(capacity, left + (now - since) * regained)
    if left < 1:
        book.buckets[action] = (left, now)
        raise Ec2Error("RequestLimitExceeded", "Request limit exceeded.", 503)
    book.buckets[action] = (left - 1, now)
