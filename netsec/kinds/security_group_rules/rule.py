"""One security group rule, wanted or live: what makes two of them the same, and how EC2 writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from netsec.kinds.security_group_rules.peer_group import (
    has_group_id,
    read_pair,
    read_peer_status,
    write_pair,
    write_peer_status,
)
from netsec.model import PeerType, Ref
from netsec.model.response_fields import (
    ResponseItem,
    cidr_field,
    number_field,
    structure_field,
    structure_list,
    text_field,
)

WITH_PORTS = frozenset({"tcp", "udp", "icmp", "icmpv6"})
ALL_PROTOCOLS = "-1"
# The protocol of a rule that tells none.
# EC2 knows these by number, too.
PROTOCOLS = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6"}
# Where EC2's IpPermission keeps each type of peer: the list, and the field in its items.
PEER_FIELDS: Mapping[PeerType, tuple[str, str]] = {
    "cidr_ipv4": ("IpRanges", "CidrIp"),
    "cidr_ipv6": ("Ipv6Ranges", "CidrIpv6"),
    "prefix_list": ("PrefixListIds", "PrefixListId"),
    "group": ("UserIdGroupPairs", "GroupId"),
}


@dataclass(frozen=True, kw_only=True)
class GroupRule:
    """A rule by the types EC2 tells apart. `peer` may be a Ref to a group that does not exist yet.

    `id` is its sgr- id where it is known; `label` is what people call the peer; `gone` how the way to it ended.
    """

    protocol: str
    from_port: int | None
    to_port: int | None
    peer_type: PeerType
    peer: str | Ref
    description: str = ""
    label: str = ""
    id: str = ""
    peer_status: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether it says whom it means: only such a rule can be asked for."""
        return self.is_revocable and self.peer != "" and (self.peer_type != "group" or has_group_id(self.peer))

    @property
    def is_revocable(self) -> bool:
        """Whether EC2 could be told which rule is meant."""
        return bool(self.id or self.peer) and bool(self.protocol)

    @property
    def is_cross_account(self) -> bool:
        """Whether its peer is a group of another account."""
        return self.peer_type == "group" and isinstance(self.peer, str) and "/" in self.peer

    @property
    def identity(self) -> tuple[object, ...]:
        """What EC2 calls a duplicate: the description does not count."""
        return (self.protocol, self.from_port, self.to_port, self.peer_type, self.peer)

    @property
    def traffic(self) -> tuple[object, ...]:
        """Protocol and ports, without the peer."""
        return (self.protocol, self.from_port, self.to_port)

    @property
    def missing_fields(self) -> tuple[str, ...]:
        """What AWS's answer leaves out of it: then nobody can say what it lets through."""
        ported = self.protocol in ("tcp", "udp", "icmp")
        gaps = (not self.protocol, ported and self.from_port is None, ported and self.to_port is None, not self.peer)
        names = (
            "IpProtocol",
            "FromPort",
            "ToPort",
            PEER_FIELDS[self.peer_type][1] if self.peer_type in PEER_FIELDS else "",
        )
        return tuple(name for name, gap in zip(names, gaps, strict=True) if gap)

    def text(self, arrow: str) -> str:
        """`tcp 80 <- alb`: for people, with no words in it."""
        protocol = "all" if self.protocol == ALL_PROTOCOLS else self.protocol
        return f"{protocol}{self._ports()} {arrow} {self.label or self.peer or '?'}"

    def _ports(self) -> str:
        if self.from_port is None or (self.protocol.startswith("icmp") and self.from_port == -1):
            return ""
        if self.to_port == self.from_port or (self.protocol.startswith("icmp") and self.to_port == -1):
            return f" {self.from_port}"
        return f" {self.from_port}{'/' if self.protocol.startswith('icmp') else '-'}{self.to_port}"


def permissions(rules: Iterable[GroupRule], shown: bool = False) -> list[dict[str, Any]]:
    """The rules as EC2's IpPermissions: one for each protocol and ports, in a fixed order; `shown`: as it answers."""
    grouped: dict[tuple[object, ...], dict[str, Any]] = {}
    for rule in sorted(rules, key=lambda rule: tuple(str(part) for part in rule.identity)):
        permission = grouped.setdefault(rule.traffic, _head(rule))
        place, field = PEER_FIELDS[rule.peer_type]
        description = {"Description": rule.description} if rule.description else {}
        peer = write_pair(rule.peer) if rule.peer_type == "group" else {field: rule.peer}
        status = write_peer_status(rule.peer_status) if shown else {}
        permission.setdefault(place, []).append({**peer, **status, **description})
    return list(grouped.values())


def _head(rule: GroupRule) -> dict[str, Any]:
    head: dict[str, Any] = {"IpProtocol": rule.protocol}
    if rule.from_port is not None:
        head |= {"FromPort": rule.from_port, "ToPort": rule.to_port}
    return head


def modification(rule: GroupRule) -> dict[str, Any]:
    """The rule as ModifySecurityGroupRules wants it; the peer's type can't change there."""
    fields = {
        "cidr_ipv4": "CidrIpv4", "cidr_ipv6": "CidrIpv6", "prefix_list": "PrefixListId", "group": "ReferencedGroupId",
    }  # fmt: skip
    return {**_head(rule), fields[rule.peer_type]: rule.peer, "Description": rule.description}


def parse_permission(permission: ResponseItem, names: Mapping[str, str], own: str = "") -> Iterator[GroupRule]:
    """The rules in one of EC2's IpPermissions; `names` are the groups' names by id, `own` the account of the group."""
    traffic = _traffic(permission)
    for peer_type, field, item in _peers(permission):
        grouped = peer_type == "group"
        peer = (
            read_pair(item, own)
            if grouped
            else cidr_field(item, field)
            if peer_type != "prefix_list"
            else text_field(item, field)
        )
        yield GroupRule(
            **traffic,
            peer_type=peer_type,
            peer=peer,
            description=text_field(item, "Description"),
            label=names.get(peer, peer),
            peer_status=read_peer_status(item) if grouped else "",
        )


def _peers(permission: ResponseItem) -> Iterator[tuple[PeerType, str, ResponseItem]]:
    """The peers, each with its type and the field that names it; EC2 has no permission without any: a gap, then."""
    peers = [
        (peer_type, field, item)
        for peer_type, (place, field) in PEER_FIELDS.items()
        for item in structure_list(permission, place)
    ]
    yield from peers or [("cidr_ipv4", "CidrIp", {})]


def _traffic(item: ResponseItem) -> dict[str, Any]:
    """Protocol and ports of a permission or a rule; "" for a protocol that is not told."""
    protocol = _named(text_field(item, "IpProtocol"))
    ports = {"from_port": number_field(item, "FromPort"), "to_port": number_field(item, "ToPort")}
    return {"protocol": protocol, **(ports if protocol in WITH_PORTS else dict.fromkeys(ports))}


def _named(protocol: str) -> str:
    return PROTOCOLS.get(protocol, protocol)


def rule_identity(item: ResponseItem, own: str = "") -> tuple[object, ...]:
    """The identity of one of DescribeSecurityGroupRules' items, to find a rule's sgr- id by; `own` is our account."""
    pair = structure_field(item, "ReferencedGroupInfo")
    peers: tuple[tuple[PeerType, Any], ...] = (
        ("cidr_ipv4", item.get("CidrIpv4")),
        ("cidr_ipv6", item.get("CidrIpv6")),
        ("prefix_list", item.get("PrefixListId")),
        ("group", read_pair(pair, str(item.get("GroupOwnerId") or own))),
    )
    peer_type, peer = next(((kind, value) for kind, value in peers if value), ("cidr_ipv4", ""))
    return (*_traffic(item).values(), peer_type, peer)
