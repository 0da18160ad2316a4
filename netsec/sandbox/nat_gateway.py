"""NAT gateways, stricter than moto's: they take time, fail, need a gateway and a free address, and honour filters."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.responses._base_response import EC2BaseResponse
from moto.ec2.utils import add_tag_specification, random_private_ip

from netsec.sandbox import filters, lifecycle
from netsec.sandbox.ec2_errors import Ec2Error, missing_parameter
from netsec.sandbox.settings import SETTINGS


class NatGateways(EC2BaseResponse):
    """CreateNatGateway, DeleteNatGateway and DescribeNatGateways."""

    params: dict[str, Any]

    def create_nat_gateway(self) -> ActionResult:
        """Pending at first; refused above the quota of its zone."""
        subnet_id, allocation_id = self.params.get("SubnetId"), self.params.get("AllocationId")
        connectivity = self.params.get("ConnectivityType") or "public"
        backend = self.ec2_backend
        if self.params.get("AvailabilityMode") == "regional":
            raise Ec2Error("UnsupportedOperation", "The sandbox has no regional NAT gateways.")
        _check_parameters(subnet_id, allocation_id, connectivity)
        subnet = backend.get_subnet(subnet_id)
        _check_quota(backend, subnet.availability_zone)
        failure = _failure(backend, subnet, allocation_id)
        taken = bool(failure and failure[0] == "Resource.AlreadyAssociated")
        tags = add_tag_specification(self._get_param("TagSpecifications", []))
        nat = backend.create_nat_gateway(subnet_id, None if taken else allocation_id, tags, connectivity)
        _complete(nat, subnet, allocation_id)
        lifecycle.begin_nat_gateway(nat, SETTINGS.clock.now(), failure)
        return ActionResult({"NatGateway": nat})

    def delete_nat_gateway(self) -> ActionResult:
        """Deleting at first; its address is held until it is deleted."""
        nat = self.ec2_backend.nat_gateways.get(self.params["NatGatewayId"])
        if nat is None or nat.state == "deleted":
            message = f"The Nat Gateway {self.params['NatGatewayId']} was not found"
            raise Ec2Error("NatGatewayNotFound", message)
        if nat.state != "deleting":
            lifecycle.begin_deletion(nat, SETTINGS.clock.now())
        return ActionResult({"NatGatewayId": nat.id})

    def describe_nat_gateways(self) -> ActionResult:
        """Those that pass the filters, deleted ones included for a while."""
        backend, ids = self.ec2_backend, self.params.get("NatGatewayIds") or []
        rows = [nat for nat in backend.nat_gateways.values() if not ids or nat.id in ids]
        asked = filters.requested_filters(self.params)
        return ActionResult({"NatGateways": [nat for nat in rows if _passes(nat, backend.tags[nat.id], asked)]})


def _check_parameters(subnet_id: str | None, allocation_id: str | None, connectivity: str) -> None:
    if not subnet_id:
        raise missing_parameter("SubnetId")
    if connectivity == "public" and not allocation_id:
        raise missing_parameter("AllocationId")
    if connectivity == "private" and allocation_id:
        raise Ec2Error("InvalidParameterCombination", "A private NAT gateway has no AllocationId.")


def _check_quota(backend: Any, zone: str) -> None:
    in_zone = [
        nat
        for nat in backend.nat_gateways.values()
        if nat.state in lifecycle.COUNTED and backend.get_subnet(nat.subnet_id).availability_zone == zone
    ]
    if len(in_zone) >= SETTINGS.nat_quota:
        message = f"Performing this operation would exceed the limit of {SETTINGS.nat_quota} NAT gateways"
        raise Ec2Error("NatGatewayLimitExceeded", message)


def _failure(backend: Any, subnet: Any, allocation_id: str | None) -> tuple[str, str] | None:
    """What will be wrong with the NAT gateway once it stops being pending."""
    if not allocation_id:
        return None
    (address,) = backend.address_by_allocation([allocation_id])
    if address.association_id:
        return "Resource.AlreadyAssociated", f"Elastic IP address [{allocation_id}] is already associated"
    if not any(gateway.vpc and gateway.vpc.id == subnet.vpc_id for gateway in backend.internet_gateways.values()):
        return "Gateway.NotAttached", f"Network {subnet.vpc_id} has no Internet gateway attached"
    if SETTINGS.fail_nat:
        code, message = SETTINGS.fail_nat.pop(0)
        return code, message
    return None


def _complete(nat: Any, subnet: Any, allocation_id: str | None) -> None:
    """Make interface and address look as EC2's do."""
    eni, (address,) = nat._eni, nat.address_set
    eni.interface_type, eni.requester_managed, eni.status = "nat_gateway", True, "in-use"
    eni.description, eni._group_set = f"Interface for NAT Gateway {nat.id}", []
    eni.private_ip_address = nat.private_ip = random_private_ip(subnet.cidr_block)
    eni.private_ip_addresses = [{"Primary": True, "PrivateIpAddress": eni.private_ip_address}]
    address.update(privateIp=eni.private_ip_address, isPrimary=True, status="succeeded")
    if allocation_id:
        address["allocationId"] = allocation_id


def _passes(nat: Any, tags: dict[str, str], asked: list[dict[str, Any]]) -> bool:
    comparisons = ((_values(nat, tags, each["Name"]), each["Values"]) for each in asked)
    return all(any(filters.matches(value, patterns) for value in values) for values, patterns in comparisons)


def _values(nat: Any, tags: dict[str, str], name: str) -> list[str | None]:
    """What a filter of that name compares with."""
    if name.startswith("tag:"):
        return [tags.get(name.removeprefix("tag:"))]
    if name == "tag-key":
        return list(tags)
    fields = {"nat-gateway-id": nat.id, "state": nat.state, "subnet-id": nat.subnet_id, "vpc-id": nat.vpc_id}
    return [fields.get(name)]
