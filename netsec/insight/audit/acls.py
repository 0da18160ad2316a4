"""Network ACLs: SSH and RDP by the effective order of their entries, and ACLs that no subnet is on."""

from __future__ import annotations

from collections.abc import Iterator

from netsec.insight.audit.controls import CONTROLS, Finding
from netsec.insight.audit.exposure import open_in_acl
from netsec.insight.reach.spans import INTERNET, Spans, addresses_of
from netsec.insight.world import Acl, World
from netsec.model import Reason, reason

ADMIN = Spans.of(22) | Spans.of(3389)


def findings(world: World) -> Iterator[Finding]:
    """All about ACLs, one by one."""
    for acl in world.acls.values():
        open_ports = open_in_acl(acl, ADMIN)
        if open_ports and (acl.subnet_ids or not acl.default):
            yield _found(
                "EC2.21", acl, reason("acl_lets_admin_in", ports=str(open_ports), through=_by(acl, open_ports))
            )
        if not acl.subnet_ids and not acl.default:
            yield _found("EC2.16", acl, reason("acl_unused"))


def _by(acl: Acl, ports: Spans) -> tuple[int, ...]:
    """The numbers of the entries that let some of these in."""
    allowing = (entry for entry in acl.entries if not entry.egress and entry.action == "allow" and _wide(entry.cidr))
    return tuple(entry.number for entry in allowing if _means(entry.protocol, entry.from_port, entry.to_port) & ports)


def _wide(cidr: str) -> bool:
    """Whether it reaches out to the internet."""
    return ":" in cidr or (cidr != "vpc" and bool(addresses_of(cidr) & INTERNET))


def _means(protocol: str, first: int | None, last: int | None) -> Spans:
    if protocol not in ("6", "-1"):
        return Spans()
    return Spans.of(0, 65535) if first is None else Spans.of(first, first if last is None else last)


def _found(control: str, acl: Acl, why: Reason) -> Finding:
    return Finding(control=CONTROLS[control], name=acl.label, id=acl.id, owned=acl.owned, why=why)
