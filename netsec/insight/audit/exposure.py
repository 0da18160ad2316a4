"""Which ports are open to everyone, over IPv4 or IPv6; several blocks that add up to everything count as everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import ip_network

from netsec.insight.intervals import ALL_PORTS, INTERNET_ADDRESSES, IntervalSet
from netsec.insight.packets import PacketField, PacketSet, PacketUnion
from netsec.insight.snapshot import NetworkAcl, SecurityGroup
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import AclEntry

# IP version → all its addresses on the internet.
INTERNET_BY_VERSION = {4: INTERNET_ADDRESSES, 6: IntervalSet.of(0, 2**128 - 1)}
# Rules of groups name protocols, entries of ACLs have IANA's numbers.
PROTOCOL_NAMES = {"6": "tcp", "17": "udp", "-1": "-1", "tcp": "tcp", "udp": "udp"}


def open_group_ports(group: SecurityGroup, protocol: str) -> IntervalSet:
    """The ports that a group's rules open to everyone for protocol tcp or udp, over IPv4 or IPv6."""
    ports = IntervalSet()
    for version in INTERNET_BY_VERSION:
        ports |= ALL_PORTS - _closed(group.ingress, protocol, version).values_of(PacketField.PORT)
    return ports


def open_acl_ports(acl: NetworkAcl, ports: IntervalSet) -> tuple[IntervalSet, tuple[int, ...]]:
    """Those of `ports` that the ACL opens over TCP to half of the internet or more, and the entries that do.

    Entries by number. The first entry that matches decides: one that earlier entries cover opens nothing.
    """
    opened, numbers = IntervalSet(), set[int]()
    for version, everyone in INTERNET_BY_VERSION.items():
        allowed = dict(_allowed(acl, PacketSet(source=everyone, port=ports), version))
        for port in (port for first, last in ports.intervals for port in range(first, last + 1)):
            to_port = PacketSet(source=everyone, port=IntervalSet.of(port))
            by_entry = {number: packets.intersection(to_port) for number, packets in allowed.items()}
            senders = IntervalSet()
            for packets in by_entry.values():
                senders |= packets.values_of(PacketField.SOURCE)
            if 2 * _size(senders) >= _size(everyone):
                opened |= IntervalSet.of(port)
                numbers |= {number for number, packets in by_entry.items() if packets}
    return opened, tuple(sorted(numbers))


def _allowed(acl: NetworkAcl, packets: PacketSet, version: int) -> Iterator[tuple[int, PacketUnion]]:
    """Each entry that allows, by its number, with those of the packets that it lets in."""
    undecided = PacketUnion((packets,))
    for entry in sorted(acl.entries, key=lambda entry: entry.number):
        matched = None if entry.missing_fields else _entry_packets(entry, version)
        if matched:
            if entry.action == "allow":
                yield entry.number, undecided.intersection(matched)
            undecided = undecided.difference(matched)


def _size(numbers: IntervalSet) -> int:
    """How many numbers there are."""
    return sum(last - first + 1 for first, last in numbers.intervals)


def _closed(rules: Iterable[GroupRule], protocol: str, version: int) -> PacketUnion:
    """The packets from the internet that no rule lets in."""
    closed = PacketUnion((PacketSet(source=INTERNET_BY_VERSION[version]),))
    peer_types = {4: "cidr_ipv4", 6: "cidr_ipv6"}
    for rule in rules:
        is_of_version = rule.peer_type == peer_types[version] and not rule.missing_fields
        if is_of_version and PROTOCOL_NAMES.get(rule.protocol) in (protocol, "-1"):
            closed = closed.difference(
                PacketSet(source=_block(str(rule.peer)), port=_ports(rule.from_port, rule.to_port))
            )
    return closed


def _entry_packets(entry: AclEntry, version: int) -> PacketSet | None:
    """The incoming TCP packets that an entry matches; None if it is for others."""
    is_for_tcp = not entry.egress and PROTOCOL_NAMES.get(entry.protocol) in ("tcp", "-1") and entry.cidr != "vpc"
    if not is_for_tcp or ip_network(entry.cidr, strict=False).version != version:
        return None
    return PacketSet(source=_block(entry.cidr), port=_ports(entry.from_port, entry.to_port))


def _block(cidr: str) -> IntervalSet:
    """The addresses of an IPv4 or IPv6 block as integers."""
    network = ip_network(cidr, strict=False)
    return IntervalSet.of(int(network.network_address), int(network.broadcast_address))


def _ports(first: int | None, last: int | None) -> IntervalSet:
    """A rule's ports; all if it names none, or -1."""
    return ALL_PORTS if first is None or first == -1 else IntervalSet.of(first, first if last is None else last)
