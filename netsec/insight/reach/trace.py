"""Follows packets from one place to another, hop by hop, and their answers back.

A request passes the source's groups, the source subnet's ACL, a route, the target subnet's ACL, the target's groups;
the answer passes both ACLs the other way (VPC user guide, "Control subnet traffic with network ACLs").
"""

from __future__ import annotations

from dataclasses import replace

from netsec.insight.intervals import IntervalSet
from netsec.insight.packets import PacketField, PacketRule, PacketSet, PacketUnion, apply_rules
from netsec.insight.reach.explain import Filter, explain_nat, explain_pass, explain_stop, group_labels, rule_to_add
from netsec.insight.reach.filters import Connection, Direction, Leg, acl_rules, group_rules
from netsec.insight.reach.locations import Location
from netsec.insight.reach.path import NetworkPath, best_path, incomplete_answer, unread_operation
from netsec.insight.reach.routing import (
    follow_route,
    is_nat_route,
    nat_gateway_of,
    route_table_of,
    route_to_service,
    routes_taken,
)
from netsec.insight.snapshot import NetworkAcl, Route, Subnet, VpcSnapshot
from netsec.model import reason

# The ports that clients and NAT gateways send from (VPC user guide, ephemeral ports). The answer to a ping is of ICMP
# type 0.
EPHEMERAL_PORTS, ECHO_REPLY = IntervalSet.of(1024, 65535), IntervalSet.of(0)
INGRESS, EGRESS = Direction.INGRESS, Direction.EGRESS
REQUEST, ANSWER = Leg.REQUEST, Leg.ANSWER


def trace(traffic: Connection, port: IntervalSet, assume_matches: bool) -> NetworkPath:
    """The path of the packets that go to one of these ports; what is left on it arrives, and is answered.

    `generous` as in `apply_rules`. Raises Untold if the path depends on something that AWS did not answer.
    """
    source, target = traffic.source, traffic.target
    box = PacketSet(source=source.addresses, target=target.addresses, port=port, client_port=_client_ports(traffic))
    tracer = _Tracer(traffic, assume_matches)
    start = NetworkPath((), PacketUnion((box,) if box else ()))
    if source.subnet and target.subnet:
        return tracer.within_vpc(start, source.subnet, target.subnet)
    if source.subnet:
        return tracer.out_of_vpc(start, source.subnet)
    if target.subnet:
        return tracer.into_vpc(start, target.subnet)
    return start.stopped_at(target.label, reason("both_outside"))


def _client_ports(traffic: Connection) -> IntervalSet:
    """The ports that answers may go to; for ICMP the type of the answer."""
    return ECHO_REPLY if traffic.protocol == "icmp" else EPHEMERAL_PORTS


class _Tracer:
    """One trace; each method takes the path so far and returns it with more hops, or stopped."""

    def __init__(self, traffic: Connection, generous: bool) -> None:
        self.traffic, self.generous = traffic, generous
        self.vpc: VpcSnapshot = traffic.vpc
        self.source, self.target = traffic.source, traffic.target

    def within_vpc(self, trail: NetworkPath, source: Subnet, target: Subnet) -> NetworkPath:
        """Both ends in the VPC: by the local route. Inside one subnet no ACL applies."""
        trail = self.groups(trail, self.source, EGRESS)
        if source.id == target.id:
            return self.groups(trail, self.target, INGRESS)
        trail = self.acl(trail, source, EGRESS, REQUEST)
        trail = self.acl(trail, target, INGRESS, REQUEST)
        trail = self.groups(trail, self.target, INGRESS)
        trail = self.acl(trail, target, EGRESS, ANSWER)
        return self.acl(trail, source, INGRESS, ANSWER)

    def into_vpc(self, trail: NetworkPath, subnet: Subnet) -> NetworkPath:
        """From outside: only to a public address, and by an internet gateway to which the answer's route leads."""
        if not self.target.has_public_ip:
            return trail.stopped_at(subnet.label, reason("no_public_address"))
        paths = []
        for route, sources in routes_taken(route_table_of(self.vpc, subnet), self.source.addresses):
            path = trail.limited_to(trail.packets.intersection(PacketSet(source=sources)))
            path = follow_route(path, subnet, route, self.vpc)
            path = self.acl(path, subnet, INGRESS, REQUEST)
            path = self.groups(path, self.target, INGRESS)
            paths.append(self.acl(path, subnet, EGRESS, ANSWER))
        return best_path(paths) or trail

    def out_of_vpc(self, trail: NetworkPath, subnet: Subnet) -> NetworkPath:
        """To the internet or an AWS service: each address by its route."""
        trail = self.acl(self.groups(trail, self.source, EGRESS), subnet, EGRESS, REQUEST)
        if not trail.packets:
            return trail
        table = route_table_of(self.vpc, subnet)
        if self.target.gateway_endpoint:
            return self.by_gateway_endpoint(trail, subnet, route_to_service(table, self.target))
        paths = []
        for route, targets in routes_taken(table, self.target.addresses):
            if flows := trail.packets.intersection(PacketSet(target=targets)):
                paths.append(self.by_route(trail.limited_to(flows), subnet, route))
        return best_path(paths) or trail

    def by_route(self, trail: NetworkPath, subnet: Subnet, route: Route | None) -> NetworkPath:
        """Out of the VPC by a NAT gateway, or by an internet gateway, which takes a public address; and back."""
        if route and route.is_active and is_nat_route(route, self.vpc):
            trail = self.by_nat(trail, subnet, route)
        else:
            trail = follow_route(trail, subnet, route, self.vpc)
            if trail.goes_on and not self.source.has_public_ip:
                return trail.stopped_at(subnet.label, reason("source_without_public_address"))
        return self.acl(trail, subnet, INGRESS, ANSWER)

    def by_gateway_endpoint(self, trail: NetworkPath, subnet: Subnet, route: Route | None) -> NetworkPath:
        """To a service by its gateway endpoint, and back."""
        if route is None or not route.is_active:
            return trail.stopped_at(subnet.label, reason("no_route_to_service", service=self.target.label))
        trail = trail.passed_through(subnet.label, reason("by_gateway_endpoint", endpoint=route.target))
        return self.acl(trail, subnet, INGRESS, ANSWER)

    def by_nat(self, trail: NetworkPath, subnet: Subnet, route: Route) -> NetworkPath:
        """Through a NAT gateway and out of its subnet, whose ACL checks requests and answers on both sides of it.

        In its own subnet no ACL stands between the source and the gateway.
        """
        gateway = nat_gateway_of(route, self.vpc)
        nat_subnet = self.vpc.subnets.get(gateway.subnet_id) if gateway else None
        if gateway is None or nat_subnet is None or gateway.state != "available":
            state = gateway.state if gateway else "gone"
            return trail.stopped_at(subnet.label, reason("nat_not_available", gateway=route.target, state=state))
        if gateway.connectivity != "public":
            return trail.stopped_at(subnet.label, reason("nat_is_private", gateway=gateway.id))
        trail = trail.passed_through(subnet.label, explain_nat(gateway))
        if nat_subnet.id == subnet.id:
            return self.onward_from_nat(trail, nat_subnet)
        trail = self.acl(trail, nat_subnet, INGRESS, REQUEST)
        trail = self.onward_from_nat(trail, nat_subnet)
        return self.acl(trail, nat_subnet, EGRESS, ANSWER)

    def onward_from_nat(self, trail: NetworkPath, nat_subnet: Subnet) -> NetworkPath:
        """From the NAT gateway to the target by the routes of its subnet, and the answers back to the gateway."""
        trail = self.acl(trail, nat_subnet, EGRESS, REQUEST)
        paths = []
        for route, targets in routes_taken(
            route_table_of(self.vpc, nat_subnet), trail.packets.values_of(PacketField.TARGET)
        ):
            path = trail.limited_to(trail.packets.intersection(PacketSet(target=targets)))
            paths.append(self.answered_to_nat(follow_route(path, nat_subnet, route, self.vpc), nat_subnet))
        return best_path(paths) or trail

    def answered_to_nat(self, trail: NetworkPath, nat_subnet: Subnet) -> NetworkPath:
        """The packets whose answer the ACL lets back in to the gateway.

        The answer goes to a port that the gateway chose, not to the client's: so the ACL is asked about every port
        that it may choose, and the clients' ports stay as they were.
        """
        if not trail.goes_on:
            return trail
        to_gateway = [replace(box, client_port=_client_ports(self.traffic)) for box in trail.packets.packet_sets]
        answered = self.acl(trail.limited_to(PacketUnion(tuple(to_gateway))), nat_subnet, INGRESS, ANSWER)
        kept = PacketUnion()
        for box in answered.packets.packet_sets:
            kept |= trail.packets.intersection(replace(box, client_port=_client_ports(self.traffic)))
        return answered.limited_to(kept)

    def groups(self, trail: NetworkPath, place: Location, direction: Direction) -> NetworkPath:
        """Through one direction of a place's groups, of which any may let a packet through."""
        if place.group_ids is None or not trail.goes_on:
            return trail
        if "describe_security_groups" in self.vpc.unread_operations:
            raise unread_operation("describe_security_groups")
        groups = [self.vpc.groups[group_id] for group_id in place.group_ids if group_id in self.vpc.groups]
        is_egress = direction is EGRESS
        field = "IpPermissionsEgress" if is_egress else "IpPermissions"
        for group in groups:
            if field in group.missing_fields:
                raise incomplete_answer(group.id, [field])
        rules = [rule for group in groups for rule in group_rules(group, is_egress, self.traffic)]
        return self.through(trail, group_labels(groups) or place.label, rules, direction, Filter.GROUP, REQUEST)

    def acl(self, trail: NetworkPath, subnet: Subnet, direction: Direction, leg: Leg) -> NetworkPath:
        """Through one direction of the subnet's network ACL, as requests or as answers."""
        acl = self.readable_acl(subnet) if trail.goes_on else None
        if acl is None:
            return trail
        rules = list(acl_rules(acl, direction, leg, self.traffic))
        return self.through(trail, f"{acl.label} ({subnet.label})", rules, direction, Filter.ACL, leg)

    def readable_acl(self, subnet: Subnet) -> NetworkAcl | None:
        """The subnet's ACL; None if the VPC has none, which only emulators show. Untold if AWS's answer lacks it."""
        if "describe_network_acls" in self.vpc.unread_operations:
            raise unread_operation("describe_network_acls")
        acl = self.vpc.acls.get(subnet.acl_id)
        if acl is None and self.vpc.acls:
            raise incomplete_answer(subnet.id, ["NetworkAclId"])
        if acl and "Entries" in acl.missing_fields:
            raise incomplete_answer(subnet.id, ["Entries"])
        return acl

    def through(
        self, trail: NetworkPath, at: str, rules: list[PacketRule], direction: Direction, checked_by: Filter, leg: Leg
    ) -> NetworkPath:
        """Apply rules to the packets: one more hop, passed by those that are let through, or a stop."""
        outcome = apply_rules(trail.packets, rules, self.generous)
        if outcome.passed:
            return trail.limited_to(outcome.passed).passed_through(
                at, explain_pass(checked_by, direction, leg, outcome.allowed_by[:3])
            )
        line = rule_to_add(self.traffic, trail.packets, direction, checked_by, leg)
        return trail.stopped_at(at, explain_stop(checked_by, direction, leg, outcome.denied_by[:3], line))
