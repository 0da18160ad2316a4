"""What is told of a gate: by what it lets packets through, or which line of netsec.toml would."""

from __future__ import annotations

from collections.abc import Iterable

from netsec.insight.reach.flows import Flows
from netsec.insight.reach.gates import Traffic
from netsec.insight.reach.places import Place
from netsec.insight.world import Group, NatGateway
from netsec.model import Reason, reason


def opening_line(traffic: Traffic, flows: Flows, direction: str, what: str) -> str:
    """The line for netsec.toml that would let it through."""
    outgoing = (direction == "egress") != (what == "answer")
    other = traffic.target if outgoing else traffic.source
    port = str(flows.side("client" if what == "answer" else "port"))
    ports = f"port = {port}" if port.isdigit() else f'ports = "{port.split(", ")[0]}"'
    if traffic.protocol == "icmp":
        ports = f"icmp_type = {port.split('-')[0]}"
    protocol = "" if traffic.protocol == "tcp" else f', protocol = "{traffic.protocol}"'
    if what == "group":
        return f'{{ {ports}{protocol}, {"to" if direction == "egress" else "from"} = "{_peer_name(other)}" }}'
    return f'{{ action = "allow", {ports}, protocol = "{traffic.protocol}", cidr = "{_cidr(other)}" }}'


def _peer_name(place: Place) -> str:
    return place.label if place.groups and not place.label.startswith("subnet-") else _cidr(place)


def _cidr(place: Place) -> str:
    if place.subnet and not place.label[:1].isdigit():
        return place.subnet.cidr
    return place.label if place.label[:1].isdigit() else "0.0.0.0/0"


def passes(what: str, direction: str, rules: tuple[str, ...]) -> Reason:
    if what == "group":
        return reason("passes_group", direction=direction, rules=rules)
    if what == "acl":
        return reason("passes_acl", direction=direction, rules=rules)
    return reason("passes_answer", direction=direction, rules=rules)


def stopped(what: str, direction: str, rules: tuple[str, ...], line: str) -> Reason:
    if what == "group":
        return reason("stopped_by_group", direction=direction, line=line)
    if what == "acl":
        return reason("stopped_by_acl", direction=direction, rules=rules or ("*",), line=line)
    return reason("stopped_by_answer", direction=direction, rules=rules or ("*",), line=line)


def names_of(groups: Iterable[Group]) -> str:
    """The groups by what they are called."""
    return ", ".join(group.label for group in groups)


def by(gateway: NatGateway) -> Reason:
    """One that is still to be made has no public IP yet."""
    ips = [each for each in gateway.public_ips if each]
    if not ips:
        return reason("by_nat_gateway_to_come", gateway=gateway.id.removeprefix("new:"))
    return reason("by_nat_gateway", gateway=gateway.id, public_ips=ips)
