"""Plays of the calls on VPC endpoints."""

from __future__ import annotations

from netsec.insight.after.book import Book, Item, Params, Play, born_tags
from netsec.model.answer import texts_of


def _create_vpc_endpoint(book: Book, params: Params, new: str) -> Item:
    made = {
        "VpcEndpointId": new,
        "VpcEndpointType": params["VpcEndpointType"],
        "VpcId": params["VpcId"],
        "ServiceName": params["ServiceName"],
        "State": "available",
        "RouteTableIds": list(params.get("RouteTableIds") or ()),
        "SubnetIds": list(params.get("SubnetIds") or ()),
        "Groups": [{"GroupId": each} for each in params.get("SecurityGroupIds") or ()],
        "PrivateDnsEnabled": bool(params.get("PrivateDnsEnabled")),
        "Tags": born_tags(params),
    }
    book.items("describe_vpc_endpoints").append(made)
    _lay_routes(book, made)
    return {"VpcEndpoint": made}


def _modify_vpc_endpoint(book: Book, params: Params, new: str) -> Item:
    endpoint = book.find("describe_vpc_endpoints", "VpcEndpointId", params["VpcEndpointId"])
    endpoint["PrivateDnsEnabled"] = params.get("PrivateDnsEnabled", endpoint.get("PrivateDnsEnabled"))
    groups = {"SecurityGroupIds": list(texts_of(endpoint, "Groups", "GroupId"))}
    for name in ("RouteTableIds", "SubnetIds", "SecurityGroupIds"):
        gone = set(params.get(f"Remove{name}") or ())
        there = [each for each in groups.get(name, endpoint.get(name)) or () if each not in gone]
        endpoint[name] = [*there, *(params.get(f"Add{name}") or ())]
    endpoint["Groups"] = [{"GroupId": each} for each in endpoint.pop("SecurityGroupIds")]
    _lay_routes(book, endpoint)
    return {}


def _delete_vpc_endpoints(book: Book, params: Params, new: str) -> Item:
    for each in params["VpcEndpointIds"]:
        _lay_routes(book, {"VpcEndpointId": each})
        book.remove("describe_vpc_endpoints", "VpcEndpointId", each)
    return {}


def _lay_routes(book: Book, endpoint: Item) -> None:
    """A gateway endpoint's routes, in the tables that it names; its service stands for the prefix list's id."""
    for table in book.items("describe_route_tables"):
        routes = [route for route in table.get("Routes") or () if route.get("GatewayId") != endpoint["VpcEndpointId"]]
        named = table.get("RouteTableId") in (endpoint.get("RouteTableIds") or ())
        if endpoint.get("VpcEndpointType") == "Gateway" and named:
            leads = {"DestinationPrefixListId": endpoint.get("ServiceName"), "GatewayId": endpoint["VpcEndpointId"]}
            routes.append({**leads, "State": "active", "Origin": "CreateRoute"})
        table["Routes"] = routes


PLAYS: dict[str, Play] = {
    "create_vpc_endpoint": _create_vpc_endpoint,
    "modify_vpc_endpoint": _modify_vpc_endpoint,
    "delete_vpc_endpoints": _delete_vpc_endpoints,
}
