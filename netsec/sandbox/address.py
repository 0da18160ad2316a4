"""Elastic IP addresses: a quota, reverse DNS, and no release while a NAT gateway or a reverse-DNS record holds one."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.responses.elastic_ip_addresses import ElasticIPAddresses

from netsec.sandbox import lifecycle
from netsec.sandbox.ec2_errors import Ec2Error
from netsec.sandbox.region_state import region_state
from netsec.sandbox.settings import SETTINGS

BLOCK = "203.0.113"
NO_PERMISSION = "You do not have permission to access the specified resource."


class Addresses(ElasticIPAddresses):
    """AllocateAddress, ReleaseAddress, DisassociateAddress, and the attribute domain-name."""

    params: dict[str, Any]

    def allocate_address(self) -> ActionResult:
        """A free address, or the one that is asked for; refused above the quota, or where it is not to be had."""
        if len(self.ec2_backend.addresses) >= SETTINGS.eip_quota:
            raise Ec2Error("AddressLimitExceeded", "The maximum number of addresses has been reached.")
        released = region_state(self.ec2_backend).addresses_released
        wanted = self.params.setdefault("Address", _fresh(self.ec2_backend))
        if wanted in released and SETTINGS.others_take_addresses:
            raise Ec2Error("AuthFailure", f"The address '{wanted}' does not belong to you.")
        if any(each.public_ip == wanted for each in self.ec2_backend.addresses):
            raise Ec2Error("InvalidParameterValue", f"The address '{wanted}' is allocated already.")
        released.discard(wanted)
        return super().allocate_address()

    def release_address(self) -> ActionResult:
        """Refused while a NAT gateway, an association or a reverse-DNS record holds the address."""
        address = self._address()
        holder = lifecycle.nat_gateway_holding(self.ec2_backend, address) if address else None
        if holder and holder.state == "deleting":
            raise Ec2Error("AuthFailure", NO_PERMISSION)
        if address and address.association_id:
            raise Ec2Error("InvalidIPAddress.InUse", f"Address {address.public_ip} is in use.")
        if address and address.allocation_id in region_state(self.ec2_backend).reverse_dns:
            raise Ec2Error("InvalidAddress.PtrSet", f"Address {address.public_ip} has a reverse DNS record.")
        if address:
            region_state(self.ec2_backend).addresses_released.add(address.public_ip)
        return super().release_address()

    def disassociate_address(self) -> ActionResult:
        """Refused where a NAT gateway has the address: only deleting the gateway ends that."""
        address = self._address()
        if address and lifecycle.nat_gateway_holding(self.ec2_backend, address):
            raise Ec2Error("AuthFailure", NO_PERMISSION)
        return super().disassociate_address()

    def describe_addresses_attribute(self) -> ActionResult:
        """The addresses' names in reverse DNS (attribute `domain-name`)."""
        names = region_state(self.ec2_backend).reverse_dns
        wanted = self._get_param("AllocationIds", [])
        listed = [each for each in self.ec2_backend.addresses if not wanted or each.allocation_id in wanted]
        return ActionResult({"Addresses": [_named(each, names) for each in listed]})

    def modify_address_attribute(self) -> ActionResult:
        """Give an address a name in reverse DNS."""
        names, address = region_state(self.ec2_backend).reverse_dns, self._address()
        names[address.allocation_id] = f"{self._get_param('DomainName')}."
        return ActionResult({"Address": _named(address, names)})

    def reset_address_attribute(self) -> ActionResult:
        """Remove an address's name from reverse DNS."""
        names, address = region_state(self.ec2_backend).reverse_dns, self._address()
        names.pop(address.allocation_id, None)
        return ActionResult({"Address": _named(address, names)})

    def _address(self) -> Any:
        """The address the request means; None leaves the complaint to moto."""
        wanted = {self.params.get(key) for key in ("AllocationId", "AssociationId", "PublicIp")} - {None}
        return next((each for each in self.ec2_backend.addresses if wanted & _names(each)), None)


def _fresh(backend: Any) -> str:
    """A public address from the block kept for documentation, the longest unused; moto's own are loopback."""
    state, taken = region_state(backend), {each.public_ip for each in backend.addresses}
    while True:
        state.addresses_given += 1
        candidate = f"{BLOCK}.{state.addresses_given % 254 + 1}"
        if candidate not in taken or len(taken) >= 254:
            return candidate


def _named(address: Any, names: dict[str, str]) -> dict[str, str]:
    record = {"PtrRecord": names[address.allocation_id]} if address.allocation_id in names else {}
    return {"PublicIp": address.public_ip, "AllocationId": address.allocation_id, **record}


def _names(address: Any) -> set[str | None]:
    return {address.allocation_id, address.association_id, address.public_ip}
