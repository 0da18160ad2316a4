"""Applies the groups of a place and the network ACL of a subnet to the packets of a path."""

from __future__ import annotations

from dataclasses import dataclass, replace

from netsec.insight.intervals import IntervalSet
from netsec.insight.packets import PacketRule, apply_rules
from netsec.insight.reach.explain import Filter, explain_pass, explain_stop, group_labels, rule_to_add
from netsec.insight.reach.filters import Connection, Direction, Leg, acl_rules, group_rules
from netsec.insight.reach.location import Location
from netsec.insight.reach.path import NetworkPath, incomplete_answer, unread_operation
from netsec.insight.snapshot import NetworkAcl, Subnet, VpcSnapshot

# The ports that clients and NAT gateways send from (VPC user guide, ephemeral ports). The answer to a ping is of ICMP
# type 0 (RFC 792), or 129 (RFC 4443).
EPHEMERAL_PORTS = IntervalSet.of(1024, 65535)
ECHO_REPLIES = {"icmp": IntervalSet.of(0), "icmpv6": IntervalSet.of(129)}
INGRESS, EGRESS = Direction.INGRESS, Direction.EGRESS
REQUEST, ANSWER = Leg.REQUEST, Leg.ANSWER


@dataclass(frozen=True)
class Checks:
    """The filters between the two ends of a connection; `assume_matches` as in `apply_rules`."""

    traffic: Connection
    assume_matches: bool

    @property
    def vpc(self) -> VpcSnapshot:
        """The VPC that the connection is in."""
        return self.traffic.vpc

    @property
    def source(self) -> Location:
        """Where the request begins."""
        return self.traffic.source

    @property
    def target(self) -> Location:
        """Where the request ends."""
        return self.traffic.target

    @property
    def client_ports(self) -> IntervalSet:
        """The ports that answers may go to; for ICMP the type of the answer."""
        return ECHO_REPLIES.get(self.traffic.protocol, EPHEMERAL_PORTS)

    def between(self, source: Location, target: Location) -> Checks:
        """The same checks for the same traffic between other ends."""
        return replace(self, traffic=replace(self.traffic, source=source, target=target))

    def groups(self, path: NetworkPath, place: Location, direction: Direction) -> NetworkPath:
        """Through one direction of a place's groups, of which any may let a packet through."""
        if place.group_ids is None or not path.packets:
            return path
        if "describe_security_groups" in self.vpc.unread_operations:
            raise unread_operation("describe_security_groups")
        groups = [self.vpc.groups[group_id] for group_id in place.group_ids if group_id in self.vpc.groups]
        is_egress = direction is EGRESS
        field = "IpPermissionsEgress" if is_egress else "IpPermissions"
        for group in groups:
            if field in group.missing_fields:
                raise incomplete_answer(group.id, [field])
        rules = [rule for group in groups for rule in group_rules(group, is_egress, self.traffic)]
        return self._through(path, group_labels(groups) or place.label, rules, direction, Filter.GROUP, REQUEST)

    def acl(self, path: NetworkPath, subnet: Subnet, direction: Direction, leg: Leg) -> NetworkPath:
        """Through one direction of the subnet's network ACL, as requests or as answers."""
        acl = self._readable_acl(subnet) if path.packets else None
        if acl is None:
            return path
        rules = list(acl_rules(acl, direction, leg, self.traffic))
        return self._through(path, f"{acl.label} ({subnet.label})", rules, direction, Filter.ACL, leg)

    def _readable_acl(self, subnet: Subnet) -> NetworkAcl | None:
        """The subnet's ACL; None if the VPC has none, which only emulators show. Undecidable if it is not told."""
        if "describe_network_acls" in self.vpc.unread_operations:
            raise unread_operation("describe_network_acls")
        acl = self.vpc.acls.get(subnet.acl_id)
        if acl is None and self.vpc.acls:
            raise incomplete_answer(subnet.id, ["NetworkAclId"])
        if acl and "Entries" in acl.missing_fields:
            raise incomplete_answer(subnet.id, ["Entries"])
        return acl

    def _through(
        self, path: NetworkPath, at: str, rules: list[PacketRule], direction: Direction, checked_by: Filter, leg: Leg
    ) -> NetworkPath:
        """Apply rules to the packets: one more hop, passed by those that are let through, or a stop."""
        outcome = apply_rules(path.packets, rules, self.assume_matches)
        if outcome.passed:
            why = explain_pass(checked_by, direction, leg, outcome.allowed_by[:3])
            passed = path.limited_to(outcome.passed).passed_through(at, why)
            return replace(passed, depends_on=(*path.depends_on, *outcome.in_doubt))
        line = rule_to_add(self.traffic, path.packets, direction, checked_by, leg)
        return path.stopped_at(at, explain_stop(checked_by, direction, leg, outcome.denied_by[:3], line))
