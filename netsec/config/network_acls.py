"""`[network_acls]`: the ACLs of the file, or without any the hands-on's two, while enable_network_acls is true."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Literal

from netsec.config import default_rules
from netsec.config.diagnostics import ConfigKey, value_text
from netsec.config.schema import AclTable, Document, EntryTable
from netsec.config.security_groups import check_key
from netsec.config.text import check_aws_id, check_tag_value
from netsec.config.traffic import looks_like_cidr, read_cidr, read_protocol_ports
from netsec.model.config import AclConfig, AclEntry
from netsec.model.quota import ENTRIES_QUOTA, acl_entry_counts

Direction = Literal["ingress", "egress"]
VPC = "vpc"
HIGHEST_NUMBER = 32766
# The quota can be raised to 40, and the default deny counts (VPC user guide, "Amazon VPC quotas").
MOST_ENTRIES = 40
_ACTIONS = ("allow", "deny")
_SUBNETS = ("public", "private")
# EC2 takes the protocol of an ACL entry as a number only (API reference, CreateNetworkAclEntry).
_NUMBERS = {"tcp": "6", "udp": "17", "icmp": "1", "icmpv6": "58"}


def read_acls(document: Document, prefix: str, where: ConfigKey) -> tuple[AclConfig, ...]:
    """The ACLs in the file's order, () while switched off; those of the file are checked all the same."""
    associate, section = document.associate_network_acls, where / "network_acls"
    acls = tuple(_acl(key, table, associate, prefix, section / key) for key, table in document.network_acls.items())
    _refuse_shared_subnets(acls, section)
    if not document.enable_network_acls:
        return ()
    return acls or default_rules.default_acls(prefix, associate)


def _acl(key: str, table: AclTable, associate: bool, prefix: str, where: ConfigKey) -> AclConfig:
    check_key(key, where)
    name = table.name if table.name is not None else f"{prefix}-{key}-nacl"
    check_tag_value(name, where / "name")
    return AclConfig(
        key=key,
        name=name,
        subnets=_subnets(table, where / "subnets"),
        associate=associate if table.associate is None else table.associate,
        entries=(
            *_entries(table.ingress, "ingress", where / "ingress"),
            *_entries(table.egress, "egress", where / "egress"),
        ),
    )


def _subnets(table: AclTable, where: ConfigKey) -> Literal["public", "private"] | tuple[str, ...]:
    if isinstance(table.subnets, list):
        return _subnet_ids(table.subnets, where)
    if table.subnets == "private":
        return "private"
    if table.subnets is None:
        where.error("config.acl_subnets_missing")
    elif table.subnets != "public":
        hint = where.did_you_mean(table.subnets, _SUBNETS)
        where.invalid(table.subnets, "config.acl_subnets", guess=hint)
    return "public"


def _subnet_ids(subnets: list[str], where: ConfigKey) -> tuple[str, ...]:
    if not subnets:
        where.error("config.subnets_empty")
    for index, subnet in enumerate(subnets):
        check_aws_id(subnet, "subnet", where / index)
    where.reject_duplicates(subnets)
    return tuple(subnets)


def _refuse_shared_subnets(acls: tuple[AclConfig, ...], where: ConfigKey) -> None:
    """A mistake for each subnet that two ACLs name: a subnet has one ACL."""
    acl_of_subnet: dict[str, str] = {}
    for acl in (acl for acl in acls if acl.associate):
        for subnet in {acl.subnets} if isinstance(acl.subnets, str) else dict.fromkeys(acl.subnets):
            first = acl_of_subnet.setdefault(subnet, acl.key)
            if first != acl.key:
                duplicate = where / acl.key / "subnets"
                duplicate.error("config.subnet_on_two_acls", subnet=value_text(subnet), other=str(where / first))


def _entries(tables: list[EntryTable] | None, direction: Direction, where: ConfigKey) -> list[AclEntry]:
    if tables is None:
        # Other than in a group, an ACL without entries would block all traffic.
        where.error("config.entries_missing", direction=direction)
        return []
    _check_quota(tables, where)
    _check_numbers(tables, where)
    numbers = _automatic({table.number for table in tables})
    entries = [
        _entry(table, next(numbers) if table.number is None else table.number, direction, where / index)
        for index, table in enumerate(tables)
    ]
    return [entry for entry in entries if entry]


def _check_quota(tables: list[EntryTable], where: ConfigKey) -> None:
    """EC2 counts the entries for IPv4 and IPv6 separately, its own default deny included."""
    count = acl_entry_counts(table.cidr or "" for table in tables)
    for family, entries in (("IPv4", count.ipv4), ("IPv6", count.ipv6)):
        if entries > MOST_ENTRIES:
            facts = {"n": entries - 1, "family": family, "most": MOST_ENTRIES - 1, "quota": ENTRIES_QUOTA.code}
            where.error("config.too_many_entries", **facts)


def _automatic(taken: set[int | None]) -> Iterator[int]:
    return (number for number in count(100, 10) if number not in taken)


def _check_numbers(tables: list[EntryTable], where: ConfigKey) -> None:
    index_of_number: dict[int, int] = {}
    for index, number in ((index, table.number) for index, table in enumerate(tables)):
        if number is None:
            continue
        if not 1 <= number <= HIGHEST_NUMBER:
            (where / index / "number").invalid(number, "config.entry_number", most=HIGHEST_NUMBER)
        first = index_of_number.setdefault(number, index)
        if first != index:
            (where / index / "number").invalid(number, "config.entry_number_twice", other=str(where / first))


def _entry(table: EntryTable, number: int, direction: Direction, where: ConfigKey) -> AclEntry | None:
    traffic = read_protocol_ports(table, where)
    cidr = _cidr(table.cidr, where / "cidr")
    action = table.action or "allow"
    if action not in _ACTIONS:
        (where / "action").invalid(action, "config.action", guess=where.did_you_mean(action, _ACTIONS))
    if traffic is None or cidr is None:
        return None
    icmp = traffic.protocol in ("icmp", "icmpv6")
    return AclEntry(
        number=number,
        egress=direction == "egress",
        protocol=_NUMBERS.get(traffic.protocol, traffic.protocol),
        action="deny" if action == "deny" else "allow",
        cidr=cidr,
        from_port=None if icmp else traffic.first,
        to_port=None if icmp else traffic.last,
        icmp_type=traffic.first if icmp else None,
        icmp_code=traffic.last if icmp else None,
    )


def _cidr(text: str | None, where: ConfigKey) -> str | None:
    if text == VPC:
        return VPC
    if text is None:
        where.error("config.cidr_missing")
    elif looks_like_cidr(text):
        network = read_cidr(text, where)
        return str(network) if network else None
    else:
        where.invalid(text, "config.acl_cidr", guess=where.did_you_mean(text, (VPC,)))
    return None
