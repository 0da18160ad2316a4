"""`[network_acls]`: all of them or none; none means the hands-on's two, and only if they are switched on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Literal

from netsec.config import hands_on
from netsec.config.mistakes import Spot, shown
from netsec.config.schema import AclTable, Document, EntryTable
from netsec.config.security_groups import check_key
from netsec.config.text import check_id, check_tag_value
from netsec.config.traffic import looks_like_cidr, read_cidr, read_traffic
from netsec.model.config import AclConfig, AclEntry
from netsec.model.quota import ENTRIES, entries_count

Direction = Literal["ingress", "egress"]
VPC = "vpc"
HIGHEST_NUMBER = 32766
# The quota can be raised to 40, and the default deny counts (VPC user guide, "Amazon VPC quotas").
MOST_ENTRIES = 40
_ACTIONS = ("allow", "deny")
_SUBNETS = ("public", "private")
# An ACL's API knows protocols by number only.
_NUMBERS = {"tcp": "6", "udp": "17", "icmp": "1", "icmpv6": "58"}


def read_acls(document: Document, prefix: str, spot: Spot) -> tuple[AclConfig, ...]:
    """The ACLs in the file's order; what is written is checked even while they are switched off."""
    associate, here = document.associate_network_acls, spot / "network_acls"
    acls = tuple(_acl(key, table, associate, prefix, here / key) for key, table in document.network_acls.items())
    _refuse_shared_subnets(acls, here)
    if not document.enable_network_acls:
        return ()
    return acls or hands_on.acls(prefix, associate)


def _acl(key: str, table: AclTable, associate: bool, prefix: str, spot: Spot) -> AclConfig:
    check_key(key, spot)
    name = table.name if table.name is not None else f"{prefix}-{key}-nacl"
    check_tag_value(name, spot / "name")
    return AclConfig(
        key=key,
        name=name,
        subnets=_subnets(table, spot / "subnets"),
        associate=associate if table.associate is None else table.associate,
        entries=(
            *_entries(table.ingress, "ingress", spot / "ingress"),
            *_entries(table.egress, "egress", spot / "egress"),
        ),
    )


def _subnets(table: AclTable, spot: Spot) -> Literal["public", "private"] | tuple[str, ...]:
    if isinstance(table.subnets, list):
        return _listed(table.subnets, spot)
    if table.subnets == "private":
        return "private"
    if table.subnets is None:
        spot.say('missing; allowed are "public", "private", or a list of subnet ids')
    elif table.subnets != "public":
        hint = spot.did_you_mean(table.subnets, _SUBNETS)
        spot.wrong(table.subnets, f'allowed are "public", "private", or a list of subnet ids{hint}')
    return "public"


def _listed(subnets: list[str], spot: Spot) -> tuple[str, ...]:
    if not subnets:
        spot.say("found an empty list; name at least one subnet")
    for index, each in enumerate(subnets):
        check_id(each, "subnet", spot / index)
    spot.refuse_repeats(subnets)
    return tuple(subnets)


def _refuse_shared_subnets(acls: tuple[AclConfig, ...], spot: Spot) -> None:
    """A subnet is on one ACL."""
    seen: dict[str, str] = {}
    for acl in (each for each in acls if each.associate):
        for subnet in {acl.subnets} if isinstance(acl.subnets, str) else dict.fromkeys(acl.subnets):
            first = seen.setdefault(subnet, acl.key)
            if first != acl.key:
                where = spot / acl.key / "subnets"
                where.say(f"{shown(subnet)} already stands in {spot / first}; a subnet is on one ACL only")


def _entries(tables: list[EntryTable] | None, direction: Direction, spot: Spot) -> list[AclEntry]:
    if tables is None:
        # Unlike a group's, an ACL's silence would cut everything off.
        spot.say(f"missing; {direction} = [] would let nothing through, and nothing is assumed")
        return []
    _check_quota(tables, spot)
    _check_numbers(tables, spot)
    numbers = _automatic({table.number for table in tables})
    read = [
        _entry(table, next(numbers) if table.number is None else table.number, direction, spot / index)
        for index, table in enumerate(tables)
    ]
    return [entry for entry in read if entry]


def _check_quota(tables: list[EntryTable], spot: Spot) -> None:
    """EC2 counts the entries for IPv4 and IPv6 apart."""
    count = entries_count(table.cidr or "" for table in tables)
    for family, found in (("IPv4", count.ipv4), ("IPv6", count.ipv6)):
        if found > MOST_ENTRIES:
            told = f"found {found - 1} entries for {family}; EC2 takes at most {MOST_ENTRIES - 1} beside its own"
            spot.say(f"{told} (quota {ENTRIES.code})")


def _automatic(taken: set[int | None]) -> Iterator[int]:
    return (number for number in count(100, 10) if number not in taken)


def _check_numbers(tables: list[EntryTable], spot: Spot) -> None:
    seen: dict[int, int] = {}
    for index, number in ((index, table.number) for index, table in enumerate(tables)):
        if number is None:
            continue
        if not 1 <= number <= HIGHEST_NUMBER:
            (spot / index / "number").wrong(number, f"a number is 1 to {HIGHEST_NUMBER}")
        first = seen.setdefault(number, index)
        if first != index:
            (spot / index / "number").wrong(number, f"{spot / first} has that number already")


def _entry(table: EntryTable, number: int, direction: Direction, spot: Spot) -> AclEntry | None:
    traffic = read_traffic(table, spot)
    cidr = _cidr(table.cidr, spot / "cidr")
    action = table.action or "allow"
    if action not in _ACTIONS:
        (spot / "action").wrong(action, f"allowed are allow, deny{spot.did_you_mean(action, _ACTIONS)}")
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


def _cidr(text: str | None, spot: Spot) -> str | None:
    if text == VPC:
        return VPC
    if text is None:
        spot.say('missing; there is no default: a CIDR, or "vpc" for the VPC\'s own')
    elif looks_like_cidr(text):
        network = read_cidr(text, spot)
        return str(network) if network else None
    else:
        spot.wrong(text, f'allowed is a CIDR, or "vpc" for the VPC\'s own{spot.did_you_mean(text, (VPC,))}')
    return None
