"""Which route packets take out of a subnet, and what its target does with them.

The route with the longest matching prefix is taken (VPC user guide, "Route priority").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network

from netsec.insight.intervals import IntervalSet, address_intervals
from netsec.insight.reach.locations import Location
from netsec.insight.reach.path import NetworkPath, Undecidable, incomplete_answer, unread_operation
from netsec.insight.snapshot import NatGateway, Route, RouteTable, Subnet, VpcSnapshot
from netsec.model import reason

# The target of a route where AWS's answer leaves it out, or names it in a field that netsec does not know.
UNKNOWN_TARGET = "unknown"


def route_table_of(vpc: VpcSnapshot, subnet: Subnet) -> RouteTable:
    """The subnet's route table; raises Untold if the table, or one of its fields, is missing in AWS's answer."""
    table = vpc.tables.get(subnet.table_id)
    if table is None or table.missing_fields:
        raise incomplete_answer(table.id if table else subnet.id, table.missing_fields if table else ["RouteTableId"])
    return table


def routes_taken(table: RouteTable, addresses: IntervalSet) -> Iterator[tuple[Route | None, IntervalSet]]:
    """Each IPv4 route that some of these addresses take, longest prefix first, with the addresses that take it.

    The last pair has None for the route if some addresses have none.
    """
    without_route = addresses
    for route in sorted(_ipv4(table), key=lambda route: (-ip_network(route.destination).prefixlen, route.target)):
        matched = without_route & address_intervals(route.destination)
        if matched:
            yield route, matched
        without_route -= matched
    if without_route:
        yield None, without_route


def _ipv4(table: RouteTable) -> list[Route]:
    """The table's routes to IPv4 blocks; others go to IPv6 blocks and prefix lists."""
    return [route for route in table.routes if "/" in route.destination and ":" not in route.destination]


def route_to_service(table: RouteTable, place: Location) -> Route | None:
    """The table's route to the gateway endpoint of a service, None if it has none.

    Raises Untold if it has none and the target of some route is unknown.
    """
    endpoint_id = place.gateway_endpoint.id if place.gateway_endpoint else ""
    route_to_endpoint = next((route for route in table.routes if route.target == endpoint_id), None)
    if not route_to_endpoint and any(route.target == UNKNOWN_TARGET for route in table.routes):
        raise incomplete_answer(table.id, ["GatewayId"])
    return route_to_endpoint


def is_nat_route(route: Route, vpc: VpcSnapshot) -> bool:
    """Whether the route leads to a NAT gateway; one that is still to be created has no nat- id yet."""
    return route.target.startswith("nat-") or route.target in vpc.gateways


def nat_gateway_of(route: Route, vpc: VpcSnapshot) -> NatGateway | None:
    """The NAT gateway that the route leads to, None if there is none; raises Untold if too little is known of it."""
    gateway = vpc.gateways.get(route.target)
    if gateway is None:
        if "describe_nat_gateways" in vpc.unread_operations:
            raise unread_operation("describe_nat_gateways")
        return None
    if gateway.missing_fields:
        raise incomplete_answer(gateway.id, gateway.missing_fields)
    if gateway.state != "available":
        return gateway
    if not gateway.subnet_id:
        raise Undecidable(reason("reach_regional_nat", gateway=gateway.id))
    if gateway.subnet_id not in vpc.subnets:
        raise incomplete_answer(gateway.id, ["SubnetId"])
    if gateway.connectivity not in ("public", "private"):
        raise incomplete_answer(gateway.id, ["ConnectivityType"])
    return gateway


def follow_route(trail: NetworkPath, subnet: Subnet, route: Route | None, vpc: VpcSnapshot) -> NetworkPath:
    """The path on to the route's target: an internet gateway lets packets through, what else there is stops or hides
    them. A NAT gateway stops them here, since it lets no connection in from outside.
    """
    if not trail.packets:
        return trail
    if route is None:
        return trail.stopped_at(subnet.label, reason("no_route"))
    if not route.is_active:
        return trail.stopped_at(subnet.label, reason("blackhole", destination=route.destination, target=route.target))
    if route.target.startswith("igw-"):
        return trail.passed_through(subnet.label, reason("by_internet_gateway", gateway=route.target))
    if is_nat_route(route, vpc):
        return trail.stopped_at(subnet.label, reason("nat_lets_nothing_in", gateway=route.target))
    if route.target == "local":
        return trail.stopped_at(subnet.label, reason("nobody_there"))
    return replace(
        trail.passed_through(subnet.label, reason("leaves_our_sight", target=route.target)), leaves_view=True
    )
