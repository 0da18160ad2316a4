"""Who may reach whom by the rules of groups alone: the ports that the source lets out and the target lets in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from netsec.insight.intervals import ALL_PORTS, INTERNET_ADDRESSES, IntervalSet, address_intervals
from netsec.insight.reach.filters import PROTOCOL_NUMBERS
from netsec.insight.snapshot import SecurityGroup, VpcSnapshot
from netsec.kinds.security_group_rules.rule import GroupRule

# The id of the internet among those of groups.
INTERNET_ID = "internet"


@dataclass(frozen=True)
class GroupMatrix:
    """`cells`: (source, target) → what may go there, as text ("tcp 80, 443"); no cell for nothing.

    `sources` and `targets` are ids of groups; a source may also be "internet".
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    cells: Mapping[tuple[str, str], str]


def group_matrix(vpc: VpcSnapshot) -> GroupMatrix:
    """From the internet and from every group to every other group."""
    group_ids = tuple(group.id for group in sorted_groups(vpc.groups.values()))
    sources = (INTERNET_ID, *group_ids)
    cells = {
        (source, target): text
        for target in group_ids
        for source in sources
        if source != target and (text := allowed_traffic(vpc, source, vpc.groups[target]))
    }
    return GroupMatrix(sources, group_ids, cells)


def sorted_groups(groups: Iterable[SecurityGroup]) -> list[SecurityGroup]:
    """This stack's groups first, by name; the VPC's default group last."""
    return sorted(groups, key=lambda group: (group.is_default, not group.is_owned, group.name, group.id))


def allowed_traffic(vpc: VpcSnapshot, source: str, target: SecurityGroup) -> str:
    """What rules let through from `source`, the id of a group or "internet", to a group: `tcp 80, 443; udp`."""
    sender = vpc.groups.get(source)
    vpc_addresses = address_intervals(*(cidr for cidr in vpc.cidrs if ":" not in cidr))
    parts = []
    for protocol in PROTOCOL_NUMBERS:
        ports = _open_ports(target.ingress, protocol, source, vpc_addresses if sender else INTERNET_ADDRESSES)
        if sender:
            ports &= _open_ports(sender.egress, protocol, target.id, vpc_addresses)
        if ports:
            parts.append(protocol if ports == ALL_PORTS or protocol == "icmp" else f"{protocol} {ports}")
    return "all" if parts == list(PROTOCOL_NUMBERS) else "; ".join(parts)


def _open_ports(rules: Iterable[GroupRule], protocol: str, peer_id: str, addresses: IntervalSet) -> IntervalSet:
    """The ports of a protocol on which some of these rules match the peer, by its group or some of its addresses."""
    ports = IntervalSet()
    for rule in rules:
        is_for_protocol = rule.protocol in ("-1", protocol, PROTOCOL_NUMBERS[protocol])
        if is_for_protocol and not rule.missing_fields and _matches(rule, peer_id, addresses):
            ports |= _ports(rule, protocol)
    return ports


def _matches(rule: GroupRule, peer_id: str, addresses: IntervalSet) -> bool:
    """Whether the rule's peer is this group, or a block that has some of these addresses."""
    if rule.peer_type == "group":
        return str(rule.peer) == peer_id
    return rule.peer_type == "cidr_ipv4" and bool(address_intervals(str(rule.peer)) & addresses)


def _ports(rule: GroupRule, protocol: str) -> IntervalSet:
    """The ports of a rule; for ICMP all, since its types are not shown."""
    if rule.protocol == "-1" or rule.from_port is None or protocol == "icmp":
        return ALL_PORTS
    return IntervalSet.of(rule.from_port, rule.from_port if rule.to_port is None else rule.to_port)
