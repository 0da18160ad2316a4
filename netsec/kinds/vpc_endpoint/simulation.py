"""What the calls on VPC endpoints do to AWS's answers: gateway endpoints add and remove routes."""

from __future__ import annotations

from collections.abc import Mapping

from netsec.model.response_fields import member_texts
from netsec.model.simulated import Handler, Item, Params, SimulatedAws, requested_tags


def _create_vpc_endpoint(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    created = {
        "VpcEndpointId": new_id,
        "VpcEndpointType": params["VpcEndpointType"],
        "VpcId": params["VpcId"],
        "ServiceName": params["ServiceName"],
        "State": "available",
        "RouteTableIds": list(params.get("RouteTableIds") or ()),
        "SubnetIds": list(params.get("SubnetIds") or ()),
        "Groups": [{"GroupId": group_id} for group_id in params.get("SecurityGroupIds") or ()],
        "PrivateDnsEnabled": bool(params.get("PrivateDnsEnabled")),
        "Tags": requested_tags(params),
    }
    aws.items("describe_vpc_endpoints").append(created)
    _update_routes(aws, created)
    return {"VpcEndpoint": created}


def _modify_vpc_endpoint(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    endpoint = aws.find("describe_vpc_endpoints", "VpcEndpointId", params["VpcEndpointId"])
    endpoint["PrivateDnsEnabled"] = params.get("PrivateDnsEnabled", endpoint.get("PrivateDnsEnabled"))
    groups = {"SecurityGroupIds": list(member_texts(endpoint, "Groups", "GroupId"))}
    for name in ("RouteTableIds", "SubnetIds", "SecurityGroupIds"):
        removed = set(params.get(f"Remove{name}") or ())
        kept = [each for each in groups.get(name, endpoint.get(name)) or () if each not in removed]
        endpoint[name] = [*kept, *(params.get(f"Add{name}") or ())]
    endpoint["Groups"] = [{"GroupId": group_id} for group_id in endpoint.pop("SecurityGroupIds")]
    _update_routes(aws, endpoint)
    return {}


def _delete_vpc_endpoints(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    for endpoint_id in params["VpcEndpointIds"]:
        _update_routes(aws, {"VpcEndpointId": endpoint_id})
        aws.remove("describe_vpc_endpoints", "VpcEndpointId", endpoint_id)
    return {}


def _update_routes(aws: SimulatedAws, endpoint: Item) -> None:
    """A gateway endpoint has a route in each of its tables; the service's name stands for the prefix list's id."""
    for table in aws.items("describe_route_tables"):
        routes = [route for route in table.get("Routes") or () if route.get("GatewayId") != endpoint["VpcEndpointId"]]
        is_attached = table.get("RouteTableId") in (endpoint.get("RouteTableIds") or ())
        if endpoint.get("VpcEndpointType") == "Gateway" and is_attached:
            target = {"DestinationPrefixListId": endpoint.get("ServiceName"), "GatewayId": endpoint["VpcEndpointId"]}
            routes.append({**target, "State": "active", "Origin": "CreateRoute"})
        table["Routes"] = routes


HANDLERS: Mapping[str, Handler] = {
    "create_vpc_endpoint": _create_vpc_endpoint,
    "modify_vpc_endpoint": _modify_vpc_endpoint,
    "delete_vpc_endpoints": _delete_vpc_endpoints,
}
