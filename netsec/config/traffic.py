"""Protocol, ports and CIDR of a line, the same for the rules of groups and the entries of ACLs."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from netsec.config.diagnostics import ConfigKey
from netsec.config.schema import EntryTable, RuleTable

NAMES = ("tcp", "udp", "icmp", "icmpv6", "all")
ALL = "-1"
# The four protocols that EC2 returns by name, whether they were given by name or number.
BY_NUMBER = {6: "tcp", 17: "udp", 1: "icmp", 58: "icmpv6"}
HIGHEST_PORT = 65535

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class ProtocolPorts:
    """The protocol, as in model.config.Rule, and ports; for icmp and icmpv6 `first` is the type, `last` the code."""

    protocol: str
    first: int | None = None
    last: int | None = None


def read_protocol_ports(table: RuleTable | EntryTable, where: ConfigKey) -> ProtocolPorts | None:
    """The line's protocol and ports; None where they are wrong."""
    protocol = _protocol(table.protocol, where / "protocol")
    if protocol is None or (where / "protocol").is_ignored:
        return None
    if protocol in ("tcp", "udp"):
        _refuse(table, ("icmp_type", "icmp_code"), "it belongs to the protocols icmp and icmpv6", where)
        ports = _ports(table, protocol, where)
        return ports and ProtocolPorts(protocol, *ports)
    if protocol in ("icmp", "icmpv6"):
        _refuse(table, ("port", "ports"), f"{protocol} has no ports: icmp_type and icmp_code", where)
        return ProtocolPorts(protocol, *_icmp(table, where))
    what = "protocol all covers every port" if protocol == ALL else f"protocol {protocol} has no ports"
    _refuse(table, ("port", "ports", "icmp_type", "icmp_code"), f"{what}: leave it out", where)
    return ProtocolPorts(protocol)


def read_cidr(text: str, where: ConfigKey) -> Network | None:
    """The network of a CIDR, with the host bits cleared as EC2 does; None where it is wrong."""
    address = _address(text)
    if address is not None:
        where.invalid(text, f'a single address is written with its mask: "{address}/{address.max_prefixlen}"')
        return None
    try:
        # ipaddress also accepts a scope (%eth0) and masks like /255.0.0.0, EC2 does not.
        return ipaddress.ip_network(text, strict=False) if re.fullmatch("[0-9a-fA-F.:]+/[0-9]{1,3}", text) else _fail()
    except ValueError:
        where.invalid(text, 'this is no CIDR: an address and its mask, like "10.0.0.0/16" or "2001:db8::/32"')
        return None


def looks_like_cidr(text: str) -> bool:
    """Whether the text is meant as a CIDR or an address, valid or not."""
    return "/" in text or ":" in text or re.fullmatch("[0-9.]+", text) is not None


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text) if "%" not in text else None
    except ValueError:
        return None


def _fail() -> Network:
    raise ValueError


def _protocol(value: str | int | None, where: ConfigKey) -> str | None:
    if value is None:
        return "tcp"
    if isinstance(value, str) and value in NAMES:
        return ALL if value == "all" else value
    if isinstance(value, int) and 0 <= value <= 255:
        return BY_NUMBER.get(value, str(value))
    hint = '; all protocols are "all"' if value in (-1, "-1", "any") else where.did_you_mean(value, NAMES)
    where.invalid(value, f"allowed are {', '.join(NAMES)}, or a number from 0 to 255 without quotes{hint}")
    return None


def _refuse(table: RuleTable | EntryTable, keys: tuple[str, ...], why: str, where: ConfigKey) -> None:
    for key in keys:
        value = getattr(table, key)
        if value is not None:
            (where / key).invalid(value, why)


def _ports(table: RuleTable | EntryTable, protocol: str, where: ConfigKey) -> tuple[int, int] | None:
    if table.port is not None and table.ports is not None:
        (where / "ports").error("port and ports are both given; one of them is enough")
    if table.port is not None:
        return read_port(table.port, where / "port")
    if table.ports is not None:
        return read_range(table.ports, where / "ports")
    if not any((where / key).is_ignored for key in ("port", "ports")):
        hint = 'all of them are ports = "0-65535"'
        (where / "port").error(f'missing; {protocol} wants port = 443 or ports = "8000-8100" ({hint})')
    return None


def read_port(port: int, where: ConfigKey) -> tuple[int, int] | None:
    """A single port as a range, (443, 443); None where it is wrong."""
    if 0 <= port <= HIGHEST_PORT:
        return port, port
    where.invalid(port, f"a port is 0 to {HIGHEST_PORT}")
    return None


def read_range(ports: str, where: ConfigKey) -> tuple[int, int] | None:
    """A range like "8000-8100" as (8000, 8100); None where it is wrong."""
    match = re.fullmatch(" *([0-9]{1,5}) *- *([0-9]{1,5}) *", ports)
    if not match:
        one = f": one port is port = {ports}" if re.fullmatch("[0-9]{1,5}", ports) else ""
        where.invalid(ports, f'expected a range like "8000-8100"{one}')
        return None
    first, last = int(match[1]), int(match[2])
    if first > last:
        where.invalid(ports, "the first port is higher than the last")
    elif last > HIGHEST_PORT:
        where.invalid(ports, f"a port is 0 to {HIGHEST_PORT}")
    else:
        return first, last
    return None


def _icmp(table: RuleTable | EntryTable, where: ConfigKey) -> tuple[int, int]:
    """(type, code), -1 for any; without a type, any."""
    kind = -1 if table.icmp_type is None else table.icmp_type
    code = -1 if table.icmp_code is None else table.icmp_code
    for key, value in (("icmp_type", kind), ("icmp_code", code)):
        if not -1 <= value <= 255:
            (where / key).invalid(value, f"an {key.replace('_', ' ')} is 0 to 255, or -1 for any")
    if kind == -1 and code != -1:
        (where / "icmp_code").invalid(code, "a code needs its icmp_type")
    return kind, code
