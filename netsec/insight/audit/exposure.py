"""Which ports are open to everyone, over IPv4 or IPv6; several blocks that add up to everything count as everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import ip_network

from netsec.insight.reach.flows import Box, Flows, PacketField
from netsec.insight.reach.spans import INTERNET, PORTS, Spans
from netsec.insight.world import Acl, Group
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import AclEntry

# IP version → all its addresses on the internet.
EVERYBODY = {4: INTERNET, 6: Spans.of(0, 2**128 - 1)}
# Rules of groups name protocols, entries of ACLs have IANA's numbers.
NAMES = {"6": "tcp", "17": "udp", "-1": "-1", "tcp": "tcp", "udp": "udp"}


def open_in_group(group: Group, protocol: str) -> Spans:
    """The ports that a group's rules open to everyone for protocol tcp or udp, over IPv4 or IPv6."""
    ports = Spans()
    for version in EVERYBODY:
        ports |= PORTS - _closed(group.ingress, protocol, version).values_of(PacketField.PORT)
    return ports


def open_in_acl(acl: Acl, ports: Spans) -> tuple[Spans, tuple[int, ...]]:
    """Those of `ports` that the ACL opens over TCP to half of the internet or more, and the entries that do.

    Entries by number. The first entry that matches decides: one that earlier entries cover opens nothing.
    """
    opened, numbers = Spans(), set[int]()
    for version, everyone in EVERYBODY.items():
        allowed = dict(_allowed(acl, Box(source=everyone, port=ports), version))
        for port in (port for first, last in ports.parts for port in range(first, last + 1)):
            to_port = Box(source=everyone, port=Spans.of(port))
            by_entry = {number: packets.only(to_port) for number, packets in allowed.items()}
            senders = Spans()
            for packets in by_entry.values():
                senders |= packets.values_of(PacketField.SOURCE)
            if 2 * _size(senders) >= _size(everyone):
                opened |= Spans.of(port)
                numbers |= {number for number, packets in by_entry.items() if packets}
    return opened, tuple(sorted(numbers))


def _allowed(acl: Acl, packets: Box, version: int) -> Iterator[tuple[int, Flows]]:
    """Each entry that allows, by its number, with those of the packets that it lets in."""
    undecided = Flows((packets,))
    for entry in sorted(acl.entries, key=lambda entry: entry.number):
        matched = None if entry.unclear else _entry_packets(entry, version)
        if matched:
            if entry.action == "allow":
                yield entry.number, undecided.only(matched)
            undecided = undecided.without(matched)


def _size(numbers: Spans) -> int:
    """How many numbers there are."""
    return sum(last - first + 1 for first, last in numbers.parts)


def _closed(rules: Iterable[GroupRule], protocol: str, version: int) -> Flows:
    """The packets from the internet that no rule lets in."""
    closed = Flows((Box(source=EVERYBODY[version]),))
    peer_types = {4: "cidr_ipv4", 6: "cidr_ipv6"}
    for rule in rules:
        is_of_version = rule.peer_type == peer_types[version] and not rule.unclear
        if is_of_version and NAMES.get(rule.protocol) in (protocol, "-1"):
            closed = closed.without(Box(source=_block(str(rule.peer)), port=_ports(rule.from_port, rule.to_port)))
    return closed


def _entry_packets(entry: AclEntry, version: int) -> Box | None:
    """The incoming TCP packets that an entry matches; None if it is for others."""
    is_for_tcp = not entry.egress and NAMES.get(entry.protocol) in ("tcp", "-1") and entry.cidr != "vpc"
    if not is_for_tcp or ip_network(entry.cidr, strict=False).version != version:
        return None
    return Box(source=_block(entry.cidr), port=_ports(entry.from_port, entry.to_port))


def _block(cidr: str) -> Spans:
    """The addresses of an IPv4 or IPv6 block as integers."""
    network = ip_network(cidr, strict=False)
    return Spans.of(int(network.network_address), int(network.broadcast_address))


def _ports(first: int | None, last: int | None) -> Spans:
    """A rule's ports; all if it names none, or -1."""
    return PORTS if first is None or first == -1 else Spans.of(first, first if last is None else last)
