"""Groups and ACLs as sieves: groups are stateful, so only the way there counts; ACLs see the answers as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netsec.insight.reach.flows import Box, Clause
from netsec.insight.reach.places import Place
from netsec.insight.reach.spans import ANYWHERE, INTERNET, PORTS, Spans, addresses_of
from netsec.insight.world import Acl, Group, World
from netsec.kinds.security_group_rules.peer_group import bare
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import AclEntry

NUMBERS = {"tcp": "6", "udp": "17", "icmp": "1"}
ALL = "-1"


@dataclass(frozen=True)
class Traffic:
    """The question that gates are built for: a protocol, and who talks to whom."""

    world: World
    source: Place
    target: Place
    protocol: str


def group_clauses(group: Group, outgoing: bool, traffic: Traffic) -> Iterator[Clause]:
    """One clause for each rule that may mean the other side."""
    other = traffic.target if outgoing else traffic.source
    for rule in group.egress if outgoing else group.ingress:
        if rule.unclear:
            yield Clause(box=Box(), text=rule.text("->" if outgoing else "<-"), sure=False)
            continue
        ports = _ports(rule.protocol, rule.from_port, rule.to_port, traffic.protocol)
        peer, sure = _peer(rule, other, traffic.world)
        if ports and peer:
            box = Box(target=peer, port=ports) if outgoing else Box(source=peer, port=ports)
            yield Clause(box=box, text=rule.text("->" if outgoing else "<-"), sure=sure)


def _peer(rule: GroupRule, other: Place, world: World) -> tuple[Spans, bool]:
    """The addresses that the rule means, of the other side; and whether that is sure."""
    peer = str(rule.peer)
    if rule.peer_type == "cidr_ipv4":
        return addresses_of(peer), True
    if rule.peer_type == "group":
        return _wearers(rule, other, world)
    if rule.peer_type == "prefix_list":
        return ANYWHERE, other.service is not None and peer in prefix_lists(world, other.service.id)
    return Spans(), True


def _wearers(rule: GroupRule, other: Place, world: World) -> tuple[Spans, bool]:
    """Where the other side wears the group. Who wears one of another VPC or account can't be seen from here."""
    if rule.gone:
        return Spans(), True
    if other.groups is not None:
        return (ANYWHERE if bare(rule.peer) in other.groups else Spans()), True
    if other.subnet:
        return ANYWHERE, False
    return (Spans(), True) if str(rule.peer) in world.groups else (ANYWHERE - INTERNET, False)


def prefix_lists(world: World, endpoint_id: str) -> frozenset[str]:
    """The prefix lists of a gateway endpoint's service, as its routes show them."""
    routes = (route for table in world.tables.values() for route in table.routes)
    return frozenset(route.destination for route in routes if route.target == endpoint_id)


def _ports(protocol: str, first: int | None, last: int | None, asked: str) -> Spans:
    if protocol == ALL:
        return PORTS
    if protocol not in (asked, NUMBERS[asked]):
        return Spans()
    if first is None or first == -1:
        return PORTS
    if asked == "icmp":
        return Spans.of(first)
    return Spans.of(first, first if last is None else last)


def acl_clauses(acl: Acl, egress: bool, traffic: Traffic, *, peer_side: str, port_side: str) -> Iterator[Clause]:
    """The entries of one direction, in order. `peer_side` is the far end, `port_side` the port the packet goes to."""
    for entry in sorted(acl.entries, key=lambda entry: entry.number):
        if entry.egress != egress or ":" in entry.cidr:
            continue
        ports = _entry_ports(entry, traffic.protocol)
        if ports and entry.unclear:
            # It may allow, and it may deny: whichever of the two is asked for decides.
            box = Box(**{peer_side: addresses_of(entry.cidr), port_side: ports})
            yield from (Clause(box=box, text=entry_text(entry), allow=each, sure=False) for each in (True, False))
        elif ports:
            block = traffic.world.cidrs[0] if entry.cidr == "vpc" and traffic.world.cidrs else entry.cidr
            box = Box(**{peer_side: addresses_of(block), port_side: ports})
            yield Clause(box=box, text=entry_text(entry), allow=entry.action == "allow")


def _entry_ports(entry: AclEntry, asked: str) -> Spans:
    if asked == "icmp" and entry.protocol == NUMBERS["icmp"]:
        kind = entry.icmp_type
        return PORTS if kind is None or kind == -1 else Spans.of(kind)
    return _ports(entry.protocol, entry.from_port, entry.to_port, asked)


def entry_text(entry: AclEntry) -> str:
    """`100 allow tcp 443 0.0.0.0/0`: for people, with no words in it but AWS's own."""
    names = {number: name for name, number in NUMBERS.items()}
    protocol = "all" if entry.protocol == ALL else names.get(entry.protocol, entry.protocol)
    last = entry.from_port if entry.to_port is None else entry.to_port
    ports = "" if entry.from_port is None else f" {Spans.of(entry.from_port, last)}"
    return f"{entry.number} {entry.action} {protocol}{ports} {entry.cidr}"
