"""Follows packets out of a subnet, or on from a NAT gateway, to what a route leads to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from netsec.insight.intervals import SERVICE_NUMBER, IntervalSet
from netsec.insight.packets import PacketField, PacketSet, PacketUnion
from netsec.insight.reach.address_space import UNIQUE_LOCAL, internet_addresses
from netsec.insight.reach.checks import Checks
from netsec.insight.reach.locations import INTERNET_NAME
from netsec.insight.reach.path import NetworkPath, attempt, best_path
from netsec.insight.reach.routing import (
    RoutedAddresses,
    TargetKind,
    route_to_endpoint,
    routes_taken,
    target_kind,
    unread_lists,
)
from netsec.insight.snapshot import Route, RouteTable, Subnet
from netsec.model import reason


def by_each_route(
    checks: Checks, path: NetworkPath, table: RouteTable, step: Callable[[NetworkPath, Route | None], NetworkPath]
) -> NetworkPath:
    """The best of the paths that packets take by each route of the table; `step` follows one.

    In doubt where a prefix list that could not be read may send them another way.
    """
    targets = path.packets.values_of(PacketField.TARGET)
    paths = []
    for route, addresses in _routes(checks, table, targets):
        part = path.limited_to(path.packets.intersection(PacketSet(target=addresses)))
        paths.append(attempt(part, partial(_with_route, step, route)))
    best = best_path(paths) or path
    unread = [] if SERVICE_NUMBER in targets else [*unread_lists(checks.vpc, table, targets)]
    if unread and (best.packets or any(attempt(path, partial(_with_route, step, route)).packets for route in unread)):
        doubtful = best if best.packets else path
        return doubtful.doubted(reason("reach_prefix_list", ids=sorted({route.destination for route in unread})))
    return best


def _with_route(
    step: Callable[[NetworkPath, Route | None], NetworkPath], route: Route | None, path: NetworkPath
) -> NetworkPath:
    """One step by this route."""
    return step(path, route)


def _routes(checks: Checks, table: RouteTable, targets: IntervalSet) -> list[RoutedAddresses]:
    """The routes to these addresses; a service whose addresses are not known takes the endpoint's, else the default."""
    endpoint = checks.target.gateway_endpoint
    if endpoint and SERVICE_NUMBER in targets:
        route = route_to_endpoint(table, endpoint.id)
        if route and route.is_active:
            return [(route, targets)]
    return [*routes_taken(checks.vpc, table, targets, checks.target.family)]


def to_target(checks: Checks, path: NetworkPath, subnet: Subnet, route: Route | None) -> NetworkPath:
    """On to what the route leads to, other than a NAT gateway."""
    if route is None:
        endpoint = checks.target.gateway_endpoint
        why = reason("no_route_to_service", service=checks.target.label) if endpoint else reason("no_route")
        return path.stopped_at(subnet.label, why)
    kind = target_kind(route, checks.vpc)
    if kind is TargetKind.NOTHING:
        return path.stopped_at(subnet.label, reason("blackhole", destination=route.destination, target=route.target))
    if kind is TargetKind.LOCAL:
        return path.stopped_at(subnet.label, reason("nobody_there"))
    if kind is TargetKind.GATEWAY_ENDPOINT:
        return _by_gateway_endpoint(checks, path, subnet, route)
    if kind is TargetKind.ELSEWHERE:
        return path.leaves_view(subnet.label, route.target)
    return _by_internet_gateway(checks, path, subnet, route, kind)


def _by_gateway_endpoint(checks: Checks, path: NetworkPath, subnet: Subnet, route: Route) -> NetworkPath:
    """To a service by its gateway endpoint; that is no way to the internet."""
    if checks.target.label == INTERNET_NAME:
        return path.stopped_at(subnet.label, reason("endpoint_is_no_internet", endpoint=route.target))
    return path.passed_through(subnet.label, reason("by_gateway_endpoint", endpoint=route.target))


def _by_internet_gateway(
    checks: Checks, path: NetworkPath, subnet: Subnet, route: Route, kind: TargetKind
) -> NetworkPath:
    """Out by an internet gateway, or an egress-only one: from a public address to one that the internet routes."""
    if kind is TargetKind.EGRESS_ONLY_GATEWAY and checks.target.family == 4:
        return path.stopped_at(subnet.label, reason("no_route"))
    path = onto_internet(checks, path, subnet)
    if not path.packets:
        return path
    passed = "by_internet_gateway" if kind is TargetKind.INTERNET_GATEWAY else "by_egress_only_gateway"
    path = path.passed_through(subnet.label, reason(passed, gateway=route.target))
    if not checks.source.has_public_ip:
        return path.stopped_at(subnet.label, reason("source_without_public_address"))
    return path.limited_to(_from_global(path.packets, checks.source.family))


def _from_global(packets: PacketUnion, family: int) -> PacketUnion:
    """Of IPv6 packets those from global addresses: internet gateways do not translate them."""
    if family == 4:
        return packets
    return packets.intersection(PacketSet(source=packets.values_of(PacketField.SOURCE) - UNIQUE_LOCAL))


def onto_internet(checks: Checks, path: NetworkPath, subnet: Subnet) -> NetworkPath:
    """The packets to addresses that the internet routes, and to public addresses of this VPC."""
    routed = internet_addresses(checks.target.family) | checks.target.public_addresses
    packets = path.packets.intersection(PacketSet(target=routed))
    if packets:
        return path.limited_to(packets)
    return path.stopped_at(subnet.label, reason("not_on_internet", name=checks.target.label))
