"""One entry of a network ACL: as AWS reports it, and as people read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from netsec.model import AclEntry
from netsec.model.response_fields import (
    absent_fields,
    cidr_field,
    number_field,
    structure_field,
    structure_list,
    text_field,
    unrecognized_field,
)

# 32767 is the list's own last deny, 32768 the same for IPv6.
LAST = 32766
PROTOCOL_NUMBERS = {"tcp": "6", "udp": "17", "icmp": "1", "icmpv6": "58"}
PROTOCOLS = {"-1": "all", "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}


def read_entries(acl: Mapping[str, Any]) -> Iterator[AclEntry]:
    """The entries, EC2's own last ones left out; one that does not say its direction stands in both."""
    for item in structure_list(acl, "Entries"):
        if (number_field(item, "RuleNumber") or 0) <= LAST:
            directions = (False, True) if absent_fields(item, "Egress") else (bool(item["Egress"]),)
            yield from (_entry(item, egress) for egress in directions)


def _entry(item: Mapping[str, Any], egress: bool) -> AclEntry:
    """One of EC2's entries; it may report ports for protocols that have none, which say nothing.

    Where the answer leaves something out, the entry means as much as it could, and says so.
    """
    protocol = PROTOCOL_NUMBERS.get(text_field(item, "Protocol"), text_field(item, "Protocol") or "-1")
    block, ported = cidr_field(item, "CidrBlock") or cidr_field(item, "Ipv6CidrBlock"), protocol in ("6", "17")
    ports = structure_field(item, "PortRange") if ported else {}
    icmp = structure_field(item, "IcmpTypeCode") if protocol in ("1", "58") else {}
    gaps = absent_fields(item, "RuleNumber", "Egress", "Protocol") + (
        absent_fields(ports, "From", "To") if ported else ()
    )
    gaps += unrecognized_field(item, "RuleAction", ("allow", "deny"))
    return AclEntry(
        number=number_field(item, "RuleNumber") or 0,
        egress=egress,
        protocol=protocol,
        action="allow" if item.get("RuleAction") == "allow" else "deny",
        cidr=block or "0.0.0.0/0",
        from_port=number_field(ports, "From"),
        to_port=number_field(ports, "To"),
        icmp_type=number_field(icmp, "Type"),
        icmp_code=number_field(icmp, "Code"),
        missing_fields=gaps if block else (*gaps, "CidrBlock"),
    )


def entry_line(entry: AclEntry) -> str:
    """`100 tcp 80 <- 0.0.0.0/0 allow`: for people, with no words in it."""
    ports = "" if entry.from_port is None else f" {entry.from_port}"
    span = f"-{entry.to_port}" if entry.to_port != entry.from_port else ""
    icmp = "" if entry.icmp_type in (None, -1) else f" {entry.icmp_type}/{entry.icmp_code}"
    protocol, arrow = PROTOCOLS.get(entry.protocol, entry.protocol), "->" if entry.egress else "<-"
    return f"{entry.number} {protocol}{ports}{span}{icmp} {arrow} {entry.cidr} {entry.action}"


def entry_text(entry: AclEntry) -> str:
    """`100 allow tcp 443 0.0.0.0/0`: the entry without its direction, in AWS's words only."""
    protocol = PROTOCOLS.get(entry.protocol, entry.protocol)
    last = entry.from_port if entry.to_port is None else entry.to_port
    span = "" if last == entry.from_port else f"-{last}"
    ports = "" if entry.from_port is None else f" {entry.from_port}{span}"
    return f"{entry.number} {entry.action} {protocol}{ports} {entry.cidr}"
