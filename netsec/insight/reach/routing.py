"""Which route packets take out of a subnet, and what sort of thing its target is.

The route with the longest matching prefix is taken (VPC user guide, "Route priority").
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from ipaddress import ip_network

from netsec.insight.intervals import SERVICE_NUMBER, IntervalSet, address_intervals
from netsec.insight.reach.path import incomplete_answer, unread_operation
from netsec.insight.snapshot import NatGateway, Route, RouteTable, Subnet, VpcSnapshot

# The target of a route where AWS's answer leaves it out, or names it in a field that netsec does not know.
UNKNOWN_TARGET = "unknown"
# More addresses than any list of AWS's own holds: some of so many are not in it.
MORE_THAN_A_SERVICE_HAS = 2**28
RoutedAddresses = tuple[Route | None, IntervalSet]


class TargetKind(Enum):
    """What a route leads to."""

    NOTHING = "nothing"
    LOCAL = "local"
    INTERNET_GATEWAY = "internet_gateway"
    EGRESS_ONLY_GATEWAY = "egress_only_gateway"
    NAT_GATEWAY = "nat_gateway"
    GATEWAY_ENDPOINT = "gateway_endpoint"
    # An interface, instance or Gateway Load Balancer endpoint: it may change packets, drop them or send them on.
    APPLIANCE = "appliance"
    # A peering connection, transit, VPN, local or carrier gateway, core network: beyond them netsec can't see.
    ELSEWHERE = "elsewhere"


def target_kind(route: Route, vpc: VpcSnapshot) -> TargetKind:
    """What the route leads to, by the id of its target; a NAT gateway to be created has no nat- id yet."""
    target = route.target
    if not route.is_active:
        return TargetKind.NOTHING
    if target.startswith("nat-") or target in vpc.gateways:
        return TargetKind.NAT_GATEWAY
    endpoint = vpc.endpoints.get(target)
    if endpoint or target.startswith("vpce-"):
        return TargetKind.GATEWAY_ENDPOINT if endpoint and endpoint.type == "Gateway" else TargetKind.APPLIANCE
    prefixes = {
        "local": TargetKind.LOCAL,
        "igw-": TargetKind.INTERNET_GATEWAY,
        "eigw-": TargetKind.EGRESS_ONLY_GATEWAY,
        "eni-": TargetKind.APPLIANCE,
        "i-": TargetKind.APPLIANCE,
    }
    return next((kind for prefix, kind in prefixes.items() if target.startswith(prefix)), TargetKind.ELSEWHERE)


def route_table_of(vpc: VpcSnapshot, subnet: Subnet) -> RouteTable:
    """The subnet's route table; raises Undecidable if it, or one of its fields, is missing in AWS's answer."""
    table = vpc.tables.get(subnet.table_id)
    if table is None or table.missing_fields:
        raise incomplete_answer(table.id if table else subnet.id, table.missing_fields if table else ["RouteTableId"])
    return table


def routes_taken(vpc: VpcSnapshot, table: RouteTable, addresses: IntervalSet, family: int) -> Iterator[RoutedAddresses]:
    """Each route that some of these addresses take, longest prefix first, with the addresses that take it.

    The last pair has None for the route if some addresses have none. Prefix lists that could not be read are left out:
    see `unread_lists`.
    """
    without_route = addresses
    for prefix, route in sorted(_blocks(vpc, table, family), key=_priority):
        matched = without_route & address_intervals(prefix, family=family)
        if matched:
            yield route, matched
        without_route -= matched
    if without_route:
        yield None, without_route


def _priority(pair: tuple[str, Route]) -> tuple[int, bool, str]:
    prefix, route = pair
    return (-ip_network(prefix).prefixlen, route.target != "local", route.target)


def _blocks(vpc: VpcSnapshot, table: RouteTable, family: int) -> Iterator[tuple[str, Route]]:
    """The table's routes by block of one IP version; a route to a prefix list stands for each block in it."""
    for route in table.routes:
        for block in (route.destination,) if "/" in route.destination else vpc.prefix_lists.get(route.destination, ()):
            if (":" in block) == (family == 6):
                yield block, route


def unread_lists(vpc: VpcSnapshot, table: RouteTable, addresses: IntervalSet) -> Iterator[Route]:
    """The routes to prefix lists that could not be read and that all of these addresses may take.

    The lists of gateway endpoints' services are shorter than the internet: some of all addresses are in none.
    """
    count = sum(last - first + 1 for first, last in addresses.intervals)
    for route in table.routes:
        if "/" in route.destination or not route.destination or route.destination in vpc.prefix_lists:
            continue
        is_service = target_kind(route, vpc) is TargetKind.GATEWAY_ENDPOINT
        if not is_service or count < MORE_THAN_A_SERVICE_HAS:
            yield route


def route_to_endpoint(table: RouteTable, endpoint_id: str) -> Route | None:
    """The table's route to a gateway endpoint, None if it has none.

    Raises Undecidable if it has none and the target of some route is unknown.
    """
    route = next((route for route in table.routes if route.target == endpoint_id), None)
    if not route and any(route.target == UNKNOWN_TARGET for route in table.routes):
        raise incomplete_answer(table.id, ["GatewayId"])
    return route


def service_addresses(vpc: VpcSnapshot, endpoint_id: str) -> IntervalSet:
    """The IPv4 addresses of a gateway endpoint's service, if its prefix list was read; else the number for them."""
    routes = (route for table in vpc.tables.values() for route in table.routes if route.target == endpoint_id)
    blocks = [block for route in routes for block in vpc.prefix_lists.get(route.destination, ())]
    return address_intervals(*blocks) or IntervalSet.of(SERVICE_NUMBER)


def nat_gateway_of(route: Route, vpc: VpcSnapshot) -> NatGateway | None:
    """The NAT gateway that the route leads to, None if there is none; raises Undecidable if too little is known."""
    gateway = vpc.gateways.get(route.target)
    if gateway is None:
        if "describe_nat_gateways" in vpc.unread_operations:
            raise unread_operation("describe_nat_gateways")
        return None
    if gateway.missing_fields:
        raise incomplete_answer(gateway.id, gateway.missing_fields)
    if gateway.state != "available":
        return gateway
    if gateway.connectivity not in ("public", "private"):
        raise incomplete_answer(gateway.id, ["ConnectivityType"])
    if gateway.subnet_id and gateway.subnet_id not in vpc.subnets:
        raise incomplete_answer(gateway.id, ["SubnetId"])
    if not gateway.subnet_id and gateway.table_id and gateway.table_id not in vpc.tables:
        raise incomplete_answer(gateway.id, ["RouteTableId"])
    return gateway
