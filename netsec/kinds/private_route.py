"""private_route: the 0.0.0.0/0 of a private route table, to the NAT gateway that serves its zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from netsec.messages import Message, message
from netsec.model import (
    Address,
    Answers,
    Call,
    Config,
    Decision,
    DestroyOptions,
    Detail,
    Kind,
    Live,
    Network,
    Query,
    Ref,
    Spec,
    Standing,
    egress_zone,
    query_by_vpc,
    reason,
)
from netsec.model.response_fields import cidr_field, structure_list, text_field
from netsec.model.simulated import Item, Params, SimulatedAws

NAME = "private_route"
DEFAULT_ROUTE = "0.0.0.0/0"
DESTINATIONS = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
# Every way in which DescribeRouteTables names what a route leads to (botocore's shape Route).
TARGETS = (
    "NatGatewayId", "GatewayId", "TransitGatewayId", "NetworkInterfaceId", "VpcPeeringConnectionId", "InstanceId",
    "EgressOnlyInternetGatewayId", "CarrierGatewayId", "LocalGatewayId", "CoreNetworkArn", "VpcEndpointId",
    "OdbNetworkArn", "IpAddress",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PrivateRouteSpec(Spec):
    """The default route of one private table, as wanted."""

    table_id: str
    nat_gateway_id: str | Ref


def _queries(vpc_id: str) -> tuple[Query, ...]:
    return (query_by_vpc("describe_route_tables", "RouteTables", vpc_id),)


def _desire(config: Config, network: Network) -> Iterator[PrivateRouteSpec]:
    for zone in network.zones:
        gateway = egress_zone(config, network, zone)
        for table_id in zone.private_route_tables if gateway else ():
            yield PrivateRouteSpec(
                address=Address(NAME, table_id),
                key=(table_id,),
                table_id=table_id,
                nat_gateway_id=Ref(Address("nat_gateway", gateway.name if gateway else "")),
            )


def _read(answers: Answers, network: Network) -> Iterator[Live]:
    rows = answers.of("describe_nat_gateways")
    gateways = {item["NatGatewayId"] for item in rows if text_field(item, "State") != "deleted"}
    for table in answers.of("describe_route_tables"):
        routes = structure_list(table, "Routes")
        default_routes = [route for route in routes if text_field(route, "DestinationCidrBlock") == DEFAULT_ROUTE]
        incomplete_routes = [route for route in routes if not any(route.get(field) for field in DESTINATIONS)]
        # A table has one default route: where that is there, one without a destination is another.
        for route in default_routes or incomplete_routes[:1]:
            live = _live(table["RouteTableId"], route, gateways)
            vanished = live.data and not answers.is_partial("describe_nat_gateways")
            yield replace(live, data=vanished, missing_fields=() if default_routes else ("DestinationCidrBlock",))


def _live(table_id: str, route: Mapping[str, Any], gateways: set[str]) -> Live:
    """Its owner is the NAT gateway it leads to; `data` is whether that gateway has vanished.

    A route to anything else is nobody's but its maker's, whatever is recorded of it.
    """
    target = _target(route)
    return Live(
        kind=NAME,
        id=table_id,
        address=Address(NAME, table_id),
        key=(table_id,),
        uses=frozenset({target}),
        owner=target if target.startswith("nat-") else "",
        attributes={"target": target},
        data=target.startswith("nat-") and target not in gateways,
    )


def _target(route: Mapping[str, Any]) -> str:
    """The id of what a route leads to; "unknown" where the answer leaves it out, or names it in an unknown way."""
    return next((str(route[field]) for field in TARGETS if route.get(field)), "unknown")


def _create(spec: PrivateRouteSpec) -> Decision:
    call = Call(op="create_route", params=_params(spec), sets=_taught(spec), idempotent=False)
    leads = Detail("+", _told(spec.nat_gateway_id), reason("zone_gateway"))
    return Decision(
        verb="create", why=reason("route_missing", destination=DEFAULT_ROUTE), steps=(call,), details=(leads,)
    )


def _params(spec: PrivateRouteSpec) -> dict[str, Any]:
    return {"RouteTableId": spec.table_id, "DestinationCidrBlock": DEFAULT_ROUTE, "NatGatewayId": spec.nat_gateway_id}


def _told(gateway: str | Ref) -> str:
    """The gateway's id, or its address while it has none."""
    return str(gateway.address) if isinstance(gateway, Ref) else gateway


def _taught(spec: PrivateRouteSpec) -> dict[str, Any]:
    return {"target": spec.nat_gateway_id}


def _compare(spec: PrivateRouteSpec, live: Live) -> Decision:
    target = live.attributes["target"]
    if target == spec.nat_gateway_id:
        return Decision(verb="keep", why=reason("as_wanted"))
    if live.is_contested and not live.data:
        return Decision(verb="blocked", why=reason("route_of_other_writer", table=spec.table_id, target=target))
    if live.is_owned or live.data:
        call = Call(op="replace_route", params=_params(spec), sets=_taught(spec))
        why = reason("route_to_vanished" if live.data else "route_elsewhere", target=target)
        swap = (
            Detail("-", target, reason("route_before")),
            Detail("+", _told(spec.nat_gateway_id), reason("zone_gateway")),
        )
        return Decision(verb="update", why=why, steps=(call,), details=swap)
    return Decision(verb="blocked", why=reason("route_foreign", table=spec.table_id, target=target))


def _delete(live: Live, retire: DestroyOptions) -> Decision:
    """A route to our gateway in a table that is not ours to set stays while the gateway does."""
    if live.owner in retire.surviving_ids and not live.is_recorded:
        return Decision(verb="keep", why=reason("route_by_hand", target=live.owner))
    call = Call(
        op="delete_route",
        params={"RouteTableId": live.id, "DestinationCidrBlock": DEFAULT_ROUTE},
        benign=("InvalidRoute.NotFound", "InvalidRouteTableID.NotFound"),
    )
    leads = Detail("-", f"{DEFAULT_ROUTE} -> {live.attributes['target']}", reason("route_before"))
    return Decision(verb="delete", why=reason("not_wanted"), steps=(call,), details=(leads,))


def _facts(standing: Standing) -> Iterator[str | Message]:
    """The IPv4 default routes of the table, with their state where they don't work."""
    tables = standing.answers.of("describe_route_tables")
    table = next((table for table in tables if table["RouteTableId"] == standing.address.name), {})
    listed = structure_list(table, "Routes")
    routes = [route for route in listed if cidr_field(route, "DestinationCidrBlock") == DEFAULT_ROUTE]
    for target, state in sorted((_target(route), text_field(route, "State") or "unknown") for route in routes):
        yield f"{DEFAULT_ROUTE} -> {target}{'' if state == 'active' else f' ({state})'}"
    if not routes:
        yield message("problem.no_default_route")


def _simulate_put(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    """CreateRoute and ReplaceRoute alike: this is the route to its destination from now on."""
    _simulate_delete(aws, params, new_id)
    route = {key: value for key, value in params.items() if key != "RouteTableId"}
    routes = aws.find("describe_route_tables", "RouteTableId", params["RouteTableId"]).setdefault("Routes", [])
    routes.append({**route, "State": "active", "Origin": "CreateRoute"})
    return {}


def _simulate_delete(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    table = aws.find("describe_route_tables", "RouteTableId", params["RouteTableId"])
    table["Routes"] = [route for route in table.get("Routes") or () if _destination(route) != _destination(params)]
    return {}


def _destination(route: Mapping[str, Any]) -> Any:
    return next((route[field] for field in DESTINATIONS if route.get(field)), None)


KIND = Kind(
    name=NAME,
    heading="Private routes",
    id_prefix="",
    queries=_queries,
    read=_read,
    desire=_desire,
    create=_create,
    compare=_compare,
    delete=_delete,
    facts=_facts,
    judged_with=("nat_gateway", "elastic_ip"),
    is_outbound=True,
    not_found=("InvalidRoute.NotFound",),
    permissions={
        "Look": ("DescribeRouteTables",),
        "DefaultRoutes": ("CreateRoute", "ReplaceRoute", "DeleteRoute"),
    },
    handlers={
        "create_route": _simulate_put,
        "replace_route": _simulate_put,
        "delete_route": _simulate_delete,
    },
)
