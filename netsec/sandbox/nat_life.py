"""The life of a NAT gateway: pending, available or failed, deleting, deleted, and at last not listed any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from netsec.sandbox.clock import moment
from netsec.sandbox.knobs import KNOBS

WORKING = frozenset({"pending", "available"})
COUNTED = frozenset({"pending", "available", "deleting"})
"""States that count against the quota."""


@dataclass
class Life:
    """What moto's object lacks: when the next state is due, and what will go wrong."""

    due: float
    failure: tuple[str, str] | None = None


def begin(nat: Any, now: float, failure: tuple[str, str] | None) -> None:
    """A NAT gateway is pending in the answer to its creation, whatever the settings."""
    nat.state = "pending"
    nat._created_at = moment(now)
    nat.life = Life(now + KNOBS.pending_seconds, failure)


def end(nat: Any, now: float) -> None:
    nat.state = "deleting"
    nat.delete_time = moment(now)
    nat.life = Life(now + KNOBS.deleting_seconds)


def settle(backend: Any, now: float) -> None:
    """Bring every NAT gateway to the state its deadlines say; runs at the start of each action."""
    for nat in list(backend.nat_gateways.values()):
        life = getattr(nat, "life", None)
        while life and life.due <= now and nat.id in backend.nat_gateways:
            _step(backend, nat, life)
            life = nat.life


def _step(backend: Any, nat: Any, life: Life) -> None:
    if nat.state == "pending" and life.failure:
        nat.state, nat.delete_time = "failed", moment(life.due)
        nat.failure_code, nat.failure_message = life.failure
        _let_go(backend, nat)
        nat.life = Life(life.due + KNOBS.vanish_seconds)
    elif nat.state == "pending":
        nat.state, nat.life = "available", None
    elif nat.state == "deleting":
        nat.state = "deleted"
        _let_go(backend, nat)
        nat.life = Life(life.due + KNOBS.vanish_seconds)
    else:
        del backend.nat_gateways[nat.id]
        backend.tags.pop(nat.id, None)


def _let_go(backend: Any, nat: Any) -> None:
    """The interface goes; its address is disassociated, not released."""
    for address in backend.addresses:
        if address.eni is not None and address.eni.id == nat._eni.id:
            backend.disassociate_address(association_id=address.association_id)
    backend.enis.pop(nat._eni.id, None)
    for each in nat.address_set:
        each.pop("associationId", None)


def holder(backend: Any, address: Any) -> Any:
    """The NAT gateway an address stands on; None if there is none."""
    if address.eni is None:
        return None
    return next((nat for nat in backend.nat_gateways.values() if nat._eni.id == address.eni.id), None)
