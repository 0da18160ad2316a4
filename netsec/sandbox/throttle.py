"""Request throttling: a token bucket per action, as EC2 keeps per account and region."""

from __future__ import annotations

from netsec.sandbox.ec2_errors import Ec2Error
from netsec.sandbox.region_state import RegionState
from netsec.sandbox.settings import SETTINGS

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
