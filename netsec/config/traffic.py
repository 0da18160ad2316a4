"""Protocol, ports and CIDR of a line, the same for the rules of groups and the entries of ACLs."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from netsec.config.diagnostics import ConfigKey
from netsec.config.schema import EntryTable, RuleTable
from netsec.messages import message

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
        _refuse(table, ("icmp_type", "icmp_code"), "config.icmp_only", where)
        ports = _ports(table, protocol, where)
        return ports and ProtocolPorts(protocol, *ports)
    if protocol in ("icmp", "icmpv6"):
        _refuse(table, ("port", "ports"), "config.icmp_without_ports", where, protocol=protocol)
        return ProtocolPorts(protocol, *_icmp(table, where))
    text_key = "config.all_without_ports" if protocol == ALL else "config.protocol_without_ports"
    _refuse(table, ("port", "ports", "icmp_type", "icmp_code"), text_key, where, protocol=protocol)
    return ProtocolPorts(protocol)


def read_cidr(text: str, where: ConfigKey) -> Network | None:
    """The network of a CIDR, with the host bits cleared as EC2 does; None where it is wrong."""
    address = _address(text)
    if address is not None:
        where.invalid(text, "config.cidr_mask", address=address, bits=address.max_prefixlen)
        return None
    try:
        # ipaddress also accepts a scope (%eth0) and masks like /255.0.0.0, EC2 does not.
        return ipaddress.ip_network(text, strict=False) if re.fullmatch("[0-9a-fA-F.:]+/[0-9]{1,3}", text) else _fail()
    except ValueError:
        where.invalid(text, "config.cidr")
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
    means_all = value in (-1, "-1", "any")
    hint = message("config.all_protocols") if means_all else where.did_you_mean(value, NAMES)
    where.invalid(value, "config.protocol", names=NAMES, hint=hint)
    return None


def _refuse(
    table: RuleTable | EntryTable, keys: tuple[str, ...], text_key: str, where: ConfigKey, **facts: object
) -> None:
    for key in keys:
        value = getattr(table, key)
        if value is not None:
            (where / key).invalid(value, text_key, **facts)


def _ports(table: RuleTable | EntryTable, protocol: str, where: ConfigKey) -> tuple[int, int] | None:
    if table.port is not None and table.ports is not None:
        (where / "ports").error("config.port_and_ports")
    if table.port is not None:
        return read_port(table.port, where / "port")
    if table.ports is not None:
        return read_range(table.ports, where / "ports")
    if not any((where / key).is_ignored for key in ("port", "ports")):
        (where / "port").error("config.ports_missing", protocol=protocol)
    return None


def read_port(port: int, where: ConfigKey) -> tuple[int, int] | None:
    """A single port as a range, (443, 443); None where it is wrong."""
    if 0 <= port <= HIGHEST_PORT:
        return port, port
    where.invalid(port, "config.port", most=HIGHEST_PORT)
    return None


def read_range(ports: str, where: ConfigKey) -> tuple[int, int] | None:
    """A range like "8000-8100" as (8000, 8100); None where it is wrong."""
    match = re.fullmatch(" *([0-9]{1,5}) *- *([0-9]{1,5}) *", ports)
    if not match:
        is_port = re.fullmatch("[0-9]{1,5}", ports)
        where.invalid(ports, "config.range", hint=message("config.hint_one_port", port=ports) if is_port else "")
        return None
    first, last = int(match[1]), int(match[2])
    if first > last:
        where.invalid(ports, "config.range_order")
    elif last > HIGHEST_PORT:
        where.invalid(ports, "config.port", most=HIGHEST_PORT)
    else:
        return first, last
    return None


def _icmp(table: RuleTable | EntryTable, where: ConfigKey) -> tuple[int, int]:
    """(type, code), -1 for any; without a type, any."""
    kind = -1 if table.icmp_type is None else table.icmp_type
    code = -1 if table.icmp_code is None else table.icmp_code
    for key, value in (("icmp_type", kind), ("icmp_code", code)):
        if not -1 <= value <= 255:
            (where / key).invalid(value, "config.icmp_number")
    if kind == -1 and code != -1:
        (where / "icmp_code").invalid(code, "config.icmp_code_alone")
    return kind, code
