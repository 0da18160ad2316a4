"""Explains a hop: which rules let packets through or stopped them, and which line of netsec.toml would let them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from netsec.insight.packets import PacketField, PacketUnion
from netsec.insight.reach.filters import Connection, Direction, Leg
from netsec.insight.reach.location import Location
from netsec.insight.snapshot import NatGateway, SecurityGroup
from netsec.model import Reason, reason


class Filter(Enum):
    """What checks packets at a hop."""

    GROUP = "group"
    ACL = "acl"


def rule_to_add(traffic: Connection, flows: PacketUnion, direction: Direction, checked_by: Filter, leg: Leg) -> str:
    """The rule (of a group) or entry (of an ACL) for netsec.toml that would let these packets through."""
    to_target = (direction is Direction.EGRESS) == (leg is Leg.REQUEST)
    peer = traffic.target if to_target else traffic.source
    port = str(flows.values_of(PacketField.PORT if leg is Leg.REQUEST else PacketField.CLIENT_PORT))
    ports = f"port = {port}" if port.isdigit() else f'ports = "{port.split(", ")[0]}"'
    if traffic.protocol in ("icmp", "icmpv6"):
        ports = f"icmp_type = {port.split('-')[0]}"
    protocol = "" if traffic.protocol == "tcp" else f', protocol = "{traffic.protocol}"'
    if checked_by is Filter.GROUP:
        peer_key = "to" if direction is Direction.EGRESS else "from"
        return f'{{ {ports}{protocol}, {peer_key} = "{_peer_name(peer)}" }}'
    return f'{{ action = "allow", {ports}, protocol = "{traffic.protocol}", cidr = "{_cidr(peer)}" }}'


def _peer_name(place: Location) -> str:
    """How a group's rule names the place: its group, else its CIDR block."""
    return place.label if place.group_ids and not place.label.startswith("subnet-") else _cidr(place)


def _cidr(place: Location) -> str:
    """The address or block that was asked about, else the subnet's block, else 0.0.0.0/0 or ::/0."""
    was_asked_by_address = place.label[:1].isdigit() or ":" in place.label
    if place.subnet and not was_asked_by_address:
        return place.subnet.cidr if place.family == 4 else place.subnet.ipv6_cidr
    return place.label if was_asked_by_address else ("0.0.0.0/0" if place.family == 4 else "::/0")


def explain_pass(checked_by: Filter, direction: Direction, leg: Leg, rules: tuple[str, ...]) -> Reason:
    """Why packets pass: the rules that allow them."""
    if checked_by is Filter.GROUP:
        return reason("passes_group", direction=direction.value, rules=rules)
    if leg is Leg.REQUEST:
        return reason("passes_acl", direction=direction.value, rules=rules)
    return reason("passes_answer", direction=direction.value, rules=rules)


def explain_stop(checked_by: Filter, direction: Direction, leg: Leg, rules: tuple[str, ...], line: str) -> Reason:
    """Why packets are stopped: the entries that deny them ("*": the ACL's last one); `line` would let them through."""
    if checked_by is Filter.GROUP:
        return reason("stopped_by_group", direction=direction.value, line=line)
    if leg is Leg.REQUEST:
        return reason("stopped_by_acl", direction=direction.value, rules=rules or ("*",), line=line)
    return reason("stopped_by_answer", direction=direction.value, rules=rules or ("*",), line=line)


def group_labels(groups: Iterable[SecurityGroup]) -> str:
    """The groups' labels, joined by commas."""
    return ", ".join(group.label for group in groups)


def explain_nat(gateway: NatGateway) -> Reason:
    """That packets pass a NAT gateway, with its public IPs; one that is still to be created has none yet."""
    public_ips = [ip for ip in gateway.public_ips if ip]
    if not public_ips:
        return reason("by_nat_gateway_to_come", gateway=gateway.id.removeprefix("new:"))
    return reason("by_nat_gateway", gateway=gateway.id, public_ips=public_ips)
