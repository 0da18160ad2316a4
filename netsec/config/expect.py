"""`[[expect]]`: which connections must be possible or impossible; plan and verify check them."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from netsec.config.diagnostics import ConfigKey, list_text
from netsec.config.schema import ExpectTable
from netsec.config.traffic import read_port, read_range
from netsec.model.config import Expectation
from netsec.model.services import SERVICES

PROTOCOLS = ("tcp", "udp", "icmp")
# ICMP type 8, an echo request, which `ping` sends (RFC 792).
PING = (8, 8)


def read_expectations(tables: Sequence[ExpectTable], where: ConfigKey) -> tuple[Expectation, ...]:
    """The expectations in the file's order; FROM and TO are resolved later, when the network is known."""
    expectations = (_read(table, where / index) for index, table in enumerate(tables))
    return tuple(expectation for expectation in expectations if expectation)


def _read(table: ExpectTable, where: ConfigKey) -> Expectation | None:
    for key, value in (("from", table.from_), ("to", table.to)):
        if not value:
            (where / key).error("config.expect_place")
    if table.reachable is None:
        (where / "reachable").error("config.expect_reachable")
    table = _with_service(table, where)
    protocol = table.protocol or "tcp"
    if protocol not in PROTOCOLS:
        (where / "protocol").invalid(protocol, "config.one_of", names=list_text(PROTOCOLS))
        return None
    ports = _ports(table, protocol, where)
    if not table.from_ or not table.to or table.reachable is None:
        return None
    return Expectation(
        source=table.from_,
        target=table.to,
        reachable=table.reachable,
        ports=ports,
        protocol=protocol,
        why=table.why or "",
    )


def _with_service(table: ExpectTable, where: ConfigKey) -> ExpectTable:
    """The line with the port and protocol of the service that `port` names; the protocol it says itself stays."""
    name = table.port
    if not isinstance(name, str):
        return table
    port, _, protocol = SERVICES.get(name.lower(), "").rpartition("/")
    if not protocol:
        (where / "port").invalid(name, "config.one_of", names=list_text(sorted(SERVICES)))
        return attrs.evolve(table, port=None)
    return attrs.evolve(table, port=int(port) if port else None, protocol=table.protocol or protocol)


def _ports(table: ExpectTable, protocol: str, where: ConfigKey) -> tuple[int, int] | None:
    if table.port is not None and table.ports is not None:
        (where / "ports").error("config.port_given")
    if protocol == "icmp":
        if table.port is not None or table.ports is not None:
            (where / ("port" if table.port is not None else "ports")).error("config.icmp_port")
        return PING
    if isinstance(table.port, int):
        return read_port(table.port, where / "port")
    return read_range(table.ports, where / "ports") if table.ports is not None else None
