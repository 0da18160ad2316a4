"""Follows packets from a subnet out of the VPC, each address by its route, and their answers back."""

from __future__ import annotations

from dataclasses import replace

from netsec.insight.intervals import SERVICE_NUMBER, IntervalSet
from netsec.insight.packets import PacketField, PacketSet, PacketUnion
from netsec.insight.reach.address_space import UNIQUE_LOCAL, internet_addresses
from netsec.insight.reach.checks import ANSWER, EGRESS, INGRESS, REQUEST, Checks
from netsec.insight.reach.explain import explain_nat
from netsec.insight.reach.locations import INTERNET_NAME
from netsec.insight.reach.path import NetworkPath, attempt, best_path
from netsec.insight.reach.routing import (
    RoutedAddresses,
    TargetKind,
    nat_gateway_of,
    route_table_of,
    route_to_endpoint,
    routes_taken,
    target_kind,
    unread_lists,
)
from netsec.insight.snapshot import NatGateway, Route, RouteTable, Subnet
from netsec.model import reason


def out_of_vpc(checks: Checks, path: NetworkPath, subnet: Subnet) -> NetworkPath:
    """To the internet, an AWS service, or wherever a route leads."""
    path = checks.groups(path, checks.source, EGRESS)
    if not path.packets:
        return path
    table = route_table_of(checks.vpc, subnet)
    targets = path.packets.values_of(PacketField.TARGET)
    paths = []
    for route, addresses in _routes(checks, table, targets):
        part = path.limited_to(path.packets.intersection(PacketSet(target=addresses)))
        paths.append(attempt(part, lambda part, route=route: _by_route(checks, part, subnet, route)))  # type: ignore[misc]
    best = best_path(paths) or path
    if SERVICE_NUMBER in targets:
        return best
    unread = [*unread_lists(checks.vpc, table, targets)]
    others = [attempt(path, lambda path, route=route: _by_route(checks, path, subnet, route)) for route in unread]  # type: ignore[misc]
    if unread and (best.packets or any(other.packets for other in others)):
        doubtful = best if best.packets else path
        return doubtful.doubted(reason("reach_prefix_list", ids=sorted({route.destination for route in unread})))
    return best


def _routes(checks: Checks, table: RouteTable, targets: IntervalSet) -> list[RoutedAddresses]:
    """The routes to these addresses; a service whose addresses are not known takes the endpoint's, else the default."""
    endpoint = checks.target.gateway_endpoint
    if endpoint and SERVICE_NUMBER in targets:
        route = route_to_endpoint(table, endpoint.id)
        if route and route.is_active:
            return [(route, targets)]
    return [*routes_taken(checks.vpc, table, targets, checks.target.family)]


def _by_route(checks: Checks, path: NetworkPath, subnet: Subnet, route: Route | None) -> NetworkPath:
    """Out of the subnet by one route, and back into it."""
    kind = target_kind(route, checks.vpc) if route else TargetKind.NOTHING
    if route and kind is TargetKind.APPLIANCE:
        # It may stand in the subnet itself, and then no ACL is between.
        return path.leaves_view(subnet.label, route.target)
    path = checks.acl(path, subnet, EGRESS, REQUEST)
    if not path.packets:
        return path
    if kind is TargetKind.NAT_GATEWAY and route:
        path = _by_nat(checks, path, subnet, route)
    else:
        path = _to_target(checks, path, subnet, route)
    return checks.acl(path, subnet, INGRESS, ANSWER)


def _to_target(checks: Checks, path: NetworkPath, subnet: Subnet, route: Route | None) -> NetworkPath:
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


def _by_nat(checks: Checks, path: NetworkPath, subnet: Subnet, route: Route) -> NetworkPath:
    """Through a NAT gateway and out of its subnet, whose ACL checks requests and answers on both sides of it.

    In its own subnet no ACL stands between the source and the gateway.
    """
    if checks.target.family == 6:
        return path.leaves_view(subnet.label, route.target)
    gateway = nat_gateway_of(route, checks.vpc)
    if gateway is None or gateway.state != "available":
        state = gateway.state if gateway else "gone"
        return path.stopped_at(subnet.label, reason("nat_not_available", gateway=route.target, state=state))
    path = path.passed_through(subnet.label, explain_nat(gateway))
    nat_subnet = checks.vpc.subnets.get(gateway.subnet_id)
    if nat_subnet is None:
        return _by_regional_nat(checks, path, subnet, gateway)
    if nat_subnet.id == subnet.id:
        return _onward(checks, path, nat_subnet, gateway)
    path = checks.acl(path, nat_subnet, INGRESS, REQUEST)
    path = _onward(checks, path, nat_subnet, gateway)
    return checks.acl(path, nat_subnet, EGRESS, ANSWER)


def _by_regional_nat(checks: Checks, path: NetworkPath, subnet: Subnet, gateway: NatGateway) -> NetworkPath:
    """A regional one is in no subnet, so no ACL is its own; its route table leads to the internet gateway.

    VPC user guide, "Regional NAT gateways": AWS makes that table with a route to the internet gateway.
    """
    table = checks.vpc.tables.get(gateway.table_id)
    if table is None:
        return onto_internet(checks, path, subnet)
    return _by_table_of_nat(checks, path, subnet, gateway, table)


def _onward(checks: Checks, path: NetworkPath, nat_subnet: Subnet, gateway: NatGateway) -> NetworkPath:
    """From the NAT gateway to the target by the routes of its subnet, and the answers back to the gateway."""
    path = checks.acl(path, nat_subnet, EGRESS, REQUEST)
    if not path.packets:
        return path
    path = _by_table_of_nat(checks, path, nat_subnet, gateway, route_table_of(checks.vpc, nat_subnet))
    return _answered_to_nat(checks, path, nat_subnet)


def _by_table_of_nat(
    checks: Checks, path: NetworkPath, at: Subnet, gateway: NatGateway, table: RouteTable
) -> NetworkPath:
    """From the NAT gateway on by this table."""
    paths = []
    for route, addresses in _routes(checks, table, path.packets.values_of(PacketField.TARGET)):
        part = path.limited_to(path.packets.intersection(PacketSet(target=addresses)))
        paths.append(attempt(part, lambda part, route=route: _from_nat(checks, part, at, gateway, route)))  # type: ignore[misc]
    best = best_path(paths) or path
    unread = [*unread_lists(checks.vpc, table, path.packets.values_of(PacketField.TARGET))]
    if unread and SERVICE_NUMBER not in checks.target.addresses:
        doubtful = best if best.packets else path
        return doubtful.doubted(reason("reach_prefix_list", ids=sorted({route.destination for route in unread})))
    return best


def _from_nat(checks: Checks, path: NetworkPath, at: Subnet, gateway: NatGateway, route: Route | None) -> NetworkPath:
    """On from the NAT gateway: a public one to the internet, each to what lies beyond other gateways."""
    kind = target_kind(route, checks.vpc) if route else TargetKind.NOTHING
    if route and kind is TargetKind.NAT_GATEWAY and route.target == gateway.id:
        return path.stopped_at(at.label, reason("nat_lets_nothing_in", gateway=route.target))
    if route and kind in (TargetKind.NAT_GATEWAY, TargetKind.APPLIANCE):
        return path.leaves_view(at.label, route.target)
    if kind is TargetKind.INTERNET_GATEWAY and gateway.connectivity == "private":
        return path.stopped_at(at.label, reason("nat_is_private", gateway=gateway.id))
    if route and kind is TargetKind.INTERNET_GATEWAY:
        path = onto_internet(checks, path, at)
        passed = reason("by_internet_gateway", gateway=route.target)
        return path.passed_through(at.label, passed) if path.packets else path
    return _to_target(checks, path, at, route)


def _answered_to_nat(checks: Checks, path: NetworkPath, nat_subnet: Subnet) -> NetworkPath:
    """The packets whose answer the ACL lets back in to the gateway.

    The answer goes to a port that the gateway chose, not to the client's: so the ACL is asked about every port
    that it may choose, and the clients' ports stay as they were.
    """
    if not path.packets:
        return path
    to_gateway = [replace(box, client_port=checks.client_ports) for box in path.packets.packet_sets]
    answered = checks.acl(path.limited_to(PacketUnion(tuple(to_gateway))), nat_subnet, INGRESS, ANSWER)
    kept = PacketUnion()
    for box in answered.packets.packet_sets:
        kept |= path.packets.intersection(replace(box, client_port=checks.client_ports))
    return answered.limited_to(kept)
