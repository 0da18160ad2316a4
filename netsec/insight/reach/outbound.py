"""Follows packets from a subnet out of the VPC, each address by its route, and their answers back."""

from __future__ import annotations

from netsec.insight.reach.checks import ANSWER, EGRESS, INGRESS, REQUEST, Checks
from netsec.insight.reach.forwarding import by_each_route, to_target
from netsec.insight.reach.nat import by_nat
from netsec.insight.reach.path import NetworkPath
from netsec.insight.reach.routing import TargetKind, route_table_of, target_kind
from netsec.insight.snapshot import Route, Subnet


def out_of_vpc(checks: Checks, path: NetworkPath, subnet: Subnet) -> NetworkPath:
    """To the internet, an AWS service, or wherever a route leads."""
    path = checks.groups(path, checks.source, EGRESS)
    if not path.packets:
        return path
    table = route_table_of(checks.vpc, subnet)
    return by_each_route(checks, path, table, lambda part, route: _by_route(checks, part, subnet, route))


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
        path = by_nat(checks, path, subnet, route)
    else:
        path = to_target(checks, path, subnet, route)
    return checks.acl(path, subnet, INGRESS, ANSWER)
