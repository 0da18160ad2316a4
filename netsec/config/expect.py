"""`[[expect]]`: who must, or must not, reach whom; plan and verify hold the network to it."""

from __future__ import annotations

from collections.abc import Sequence

from netsec.config.mistakes import Spot, listing
from netsec.config.schema import ExpectTable
from netsec.config.traffic import read_port, read_range
from netsec.model.config import Expectation

PROTOCOLS = ("tcp", "udp", "icmp")
# The type of an echo request: what `ping` sends.
PING = (8, 8)


def read_expectations(tables: Sequence[ExpectTable], spot: Spot) -> tuple[Expectation, ...]:
    """All of them in the file's order; what FROM and TO name is found only where the network is known."""
    found = (_read(table, spot / index) for index, table in enumerate(tables))
    return tuple(each for each in found if each)


def _read(table: ExpectTable, spot: Spot) -> Expectation | None:
    for key, value in (("from", table.from_), ("to", table.to)):
        if not value:
            (spot / key).say('missing; name a group, a subnet, a zone, "internet", an address, a CIDR or an endpoint')
    if table.reachable is None:
        (spot / "reachable").say("missing; write reachable = true, or reachable = false")
    protocol = table.protocol or "tcp"
    if protocol not in PROTOCOLS:
        (spot / "protocol").wrong(protocol, f"expected one of {listing(PROTOCOLS)}")
        return None
    ports = _ports(table, protocol, spot)
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


def _ports(table: ExpectTable, protocol: str, spot: Spot) -> tuple[int, int] | None:
    if table.port is not None and table.ports is not None:
        (spot / "ports").say("there is port already; write one of them")
    if protocol == "icmp":
        if table.port is not None or table.ports is not None:
            (spot / ("port" if table.port is not None else "ports")).say("ICMP has no ports; leave it out")
        return PING
    if table.port is not None:
        return read_port(table.port, spot / "port")
    return read_range(table.ports, spot / "ports") if table.ports is not None else None
