"""From one place to another, gate by gate: what is left of the packets, and what let them through or stopped them."""

from __future__ import annotations

from dataclasses import replace

from netsec.insight.reach.flows import Box, Clause, Flows, sift
from netsec.insight.reach.gates import Traffic, acl_clauses, group_clauses
from netsec.insight.reach.places import Place
from netsec.insight.reach.spans import Spans
from netsec.insight.reach.telling import by, names_of, opening_line, passes, stopped
from netsec.insight.reach.trail import Trail, Untold, incomplete, told_of, unread
from netsec.insight.reach.ways import table_of, way_to_service, ways
from netsec.insight.world import NatGateway, Route, Subnet, World
from netsec.model import reason

# From which ports clients, and NAT gateways, send (VPC user guide, ephemeral ports). The answer to a ping is of type 0.
EPHEMERAL, ECHO_REPLY = Spans.of(1024, 65535), Spans.of(0)


def walk(traffic: Traffic, port: Spans, generous: bool) -> Trail:
    """All of the way there, and of the answer's way back."""
    source, target = traffic.source, traffic.target
    client = ECHO_REPLY if traffic.protocol == "icmp" else EPHEMERAL
    box = Box(source=source.addresses, target=target.addresses, port=port, client=client)
    walker = Walker(traffic, generous)
    start = Trail((), Flows((box,) if box else ()))
    if source.subnet is None and target.subnet is None:
        return start.stop(target.label, reason("both_outside"))
    if source.subnet is None:
        return walker.inwards(start)
    return walker.inside(start) if target.subnet else walker.outwards(start)


class Walker:
    """The rules of one walk; a Trail goes in and a longer one comes out."""

    def __init__(self, traffic: Traffic, generous: bool) -> None:
        self.traffic, self.generous = traffic, generous
        self.world: World = traffic.world
        self.source, self.target = traffic.source, traffic.target

    def inside(self, trail: Trail) -> Trail:
        """Both in the VPC: by its local route. Between two in one subnet no ACL stands."""
        here, there = self.source.subnet, self.target.subnet
        assert here  # nosec B101 # tells mypy what is left
        assert there  # nosec B101 # tells mypy what is left
        between = here.id != there.id
        trail = self.leave_group(trail)
        trail = self.acl(trail, here, True, "target", "port") if between else trail
        trail = self.acl(trail, there, False, "source", "port") if between else trail
        trail = self.enter_group(trail)
        trail = self.acl(trail, there, True, "source", "client") if between else trail
        return self.acl(trail, here, False, "target", "client") if between else trail

    def inwards(self, trail: Trail) -> Trail:
        """From outside: only to a public address, by an internet gateway that also takes the answer back."""
        there = self.target.subnet
        assert there  # nosec B101 # tells mypy what is left
        if not self.target.public:
            return trail.stop(there.label, reason("no_public_address"))
        found = []
        for route, addresses in ways(table_of(self.world, there), self.source.addresses):
            onward = replace(trail, flows=trail.flows.only(Box(source=addresses)))
            onward = self.by_internet_gateway(onward, there, route)
            onward = self.acl(onward, there, False, "source", "port")
            onward = self.enter_group(onward)
            found.append(self.acl(onward, there, True, "source", "client"))
        return told_of(found) or trail

    def outwards(self, trail: Trail) -> Trail:
        """To the internet or a service: by whatever each address's route leads to."""
        here = self.source.subnet
        assert here  # nosec B101 # tells mypy what is left
        trail = self.acl(self.leave_group(trail), here, True, "target", "port")
        if not trail.flows:
            return trail
        table = table_of(self.world, here)
        if self.target.service:
            return self.to_service(trail, here, way_to_service(table, self.target))
        parts = ((each, trail.flows.only(Box(target=to))) for each, to in ways(table, self.target.addresses))
        found = [self.on_route(replace(trail, flows=flows), here, each) for each, flows in parts if flows]
        return told_of(found) or trail

    def on_route(self, trail: Trail, here: Subnet, route: Route | None) -> Trail:
        if route and route.works and self.is_nat(route):
            trail = self.by_nat(trail, here, route)
        else:
            trail = self.by_internet_gateway(trail, here, route)
            if trail.flows and not trail.beyond and not self.source.public:
                return trail.stop(here.label, reason("source_without_public_address"))
        return self.acl(trail, here, False, "target", "client")

    def to_service(self, trail: Trail, here: Subnet, route: Route | None) -> Trail:
        if route is None or not route.works:
            return trail.stop(here.label, reason("no_route_to_service", service=self.target.label))
        trail = trail.go(here.label, reason("by_gateway_endpoint", endpoint=route.target))
        return self.acl(trail, here, False, "target", "client")

    def by_internet_gateway(self, trail: Trail, subnet: Subnet, route: Route | None) -> Trail:
        """One route's target as a hop: an internet gateway, nothing, or what is not ours to see."""
        if not trail.flows:
            return trail
        if route is None:
            return trail.stop(subnet.label, reason("no_route"))
        if not route.works:
            return trail.stop(subnet.label, reason("blackhole", destination=route.destination, target=route.target))
        if route.target.startswith("igw-"):
            return trail.go(subnet.label, reason("by_internet_gateway", gateway=route.target))
        if self.is_nat(route):
            return trail.stop(subnet.label, reason("nat_lets_nothing_in", gateway=route.target))
        if route.target == "local":
            return trail.stop(subnet.label, reason("nobody_there"))
        return replace(trail.go(subnet.label, reason("leaves_our_sight", target=route.target)), beyond=True)

    def is_nat(self, route: Route) -> bool:
        """One that is still to be made has no id of AWS's yet."""
        return route.target.startswith("nat-") or route.target in self.world.gateways

    def by_nat(self, trail: Trail, here: Subnet, route: Route) -> Trail:
        """Through the gateway's own subnet, whose ACL sees the packets twice, and the answers twice."""
        gateway = self.world.gateways.get(route.target)
        if gateway is None and "describe_nat_gateways" in self.world.unknown:
            raise unread("describe_nat_gateways")
        if gateway and gateway.unclear:
            raise incomplete(gateway.id, gateway.unclear)
        if gateway and not gateway.subnet_id and gateway.state == "available":
            raise Untold(reason("reach_regional_nat", gateway=gateway.id))
        there = self.world.subnets.get(gateway.subnet_id) if gateway else None
        if gateway and there is None and gateway.state == "available":
            raise incomplete(gateway.id, ["SubnetId"])
        if gateway is None or there is None or gateway.state != "available":
            state = gateway.state if gateway else "gone"
            return trail.stop(here.label, reason("nat_not_available", gateway=route.target, state=state))
        if gateway.connectivity not in ("public", "private"):
            raise incomplete(gateway.id, ["ConnectivityType"])
        if gateway.connectivity != "public":
            return trail.stop(here.label, reason("nat_is_private", gateway=gateway.id))
        trail = trail.go(here.label, by(gateway))
        between = there.id != here.id
        trail = self.acl(trail, there, False, "source", "port") if between else trail
        trail = self.onward_from_nat(trail, there, gateway)
        return self.acl(trail, there, True, "source", "client") if between and not trail.beyond else trail

    def onward_from_nat(self, trail: Trail, there: Subnet, gateway: NatGateway) -> Trail:
        trail = self.acl(trail, there, True, "target", "port")
        found = []
        for route, addresses in ways(table_of(self.world, there), trail.flows.side("target")):
            part = replace(trail, flows=trail.flows.only(Box(target=addresses)))
            found.append(self.answers_to_nat(self.by_internet_gateway(part, there, route), there))
        return told_of(found) or trail

    def answers_to_nat(self, trail: Trail, there: Subnet) -> Trail:
        """The answers come to a port that the gateway chose; which client it is for does not matter yet."""
        if not trail.flows or trail.beyond:
            return trail
        client = ECHO_REPLY if self.traffic.protocol == "icmp" else EPHEMERAL
        arriving = Flows(tuple(replace(box, client=client) for box in trail.flows.boxes))
        through = self.acl(replace(trail, flows=arriving), there, False, "target", "client")
        if not through.flows:
            return through
        kept = Flows(
            tuple(
                both
                for box in trail.flows.boxes
                for passed in through.flows.boxes
                if (both := box & replace(passed, client=client))
            )
        )
        return replace(through, flows=kept)

    # Gates

    def leave_group(self, trail: Trail) -> Trail:
        return self._groups(trail, self.source, True)

    def enter_group(self, trail: Trail) -> Trail:
        return self._groups(trail, self.target, False)

    def _groups(self, trail: Trail, place: Place, outgoing: bool) -> Trail:
        """Whoever wears several groups is let through by any of them."""
        if place.groups is None or not trail.flows or trail.beyond:
            return trail
        if "describe_security_groups" in self.world.unknown:
            raise unread("describe_security_groups")
        worn = [self.world.groups[each] for each in place.groups if each in self.world.groups]
        side = "IpPermissionsEgress" if outgoing else "IpPermissions"
        for group in worn:
            if side in group.unclear:
                raise incomplete(group.id, [side])
        clauses = [clause for group in worn for clause in group_clauses(group, outgoing, self.traffic)]
        return self._through(
            trail, names_of(worn) or place.label, clauses, "egress" if outgoing else "ingress", "group"
        )

    def acl(self, trail: Trail, subnet: Subnet, egress: bool, peer: str, port: str) -> Trail:
        """One direction of the subnet's ACL; the answer is what goes to the client's port."""
        if not trail.flows or trail.beyond:
            return trail
        if "describe_network_acls" in self.world.unknown:
            raise unread("describe_network_acls")
        acl = self.world.acls.get(subnet.acl_id)
        if acl is None and not self.world.acls:
            return trail  # an emulator may show none; AWS always does
        if acl is None or "Entries" in acl.unclear:
            raise incomplete(subnet.id, ["NetworkAclId"] if acl is None else ["Entries"])
        back = port == "client"
        clauses = acl_clauses(acl, egress, self.traffic, peer_side=peer, port_side=port)
        at = f"{acl.label} ({subnet.label})"
        return self._through(trail, at, list(clauses), "egress" if egress else "ingress", "answer" if back else "acl")

    def _through(self, trail: Trail, at: str, clauses: list[Clause], direction: str, what: str) -> Trail:
        sifted = sift(trail.flows, clauses, self.generous)
        if sifted.flows:
            return replace(trail, flows=sifted.flows).go(at, passes(what, direction, sifted.by[:3]))
        line = opening_line(self.traffic, trail.flows, direction, what)
        return trail.stop(at, stopped(what, direction, sifted.against[:3], line))
