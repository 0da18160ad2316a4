"""Which way packets leave a subnet for an address: the route with the longest prefix, and what it leads to."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network

from netsec.insight.reach.places import Place
from netsec.insight.reach.spans import Spans, addresses_of
from netsec.insight.reach.trail import incomplete
from netsec.insight.world import Route, RouteTable, Subnet, World

# What a route leads to where AWS's answer leaves it out, or names it in a way that came after netsec.
UNKNOWN = "unknown"


def table_of(world: World, subnet: Subnet) -> RouteTable | None:
    """The subnet's route table: every subnet has one, so without it, or with a gap in it, nothing can be told."""
    table = world.tables.get(subnet.table_id)
    if table is None or table.unclear:
        raise incomplete(table.id if table else subnet.id, table.unclear if table else ["RouteTableId"])
    return table


def ways(table: RouteTable | None, addresses: Spans) -> Iterator[tuple[Route | None, Spans]]:
    """Each route that some of these addresses take, longest prefix first; None for those without a route."""
    left = addresses
    for route in sorted(_ipv4(table), key=lambda route: (-ip_network(route.destination).prefixlen, route.target)):
        taken = left & addresses_of(route.destination)
        if taken:
            yield route, taken
        left -= taken
    if left:
        yield None, left


def _ipv4(table: RouteTable | None) -> list[Route]:
    routes = table.routes if table else ()
    return [route for route in routes if "/" in route.destination and ":" not in route.destination]


def way_to_service(table: RouteTable | None, place: Place) -> Route | None:
    """The route to a gateway endpoint, if the table has it."""
    endpoint = place.service.id if place.service else ""
    routes = table.routes if table else ()
    unsaid = [route for route in routes if route.target == UNKNOWN]
    found = next((route for route in routes if route.target == endpoint), None)
    if table and unsaid and not found:
        raise incomplete(table.id, ["GatewayId"])
    return found
