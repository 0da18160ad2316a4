"""The rules of security groups and the entries of network ACLs as clauses about packets.

Groups are stateful: only requests are checked. Network ACLs are stateless: answers are checked as well (VPC user
guide, "Compare security groups and network ACLs").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from netsec.insight.reach.flows import Box, Clause, PacketField
from netsec.insight.reach.places import Place
from netsec.insight.reach.spans import ANYWHERE, INTERNET, PORTS, Spans, addresses_of
from netsec.insight.world import Acl, Group, World
from netsec.kinds.security_group_rules.peer_group import bare
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import AclEntry

# IANA protocol numbers; EC2 writes -1 for all protocols.
NUMBERS = {"tcp": "6", "udp": "17", "icmp": "1"}
ALL = "-1"


class Direction(Enum):
    """Which of a group's or an ACL's two lists of rules applies, as EC2 names it."""

    INGRESS = "ingress"
    EGRESS = "egress"

    @property
    def arrow(self) -> str:
        """How a rule of this direction is written: `tcp 80 <- alb`."""
        return "->" if self is Direction.EGRESS else "<-"


class Leg(Enum):
    """Which packets of a connection are looked at: those of the request, or those of the answer."""

    REQUEST = "request"
    ANSWER = "answer"


@dataclass(frozen=True)
class Traffic:
    """A connection from `source` to `target` in `vpc`; `protocol` is tcp, udp or icmp."""

    world: World
    source: Place
    target: Place
    protocol: str


def group_clauses(group: Group, outgoing: bool, traffic: Traffic) -> Iterator[Clause]:
    """The rules of one direction that match the other end, or may; `outgoing`: the egress rules, else the ingress."""
    direction = Direction.EGRESS if outgoing else Direction.INGRESS
    other_end = traffic.target if outgoing else traffic.source
    peer_field = PacketField.TARGET if outgoing else PacketField.SOURCE
    for rule in group.egress if outgoing else group.ingress:
        text = rule.text(direction.arrow)
        if rule.unclear:
            yield Clause(box=Box(), text=text, sure=False)
            continue
        ports = _ports(rule.protocol, rule.from_port, rule.to_port, traffic.protocol)
        addresses, is_sure = _peer_addresses(rule, other_end, traffic.world)
        if ports and addresses:
            yield Clause(
                box=Box.where({peer_field: addresses, PacketField.PORT: ports}),
                text=text,
                sure=is_sure,
            )


def _peer_addresses(rule: GroupRule, other_end: Place, vpc: World) -> tuple[Spans, bool]:
    """The other end's addresses that the rule matches, and whether that is sure."""
    peer = str(rule.peer)
    if rule.peer_type == "cidr_ipv4":
        return addresses_of(peer), True
    if rule.peer_type == "group":
        return _group_members(rule, other_end, vpc)
    if rule.peer_type == "prefix_list":
        return ANYWHERE, other_end.service is not None and peer in prefix_lists(vpc, other_end.service.id)
    return Spans(), True


def _group_members(rule: GroupRule, other_end: Place, vpc: World) -> tuple[Spans, bool]:
    """All addresses if the other end is in the group that the rule names, and whether that is sure.

    Which interfaces are in a group of another VPC or account can't be seen from here; they have private addresses.
    """
    if rule.gone:
        return Spans(), True
    if other_end.groups is not None:
        return (ANYWHERE if bare(rule.peer) in other_end.groups else Spans()), True
    if other_end.subnet:
        return ANYWHERE, False
    return (Spans(), True) if str(rule.peer) in vpc.groups else (ANYWHERE - INTERNET, False)


def prefix_lists(vpc: World, endpoint_id: str) -> frozenset[str]:
    """The ids (pl-) of the prefix lists that route tables send to this gateway endpoint: those of its service."""
    routes = (route for table in vpc.tables.values() for route in table.routes)
    return frozenset(route.destination for route in routes if route.target == endpoint_id)


def _ports(protocol: str, first: int | None, last: int | None, asked: str) -> Spans:
    """The ports, or ICMP types, of protocol `asked` that a rule's protocol and port range match; -1 is all."""
    if protocol == ALL:
        return PORTS
    if protocol not in (asked, NUMBERS[asked]):
        return Spans()
    if first is None or first == -1:
        return PORTS
    if asked == "icmp":
        return Spans.of(first)
    return Spans.of(first, first if last is None else last)


def acl_clauses(acl: Acl, direction: Direction, leg: Leg, traffic: Traffic) -> Iterator[Clause]:
    """The ACL's IPv4 entries of one direction in the order of their numbers, as they match requests or answers.

    An entry's CIDR is the far end: where the packet goes to (egress) or comes from (ingress). Its ports are the ones
    the packet goes to: an answer goes to the client's.
    """
    to_target = (direction is Direction.EGRESS) == (leg is Leg.REQUEST)
    peer_field = PacketField.TARGET if to_target else PacketField.SOURCE
    port_field = PacketField.PORT if leg is Leg.REQUEST else PacketField.CLIENT_PORT
    for entry in sorted(acl.entries, key=lambda entry: entry.number):
        if entry.egress != (direction is Direction.EGRESS) or ":" in entry.cidr:
            continue
        ports = _entry_ports(entry, traffic.protocol)
        if not ports:
            continue
        box = Box.where({peer_field: addresses_of(_entry_block(entry, traffic.world)), port_field: ports})
        if entry.unclear:
            # It may allow and it may deny: one clause for each, and `generous` chooses between them.
            yield from (Clause(box=box, text=entry_text(entry), allow=allow, sure=False) for allow in (True, False))
        else:
            yield Clause(box=box, text=entry_text(entry), allow=entry.action == "allow")


def _entry_block(entry: AclEntry, vpc: World) -> str:
    """The entry's CIDR block; "vpc" in netsec.toml is the VPC's primary block."""
    return vpc.cidrs[0] if entry.cidr == "vpc" and vpc.cidrs else entry.cidr


def _entry_ports(entry: AclEntry, asked: str) -> Spans:
    """The ports, or ICMP types, of protocol `asked` that the entry matches."""
    if asked == "icmp" and entry.protocol == NUMBERS["icmp"]:
        icmp_type = entry.icmp_type
        return PORTS if icmp_type is None or icmp_type == -1 else Spans.of(icmp_type)
    return _ports(entry.protocol, entry.from_port, entry.to_port, asked)


def entry_text(entry: AclEntry) -> str:
    """`100 allow tcp 443 0.0.0.0/0`: an ACL's entry for people, in AWS's words only."""
    names = {number: name for name, number in NUMBERS.items()}
    protocol = "all" if entry.protocol == ALL else names.get(entry.protocol, entry.protocol)
    last = entry.from_port if entry.to_port is None else entry.to_port
    ports = "" if entry.from_port is None else f" {Spans.of(entry.from_port, last)}"
    return f"{entry.number} {entry.action} {protocol}{ports} {entry.cidr}"
