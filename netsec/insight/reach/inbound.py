"""Follows packets from outside into a subnet of the VPC: by the gateway to which the answers' route leads."""

from __future__ import annotations

from netsec.insight.packets import PacketField, PacketSet
from netsec.insight.reach.address_space import internet_addresses
from netsec.insight.reach.checks import ANSWER, EGRESS, INGRESS, REQUEST, Checks
from netsec.insight.reach.path import NetworkPath, attempt, best_path
from netsec.insight.reach.routing import (
    RoutedAddresses,
    TargetKind,
    route_table_of,
    routes_taken,
    target_kind,
    unread_lists,
)
from netsec.insight.snapshot import Route, Subnet
from netsec.model import Reason, reason


def into_vpc(checks: Checks, path: NetworkPath, subnet: Subnet) -> NetworkPath:
    """From outside: over the internet only to a public address; by other gateways nobody can tell from here."""
    table = route_table_of(checks.vpc, subnet)
    sources = path.packets.values_of(PacketField.SOURCE)
    ways: list[RoutedAddresses] = [*routes_taken(checks.vpc, table, sources, checks.source.family)]
    paths = []
    for route, addresses in ways:
        part = path.limited_to(path.packets.intersection(PacketSet(source=addresses)))
        paths.append(attempt(part, lambda part, route=route: _answered_by(checks, part, subnet, route)))  # type: ignore[misc]
    best = best_path(paths) or path
    unread = [*unread_lists(checks.vpc, table, sources)]
    if unread and (best.packets or any(_may_bring(checks, path, subnet, route) for route in unread)):
        doubtful = best if best.packets else path
        return doubtful.doubted(reason("reach_prefix_list", ids=sorted({route.destination for route in unread})))
    return best


def _may_bring(checks: Checks, path: NetworkPath, subnet: Subnet, route: Route) -> bool:
    """Whether packets might come in if their answers took this route."""
    return bool(attempt(path, lambda path: _answered_by(checks, path, subnet, route)).packets)


def _answered_by(checks: Checks, path: NetworkPath, subnet: Subnet, route: Route | None) -> NetworkPath:
    """The packets whose answers take this route, through the filters of the subnet and of the target."""
    kind = target_kind(route, checks.vpc) if route else TargetKind.NOTHING
    if route and kind is TargetKind.APPLIANCE:
        return _through_appliance(checks, path, subnet, route.target)
    if route and kind is TargetKind.ELSEWHERE:
        path = path.leaves_view(subnet.label, route.target)
    elif route and kind is TargetKind.INTERNET_GATEWAY:
        path = _from_internet(checks, path, subnet, route)
    else:
        path = path.stopped_at(subnet.label, _why_nothing_comes(checks, path, route, kind))
    path = checks.acl(path, subnet, INGRESS, REQUEST)
    path = checks.groups(path, checks.target, INGRESS)
    return checks.acl(path, subnet, EGRESS, ANSWER)


def _from_internet(checks: Checks, path: NetworkPath, subnet: Subnet, route: Route) -> NetworkPath:
    """By an internet gateway: from an address that the internet routes to a public one."""
    routed = internet_addresses(checks.source.family) | checks.source.public_addresses
    arriving = path.packets.intersection(PacketSet(source=routed))
    if not arriving:
        return path.stopped_at(subnet.label, reason("not_on_internet", name=checks.source.label))
    if not checks.target.has_public_ip:
        return path.stopped_at(subnet.label, reason("no_public_address"))
    path = path.limited_to(arriving).passed_through(subnet.label, reason("by_internet_gateway", gateway=route.target))
    appliances = _edge_targets(checks, route.target)
    return path.leaves_view(route.target, ", ".join(appliances)) if appliances else path


def _edge_targets(checks: Checks, gateway_id: str) -> list[str]:
    """Where an internet gateway's own route table sends what comes in for the target, if not straight to it."""
    targets: set[str] = set()
    for table in checks.vpc.tables.values():
        if gateway_id in table.gateway_ids:
            taken = routes_taken(checks.vpc, table, checks.target.addresses, checks.target.family)
            targets |= {route.target for route, _ in taken if route and route.target != "local"}
    return sorted(targets)


def _through_appliance(checks: Checks, path: NetworkPath, subnet: Subnet, target: str) -> NetworkPath:
    """The answers go to an appliance, which may change where requests seem to come from: no filter is sure."""
    return path.leaves_view(subnet.label, target)


def _why_nothing_comes(checks: Checks, path: NetworkPath, route: Route | None, kind: TargetKind) -> Reason:
    """Why no connection comes in where answers take a route that lets none in, or have none."""
    from_internet = path.packets.intersection(PacketSet(source=internet_addresses(checks.source.family)))
    if from_internet and not checks.target.has_public_ip:
        return reason("no_public_address")
    if route is None:
        return reason("no_route")
    if kind is TargetKind.NOTHING:
        return reason("blackhole", destination=route.destination, target=route.target)
    if kind is TargetKind.NAT_GATEWAY:
        return reason("nat_lets_nothing_in", gateway=route.target)
    if kind is TargetKind.EGRESS_ONLY_GATEWAY:
        return reason("egress_only_lets_nothing_in", gateway=route.target)
    if kind is TargetKind.GATEWAY_ENDPOINT:
        return reason("service_starts_nothing", endpoint=route.target)
    return reason("nobody_there")
