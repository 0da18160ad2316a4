"""Follows packets through a NAT gateway, and their answers back to it."""

from __future__ import annotations

from dataclasses import replace

from netsec.insight.packets import PacketUnion
from netsec.insight.reach.checks import ANSWER, EGRESS, INGRESS, REQUEST, Checks
from netsec.insight.reach.explain import explain_nat
from netsec.insight.reach.forwarding import by_each_route, onto_internet, to_target
from netsec.insight.reach.path import NetworkPath
from netsec.insight.reach.routing import TargetKind, nat_gateway_of, route_table_of, target_kind
from netsec.insight.snapshot import NatGateway, Route, RouteTable, Subnet
from netsec.model import reason


def by_nat(checks: Checks, path: NetworkPath, subnet: Subnet, route: Route) -> NetworkPath:
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
    if table is None and gateway.connectivity == "private":
        return path.leaves_view(subnet.label, gateway.id)
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
    return by_each_route(checks, path, table, lambda part, route: _from_nat(checks, part, at, gateway, route))


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
    return to_target(checks, path, at, route)


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
