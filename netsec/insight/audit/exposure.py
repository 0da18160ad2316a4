"""Which ports are open to everybody, over IPv4 or IPv6; several CIDRs that make up everything count as everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import ip_network

from netsec.insight.reach.flows import Box, Flows, PacketField
from netsec.insight.reach.spans import INTERNET, PORTS, Spans
from netsec.insight.world import Acl, Group
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import AclEntry

EVERYBODY = {4: INTERNET, 6: Spans.of(0, 2**128 - 1)}
NAMES = {"6": "tcp", "17": "udp", "-1": "-1", "tcp": "tcp", "udp": "udp"}


def open_in_group(group: Group, protocol: str) -> Spans:
    """Ports that the rules of a group open to everybody for TCP or UDP, over either version of IP."""
    found = Spans()
    for version in EVERYBODY:
        found |= PORTS - _left(group.ingress, protocol, version).values_of(PacketField.PORT)
    return found


def open_in_acl(acl: Acl, ports: Spans) -> tuple[Spans, tuple[int, ...]]:
    """Those of `ports` that half the internet or more gets in on by TCP, and the numbers of the entries that let it in.

    The first entry that fits decides, so one that is covered by those before it lets nothing in.
    """
    found, letting = Spans(), set[int]()
    for version, everybody in EVERYBODY.items():
        passed = dict(_let_in(acl, Box(source=everybody, port=ports), version))
        for first, last in ports.parts:
            for port in range(first, last + 1):
                only = Box(source=everybody, port=Spans.of(port))
                through = {number: flows.only(only) for number, flows in passed.items()}
                senders = Spans()
                for flows in through.values():
                    senders |= flows.values_of(PacketField.SOURCE)
                if 2 * _size(senders) >= _size(everybody):
                    found |= Spans.of(port)
                    letting |= {number for number, flows in through.items() if flows}
    return found, tuple(sorted(letting))


def _let_in(acl: Acl, packets: Box, version: int) -> Iterator[tuple[int, Flows]]:
    """Entry by entry, what of the packets each lets in."""
    left = Flows((packets,))
    for entry in sorted(acl.entries, key=lambda entry: entry.number):
        box = None if entry.unclear else _entry_box(entry, version)
        if box:
            if entry.action == "allow":
                yield entry.number, left.only(box)
            left = left.without(box)


def _size(spans: Spans) -> int:
    return sum(last - first + 1 for first, last in spans.parts)


def _left(rules: Iterable[GroupRule], protocol: str, version: int) -> Flows:
    """Who, on which ports, is not let in by any rule."""
    left = Flows((Box(source=EVERYBODY[version]),))
    kinds = {4: "cidr_ipv4", 6: "cidr_ipv6"}
    for rule in rules:
        if rule.peer_type == kinds[version] and not rule.unclear and NAMES.get(rule.protocol) in (protocol, "-1"):
            left = left.without(Box(source=_block(str(rule.peer)), port=_ports(rule.from_port, rule.to_port)))
    return left


def _entry_box(entry: AclEntry, version: int) -> Box | None:
    fits = not entry.egress and NAMES.get(entry.protocol) in ("tcp", "-1") and entry.cidr != "vpc"
    if not fits or ip_network(entry.cidr, strict=False).version != version:
        return None
    return Box(source=_block(entry.cidr), port=_ports(entry.from_port, entry.to_port))


def _block(cidr: str) -> Spans:
    network = ip_network(cidr, strict=False)
    return Spans.of(int(network.network_address), int(network.broadcast_address))


def _ports(first: int | None, last: int | None) -> Spans:
    return PORTS if first is None or first == -1 else Spans.of(first, first if last is None else last)
