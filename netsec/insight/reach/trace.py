"""Follows packets from one place to another, hop by hop, and their answers back.

A request passes the source's groups, the source subnet's ACL, a route, the target subnet's ACL, the target's groups;
the answer passes both ACLs the other way (VPC user guide, "Control subnet traffic with network ACLs").
"""

from __future__ import annotations

from dataclasses import replace

from netsec.insight.intervals import IntervalSet, address_interval
from netsec.insight.packets import PacketField, PacketSet, PacketUnion
from netsec.insight.reach.address_space import LATTICE, UNIQUE_LOCAL, internet_addresses
from netsec.insight.reach.checks import ANSWER, EGRESS, INGRESS, REQUEST, Checks
from netsec.insight.reach.filters import Connection
from netsec.insight.reach.inbound import into_vpc
from netsec.insight.reach.location import Location, outside
from netsec.insight.reach.outbound import out_of_vpc
from netsec.insight.reach.path import Hop, NetworkPath, best_path
from netsec.insight.reach.routing import (
    TargetKind,
    nat_gateway_of,
    route_table_of,
    routes_taken,
    service_addresses,
    target_kind,
    unread_lists,
)
from netsec.insight.snapshot import Subnet, VpcSnapshot
from netsec.model import reason

# What a route that is more specific than the local one may lead to.
MIDDLEBOXES = (TargetKind.APPLIANCE, TargetKind.NAT_GATEWAY)


def trace(traffic: Connection, port: IntervalSet, assume_matches: bool) -> NetworkPath:
    """The path of the packets that go to one of these ports; what is left on it arrives, and is answered.

    `assume_matches` as in `apply_rules`. Raises Undecidable if the path depends on something that AWS did not answer.
    """
    if traffic.target.gateway_endpoint:
        addresses = service_addresses(traffic.vpc, traffic.target.gateway_endpoint.id)
        traffic = replace(traffic, target=replace(traffic.target, addresses=addresses))
    checks = Checks(traffic, assume_matches)
    source, target = traffic.source, traffic.target
    if source.subnet and target.is_unfiltered:
        return _start(checks, port).passed_through(target.label, reason("not_filtered"))
    if source.subnet and target.subnet and target.is_public_side:
        return _by_public_side(checks, port, source.subnet, target.subnet)
    start = _start(checks, port)
    if source.subnet and target.subnet:
        return _within_vpc(checks, start, source.subnet, target.subnet)
    if source.subnet:
        return _out_or_to_lattice(checks, start, source.subnet)
    if source.is_unfiltered:
        return start.stopped_at(source.label, reason("nothing_begins_there"))
    if target.subnet:
        return into_vpc(checks, start, target.subnet)
    if target.is_unfiltered:
        return start.stopped_at(target.label, reason("answers_inside_only"))
    both_outside = reason("both_outside")
    return replace(start, hops=(Hop(target.label, False, both_outside),)).doubted(both_outside)


def _out_or_to_lattice(checks: Checks, path: NetworkPath, subnet: Subnet) -> NetworkPath:
    """Out of the VPC; to addresses of VPC Lattice, behind which netsec can't see, by no route."""
    lattice = path.packets.intersection(PacketSet(target=LATTICE[checks.target.family]))
    beyond = path.packets.difference(PacketSet(target=LATTICE[checks.target.family]))
    to_lattice = path.limited_to(lattice).doubted(reason("reach_lattice"))
    if not lattice or not beyond:
        return to_lattice if lattice else out_of_vpc(checks, path, subnet)
    out = out_of_vpc(checks, path.limited_to(beyond), subnet)
    best = best_path([out, to_lattice]) or out
    return replace(best, branches=(*(out.branches or (out,)), to_lattice))


def _start(checks: Checks, port: IntervalSet) -> NetworkPath:
    """All packets of the question, before the first hop."""
    box = PacketSet(
        source=checks.source.addresses, target=checks.target.addresses, port=port, client_port=checks.client_ports
    )
    return NetworkPath((), PacketUnion((box,) if box else ()))


def _within_vpc(checks: Checks, path: NetworkPath, source: Subnet, target: Subnet) -> NetworkPath:
    """Both ends in the VPC: by the local route. Inside one subnet no ACL applies."""
    path = checks.groups(path, checks.source, EGRESS)
    if source.id == target.id:
        return checks.groups(path, checks.target, INGRESS)
    middlebox = _middlebox(checks.vpc, source, checks.target) or _middlebox(checks.vpc, target, checks.source)
    if middlebox and path.packets:
        return path.leaves_view(source.label, middlebox)
    path = checks.acl(path, source, EGRESS, REQUEST)
    path = checks.acl(path, target, INGRESS, REQUEST)
    path = checks.groups(path, checks.target, INGRESS)
    path = checks.acl(path, target, EGRESS, ANSWER)
    return checks.acl(path, source, INGRESS, ANSWER)


def _middlebox(vpc: VpcSnapshot, subnet: Subnet, other_end: Location) -> str:
    """What a route that is more specific than the local one sends these packets to; "" if they go straight.

    VPC user guide, "Route tables: routes that are more specific than the local route" names the targets it may have.
    """
    if not subnet.table_id and not vpc.tables:
        return ""
    table = route_table_of(vpc, subnet)
    taken = routes_taken(vpc, table, other_end.addresses, other_end.family)
    local_blocks = _prefix_lengths(vpc, subnet)
    targets = {
        route.target
        for route, _ in taken
        if route and target_kind(route, vpc) is not TargetKind.LOCAL
        and int(route.destination.partition("/")[2] or 128) > local_blocks.get(other_end.family, 0)
    }  # fmt: skip
    for route in unread_lists(vpc, table, other_end.addresses):
        targets |= {route.target} if target_kind(route, vpc) in MIDDLEBOXES else set()
    return ", ".join(sorted(targets))


def _prefix_lengths(vpc: VpcSnapshot, subnet: Subnet) -> dict[int, int]:
    """IP version → the shortest prefix of the VPC's blocks: a shorter route can't be more specific than local."""
    lengths: dict[int, int] = {}
    for cidr in vpc.cidrs:
        family, length = (6 if ":" in cidr else 4), int(cidr.partition("/")[2])
        lengths[family] = min(lengths.get(family, length), length)
    return lengths


def _by_public_side(checks: Checks, port: IntervalSet, source: Subnet, target: Subnet) -> NetworkPath:
    """To a public address of the same VPC: out by the gateway and back in, with a public source.

    VPC user guide, "Security group rules": a rule that names a group matches private addresses alone.
    """
    abroad = outside(checks.target.label, checks.target.public_addresses, checks.target.family)
    abroad = replace(abroad, public_addresses=checks.target.public_addresses)
    leaving = checks.between(checks.source, abroad)
    out = out_of_vpc(leaving, _start(leaving, port), source)
    if not out.packets:
        return out
    back = replace(checks.source, subnet=None, group_ids=None)
    public = _public_sources(checks, source)
    back = replace(back, addresses=public or internet_addresses(back.family), public_addresses=public)
    entering = checks.between(back, checks.target)
    ports = out.packets.values_of(PacketField.PORT)
    arrival = into_vpc(entering, _start(entering, ports), target)
    arrival = replace(arrival, hops=(*out.hops, *arrival.hops), depends_on=(*out.depends_on, *arrival.depends_on))
    anywhere = internet_addresses(back.family) - arrival.packets.values_of(PacketField.SOURCE)
    if arrival.packets and not public and anywhere:
        arrival = arrival.doubted(reason("reach_public_source", name=checks.source.label))
    return arrival.doubted(out.doubt) if out.doubt else arrival


def _public_sources(checks: Checks, source: Subnet) -> IntervalSet:
    """The public addresses that packets to the target's public side have when they come back; empty if not known."""
    if checks.target.family == 6:
        return checks.source.addresses - UNIQUE_LOCAL
    table = route_table_of(checks.vpc, source)
    public = IntervalSet()
    for route, _ in routes_taken(checks.vpc, table, checks.target.public_addresses, 4):
        if route and target_kind(route, checks.vpc) is TargetKind.NAT_GATEWAY:
            gateway = nat_gateway_of(route, checks.vpc)
            for ip in gateway.public_ips if gateway else ():
                public |= address_interval(ip) if ip else IntervalSet()
        else:
            public |= checks.source.public_addresses
    return public
