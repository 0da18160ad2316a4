"""What the calls on NAT gateways do to AWS's answers: addresses and routes change with them."""

from __future__ import annotations

from collections.abc import Mapping

from netsec.model.simulated import Handler, Item, Params, SimulatedAws, disassociate, requested_tags


def _create_nat_gateway(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    """It is available at once and holds its address."""
    address = aws.find("describe_addresses", "AllocationId", params["AllocationId"])
    subnet = aws.find("describe_subnets", "SubnetId", params["SubnetId"])
    address |= {"AssociationId": f"{new_id}/association", "NetworkInterfaceId": f"{new_id}/interface"}
    held = {
        "AllocationId": params["AllocationId"],
        "PublicIp": address.get("PublicIp", ""),
        "NetworkInterfaceId": address["NetworkInterfaceId"],
    }
    created = {
        "NatGatewayId": new_id,
        "State": "available",
        "SubnetId": params["SubnetId"],
        "VpcId": subnet.get("VpcId", ""),
        "ConnectivityType": params["ConnectivityType"],
        "NatGatewayAddresses": [held],
        "Tags": requested_tags(params),
    }
    aws.items("describe_nat_gateways").append(created)
    return {"NatGateway": created}


def _delete_nat_gateway(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    """Its addresses are disassociated; routes to it are blackholes from now on."""
    gateway = aws.find("describe_nat_gateways", "NatGatewayId", params["NatGatewayId"])
    for held in gateway.get("NatGatewayAddresses") or ():
        disassociate(aws.find("describe_addresses", "AllocationId", held.get("AllocationId", "")))
    aws.remove("describe_nat_gateways", "NatGatewayId", params["NatGatewayId"])
    for table in aws.items("describe_route_tables"):
        for route in table.get("Routes") or ():
            if route.get("NatGatewayId") == params["NatGatewayId"]:
                route["State"] = "blackhole"
    return {}


HANDLERS: Mapping[str, Handler] = {
    "create_nat_gateway": _create_nat_gateway,
    "delete_nat_gateway": _delete_nat_gateway,
}
