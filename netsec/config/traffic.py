"""What a line lets through: protocol, ports and CIDR, read alike for the rules of groups and the entries of ACLs."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from netsec.config.mistakes import Spot
from netsec.config.schema import EntryTable, RuleTable

NAMES = ("tcp", "udp", "icmp", "icmpv6", "all")
ALL = "-1"
# EC2 knows four protocols by name; a number of theirs and the name are one protocol.
BY_NUMBER = {6: "tcp", 17: "udp", 1: "icmp", 58: "icmpv6"}
HIGHEST_PORT = 65535

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class Traffic:
    """`protocol` as in model.config.Rule; for icmp and icmpv6, `first` is the type and `last` the code."""

    protocol: str
    first: int | None = None
    last: int | None = None


def read_traffic(table: RuleTable | EntryTable, spot: Spot) -> Traffic | None:
    """The line's protocol and ports; None when they are not right."""
    protocol = _protocol(table.protocol, spot / "protocol")
    if protocol is None or (spot / "protocol").is_excused:
        return None
    if protocol in ("tcp", "udp"):
        _refuse(table, ("icmp_type", "icmp_code"), "it belongs to the protocols icmp and icmpv6", spot)
        ports = _ports(table, protocol, spot)
        return ports and Traffic(protocol, *ports)
    if protocol in ("icmp", "icmpv6"):
        _refuse(table, ("port", "ports"), f"{protocol} has no ports: icmp_type and icmp_code", spot)
        return Traffic(protocol, *_icmp(table, spot))
    what = "protocol all covers every port" if protocol == ALL else f"protocol {protocol} has no ports"
    _refuse(table, ("port", "ports", "icmp_type", "icmp_code"), f"{what}: leave it out", spot)
    return Traffic(protocol)


def read_cidr(text: str, spot: Spot) -> Network | None:
    """A network; bits behind its mask are dropped, as EC2 does."""
    address = _address(text)
    if address is not None:
        spot.wrong(text, f'a single address is written with its mask: "{address}/{address.max_prefixlen}"')
        return None
    try:
        # A scope (%eth0) and masks like /255.0.0.0 are ipaddress's own ideas, not EC2's.
        return ipaddress.ip_network(text, strict=False) if re.fullmatch("[0-9a-fA-F.:]+/[0-9]{1,3}", text) else _fail()
    except ValueError:
        spot.wrong(text, 'this is no CIDR: an address and its mask, like "10.0.0.0/16" or "2001:db8::/32"')
        return None


def looks_like_cidr(text: str) -> bool:
    """Whether it was meant as a CIDR or an address, right or wrong."""
    return "/" in text or ":" in text or re.fullmatch("[0-9.]+", text) is not None


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text) if "%" not in text else None
    except ValueError:
        return None


def _fail() -> Network:
    raise ValueError


def _protocol(written: str | int | None, spot: Spot) -> str | None:
    if written is None:
        return "tcp"
    if isinstance(written, str) and written in NAMES:
        return ALL if written == "all" else written
    if isinstance(written, int) and 0 <= written <= 255:
        return BY_NUMBER.get(written, str(written))
    hint = '; all protocols are "all"' if written in (-1, "-1", "any") else spot.did_you_mean(written, NAMES)
    spot.wrong(written, f"allowed are {', '.join(NAMES)}, or a number from 0 to 255 without quotes{hint}")
    return None


def _refuse(table: RuleTable | EntryTable, keys: tuple[str, ...], why: str, spot: Spot) -> None:
    for key in keys:
        value = getattr(table, key)
        if value is not None:
            (spot / key).wrong(value, why)


def _ports(table: RuleTable | EntryTable, protocol: str, spot: Spot) -> tuple[int, int] | None:
    if table.port is not None and table.ports is not None:
        (spot / "ports").say("port and ports are both given; one of them is enough")
    if table.port is not None:
        return read_port(table.port, spot / "port")
    if table.ports is not None:
        return read_range(table.ports, spot / "ports")
    if not any((spot / key).is_excused for key in ("port", "ports")):
        hint = 'all of them are ports = "0-65535"'
        (spot / "port").say(f'missing; {protocol} wants port = 443 or ports = "8000-8100" ({hint})')
    return None


def read_port(port: int, spot: Spot) -> tuple[int, int] | None:
    if 0 <= port <= HIGHEST_PORT:
        return port, port
    spot.wrong(port, f"a port is 0 to {HIGHEST_PORT}")
    return None


def read_range(ports: str, spot: Spot) -> tuple[int, int] | None:
    written = re.fullmatch(" *([0-9]{1,5}) *- *([0-9]{1,5}) *", ports)
    if not written:
        one = f": one port is port = {ports}" if re.fullmatch("[0-9]{1,5}", ports) else ""
        spot.wrong(ports, f'expected a range like "8000-8100"{one}')
        return None
    first, last = int(written[1]), int(written[2])
    if first > last:
        spot.wrong(ports, "the first port is higher than the last")
    elif last > HIGHEST_PORT:
        spot.wrong(ports, f"a port is 0 to {HIGHEST_PORT}")
    else:
        return first, last
    return None


def _icmp(table: RuleTable | EntryTable, spot: Spot) -> tuple[int, int]:
    """Type and code, -1 for any; without a type, all of them."""
    kind = -1 if table.icmp_type is None else table.icmp_type
    code = -1 if table.icmp_code is None else table.icmp_code
    for key, value in (("icmp_type", kind), ("icmp_code", code)):
        if not -1 <= value <= 255:
            (spot / key).wrong(value, f"an {key.replace('_', ' ')} is 0 to 255, or -1 for any")
    if kind == -1 and code != -1:
        (spot / "icmp_code").wrong(code, "a code needs its icmp_type")
    return kind, code
