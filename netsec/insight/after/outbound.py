"""Plays of the calls on addresses, NAT gateways and routes."""

from __future__ import annotations

from typing import Any

from netsec.insight.after.book import Book, Item, Params, Play, born_tags

DESTINATIONS = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")


def _allocate_address(book: Book, params: Params, new: str) -> Item:
    made = {"AllocationId": new, "PublicIp": params.get("Address", ""), "Domain": "vpc", "Tags": born_tags(params)}
    book.items("describe_addresses").append(made)
    return made


def _release_address(book: Book, params: Params, new: str) -> Item:
    book.remove("describe_addresses", "AllocationId", params["AllocationId"])
    return {}


def _disassociate_address(book: Book, params: Params, new: str) -> Item:
    _let_go(book.find("describe_addresses", "AssociationId", params["AssociationId"]))
    return {}


def _let_go(address: Item) -> None:
    for field in ("AssociationId", "NetworkInterfaceId", "PrivateIpAddress", "InstanceId"):
        address.pop(field, None)


def _create_nat_gateway(book: Book, params: Params, new: str) -> Item:
    address = book.find("describe_addresses", "AllocationId", params["AllocationId"])
    subnet = book.find("describe_subnets", "SubnetId", params["SubnetId"])
    address |= {"AssociationId": f"{new}/association", "NetworkInterfaceId": f"{new}/interface"}
    held = {
        "AllocationId": params["AllocationId"],
        "PublicIp": address.get("PublicIp", ""),
        "NetworkInterfaceId": address["NetworkInterfaceId"],
    }
    made = {
        "NatGatewayId": new,
        "State": "available",
        "SubnetId": params["SubnetId"],
        "VpcId": subnet.get("VpcId", ""),
        "ConnectivityType": params["ConnectivityType"],
        "NatGatewayAddresses": [held],
        "Tags": born_tags(params),
    }
    book.items("describe_nat_gateways").append(made)
    return {"NatGateway": made}


def _delete_nat_gateway(book: Book, params: Params, new: str) -> Item:
    """It lets go of its address; routes to it lead nowhere from now on."""
    gateway = book.find("describe_nat_gateways", "NatGatewayId", params["NatGatewayId"])
    for held in gateway.get("NatGatewayAddresses") or ():
        _let_go(book.find("describe_addresses", "AllocationId", held.get("AllocationId", "")))
    book.remove("describe_nat_gateways", "NatGatewayId", params["NatGatewayId"])
    for table in book.items("describe_route_tables"):
        for route in table.get("Routes") or ():
            if route.get("NatGatewayId") == params["NatGatewayId"]:
                route["State"] = "blackhole"
    return {}


def _put_route(book: Book, params: Params, new: str) -> Item:
    """CreateRoute and ReplaceRoute alike: this destination leads there from now on."""
    _delete_route(book, params, new)
    route = {key: value for key, value in params.items() if key != "RouteTableId"}
    routes = book.find("describe_route_tables", "RouteTableId", params["RouteTableId"]).setdefault("Routes", [])
    routes.append({**route, "State": "active", "Origin": "CreateRoute"})
    return {}


def _delete_route(book: Book, params: Params, new: str) -> Item:
    table = book.find("describe_route_tables", "RouteTableId", params["RouteTableId"])
    table["Routes"] = [route for route in table.get("Routes") or () if _destination(route) != _destination(params)]
    return {}


def _destination(route: Params) -> Any:
    return next((route[field] for field in DESTINATIONS if route.get(field)), None)


PLAYS: dict[str, Play] = {
    "allocate_address": _allocate_address,
    "release_address": _release_address,
    "disassociate_address": _disassociate_address,
    "create_nat_gateway": _create_nat_gateway,
    "delete_nat_gateway": _delete_nat_gateway,
    "create_route": _put_route,
    "replace_route": _put_route,
    "delete_route": _delete_route,
}
