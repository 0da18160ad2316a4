"""The states of NAT gateways and VPC endpoints over time: pending, available or failed, deleting, and not listed.

Times are read from the clock in the settings whenever an action begins; no thread changes a state.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from netsec.sandbox.clock import naive_utc
from netsec.sandbox.settings import SETTINGS

WORKING = frozenset({"pending", "available"})
# NAT gateways in these states count against the quota (VPC user guide, "Amazon VPC quotas").
COUNTED = frozenset({"pending", "available", "deleting"})
# Endpoints in these states answer for their service no more.
ENDPOINT_ENDED = frozenset({"deleting", "deleted", "failed"})


@dataclass
class Life:
    """What moto's objects lack: when the next state is due (seconds since 1970), and what will go wrong then."""

    due: float
    failure: tuple[str, str] | None = None


def begin_nat_gateway(nat: Any, now: float, failure: tuple[str, str] | None) -> None:
    """A new NAT gateway is pending in the answer to its creation, whatever the settings."""
    nat.state = "pending"
    nat._created_at = naive_utc(now)
    nat.life = Life(now + SETTINGS.pending_seconds, failure)


def begin_endpoint(endpoint: Any, now: float) -> None:
    """A new interface endpoint is pending for a while; one of type Gateway is available at once."""
    if endpoint.vpc_endpoint_type == "Interface":
        endpoint.state, endpoint.life = "pending", Life(now + SETTINGS.pending_seconds)


def begin_deletion(resource: Any, now: float) -> None:
    """A NAT gateway or an endpoint is being deleted from now on."""
    resource.state, resource.delete_time = "deleting", naive_utc(now)
    resource.life = Life(now + SETTINGS.deleting_seconds)


def settle(backend: Any, now: float) -> None:
    """Bring every NAT gateway and endpoint of a region to the state that is due; runs at the start of each action."""
    for nat in list(backend.nat_gateways.values()):
        while nat.id in backend.nat_gateways and (life := _due(nat, now)):
            _advance_nat_gateway(backend, nat, life)
    for endpoint in list(backend.vpc_end_points.values()):
        if _due(endpoint, now):
            _advance_endpoint(backend, endpoint)


def _due(resource: Any, now: float) -> Life | None:
    """The life of a resource whose next state is due; None where nothing is."""
    life: Life | None = getattr(resource, "life", None)
    return life if life and life.due <= now else None


def _advance_nat_gateway(backend: Any, nat: Any, life: Life) -> None:
    if nat.state == "pending" and life.failure:
        nat.state, nat.delete_time = "failed", naive_utc(life.due)
        nat.failure_code, nat.failure_message = life.failure
        _release_interface(backend, nat)
        nat.life = Life(life.due + SETTINGS.vanish_seconds)
    elif nat.state == "pending":
        nat.state, nat.life = "available", None
    elif nat.state == "deleting":
        nat.state = "deleted"
        _release_interface(backend, nat)
        nat.life = Life(life.due + SETTINGS.vanish_seconds)
    else:
        del backend.nat_gateways[nat.id]
        backend.tags.pop(nat.id, None)


def _advance_endpoint(backend: Any, endpoint: Any) -> None:
    if endpoint.state == "pending":
        endpoint.state, endpoint.life = "available", None
        return
    for interface_id in endpoint.network_interface_ids:
        backend.enis.pop(interface_id, None)
    del backend.vpc_end_points[endpoint.id]
    backend.tags.pop(endpoint.id, None)


def _release_interface(backend: Any, nat: Any) -> None:
    """A NAT gateway's interface is removed; its address is disassociated, not released."""
    for address in backend.addresses:
        if address.eni is not None and address.eni.id == nat._eni.id:
            backend.disassociate_address(association_id=address.association_id)
    backend.enis.pop(nat._eni.id, None)
    for held in nat.address_set:
        held.pop("associationId", None)


def nat_gateway_holding(backend: Any, address: Any) -> Any:
    """The NAT gateway that an address is associated with; None if there is none."""
    if address.eni is None:
        return None
    return next((nat for nat in backend.nat_gateways.values() if nat._eni.id == address.eni.id), None)
