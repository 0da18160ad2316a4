"""The life of a VPC endpoint: pending, available, deleting, and then not listed any more."""

from __future__ import annotations

from typing import Any

from netsec.sandbox.knobs import KNOBS

ENDED = frozenset({"deleting", "deleted", "failed"})


def begin(endpoint: Any, now: float) -> None:
    """One of type Gateway is there at once; interfaces take their time."""
    if endpoint.vpc_endpoint_type == "Interface":
        endpoint.state, endpoint.due = "pending", now + KNOBS.pending_seconds


def end(endpoint: Any, now: float) -> None:
    endpoint.state, endpoint.due = "deleting", now + KNOBS.deleting_seconds


def settle(backend: Any, now: float) -> None:
    """Bring every endpoint to the state its time says; runs at the start of each action."""
    for endpoint in list(backend.vpc_end_points.values()):
        if endpoint.state == "pending" and endpoint.due <= now:
            endpoint.state = "available"
        elif endpoint.state == "deleting" and endpoint.due <= now:
            for each in endpoint.network_interface_ids:
                backend.enis.pop(each, None)
            del backend.vpc_end_points[endpoint.id]
            backend.tags.pop(endpoint.id, None)
