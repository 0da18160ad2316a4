"""The rules of security groups and the entries of network ACLs as clauses about packets.

Groups are stateful: only requests are checked. Network ACLs are stateless: answers are checked as well (VPC user
guide, "Compare security groups and network ACLs").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from netsec.insight.intervals import (
    ALL_ADDRESSES,
    ALL_PORTS,
    INTERNET_ADDRESSES,
    SERVICE_NUMBER,
    IntervalSet,
    address_intervals,
)
from netsec.insight.packets import PacketField, PacketRule, PacketSet
from netsec.insight.reach.location import Location
from netsec.insight.snapshot import NetworkAcl, SecurityGroup, VpcSnapshot
from netsec.kinds.network_acl_entries.entry import entry_text
from netsec.kinds.security_group_rules.peer_group import group_id_of
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import AclEntry

# IANA protocol numbers; EC2 writes -1 for all protocols.
PROTOCOL_NUMBERS = {"tcp": "6", "udp": "17", "icmp": "1", "icmpv6": "58"}
ALL_PROTOCOLS = "-1"


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
class Connection:
    """A connection from `source` to `target` in `vpc`, both of one IP version; `protocol`: tcp, udp, icmp or icmpv6."""

    vpc: VpcSnapshot
    source: Location
    target: Location
    protocol: str


def group_rules(group: SecurityGroup, outgoing: bool, traffic: Connection) -> Iterator[PacketRule]:
    """The rules of one direction that match the other end, or may; `outgoing`: the egress rules, else the ingress."""
    direction = Direction.EGRESS if outgoing else Direction.INGRESS
    other_end = traffic.target if outgoing else traffic.source
    peer_field = PacketField.TARGET if outgoing else PacketField.SOURCE
    for rule in group.egress if outgoing else group.ingress:
        text = rule.text(direction.arrow)
        if rule.missing_fields:
            yield PacketRule(packets=PacketSet(), text=text, is_certain=False)
            continue
        ports = _ports(rule.protocol, rule.from_port, rule.to_port, traffic.protocol)
        addresses, is_sure = _peer_addresses(rule, other_end, traffic.vpc)
        if ports and addresses:
            yield PacketRule(
                packets=PacketSet.where({peer_field: addresses, PacketField.PORT: ports}),
                text=text,
                is_certain=is_sure,
            )


def _peer_addresses(rule: GroupRule, other_end: Location, vpc: VpcSnapshot) -> tuple[IntervalSet, bool]:
    """The other end's addresses that the rule matches, and whether that is sure."""
    peer = str(rule.peer)
    if rule.peer_type in ("cidr_ipv4", "cidr_ipv6"):
        return _block_addresses(peer, other_end)
    if rule.peer_type == "group":
        return _group_members(rule, other_end, vpc)
    if rule.peer_type == "prefix_list" and peer in vpc.prefix_lists:
        listed = address_intervals(*vpc.prefix_lists[peer], family=other_end.family)
        endpoint = other_end.gateway_endpoint
        is_of_service = endpoint is not None and peer in service_prefix_lists(vpc, endpoint.id)
        return (listed | other_end.addresses if is_of_service else listed), True
    if rule.peer_type == "prefix_list":
        return ALL_ADDRESSES, other_end.gateway_endpoint is not None and peer in service_prefix_lists(
            vpc, other_end.gateway_endpoint.id
        )
    return IntervalSet(), True


def _block_addresses(block: str, other_end: Location) -> tuple[IntervalSet, bool]:
    """The block's addresses of the other end's IP version; in doubt for a service whose addresses are not known."""
    addresses = address_intervals(block, family=other_end.family)
    is_narrow = addresses & INTERNET_ADDRESSES and addresses != ALL_ADDRESSES
    if SERVICE_NUMBER in other_end.addresses and other_end.gateway_endpoint and is_narrow:
        return ALL_ADDRESSES, False
    return addresses, True


def _group_members(rule: GroupRule, other_end: Location, vpc: VpcSnapshot) -> tuple[IntervalSet, bool]:
    """All addresses if the other end is in the group that the rule names, and whether that is sure.

    Which interfaces are in a group of another VPC or account can't be seen from here; they have private addresses.
    """
    if rule.peer_status:
        return IntervalSet(), True
    if other_end.group_ids is not None:
        return (ALL_ADDRESSES if group_id_of(rule.peer) in other_end.group_ids else IntervalSet()), True
    if other_end.subnet:
        return ALL_ADDRESSES, False
    if str(rule.peer) in vpc.groups:
        return IntervalSet(), True
    return (ALL_ADDRESSES if other_end.family == 6 else ALL_ADDRESSES - INTERNET_ADDRESSES), False


def service_prefix_lists(vpc: VpcSnapshot, endpoint_id: str) -> frozenset[str]:
    """The ids (pl-) of the prefix lists that route tables send to this gateway endpoint: those of its service."""
    routes = (route for table in vpc.tables.values() for route in table.routes)
    return frozenset(route.destination for route in routes if route.target == endpoint_id)


def _ports(protocol: str, first: int | None, last: int | None, asked: str) -> IntervalSet:
    """The ports, or ICMP types, of protocol `asked` that a rule's protocol and port range match; -1 is all."""
    if protocol == ALL_PROTOCOLS:
        return ALL_PORTS
    if protocol not in (asked, PROTOCOL_NUMBERS[asked]):
        return IntervalSet()
    if first is None or first == -1:
        return ALL_PORTS
    if asked in ("icmp", "icmpv6"):
        return IntervalSet.of(first)
    return IntervalSet.of(first, first if last is None else last)


def acl_rules(acl: NetworkAcl, direction: Direction, leg: Leg, traffic: Connection) -> Iterator[PacketRule]:
    """The ACL's entries of one direction and of an IP version, by number, as they match requests or answers.

    An entry's CIDR is the far end: where the packet goes to (egress) or comes from (ingress). Its ports are the ones
    the packet goes to: an answer goes to the client's.
    """
    to_target = (direction is Direction.EGRESS) == (leg is Leg.REQUEST)
    peer_field = PacketField.TARGET if to_target else PacketField.SOURCE
    far_end = traffic.target if to_target else traffic.source
    port_field = PacketField.PORT if leg is Leg.REQUEST else PacketField.CLIENT_PORT
    for entry in sorted(acl.entries, key=lambda entry: entry.number):
        if entry.egress != (direction is Direction.EGRESS) or (":" in entry.cidr) != (far_end.family == 6):
            continue
        ports = _entry_ports(entry, traffic.protocol)
        if not ports:
            continue
        addresses, is_sure = _block_addresses(_entry_block(entry, traffic.vpc), far_end)
        box = PacketSet.where({peer_field: addresses, port_field: ports})
        if entry.missing_fields:
            # It may allow and it may deny: one clause for each, and `generous` chooses between them.
            yield from (
                PacketRule(packets=box, text=entry_text(entry), allows=allow, is_certain=False)
                for allow in (True, False)
            )
        else:
            allows = entry.action == "allow"
            yield PacketRule(packets=box, text=entry_text(entry), allows=allows, is_certain=is_sure)


def _entry_block(entry: AclEntry, vpc: VpcSnapshot) -> str:
    """The entry's CIDR block; "vpc" in netsec.toml is the VPC's primary block."""
    return vpc.cidrs[0] if entry.cidr == "vpc" and vpc.cidrs else entry.cidr


def _entry_ports(entry: AclEntry, asked: str) -> IntervalSet:
    """The ports, or ICMP types, of protocol `asked` that the entry matches."""
    if asked in ("icmp", "icmpv6") and entry.protocol == PROTOCOL_NUMBERS[asked]:
        icmp_type = entry.icmp_type
        return ALL_PORTS if icmp_type is None or icmp_type == -1 else IntervalSet.of(icmp_type)
    return _ports(entry.protocol, entry.from_port, entry.to_port, asked)
