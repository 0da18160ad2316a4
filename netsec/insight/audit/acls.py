"""Network ACLs: SSH and RDP by the effective order of their entries, and ACLs that no subnet is on."""

from __future__ import annotations

from collections.abc import Iterator

from netsec.insight.audit.controls import CONTROLS, Finding
from netsec.insight.audit.exposure import open_in_acl
from netsec.insight.reach.spans import Spans
from netsec.insight.world import Acl, World
from netsec.model import Reason, reason

ADMIN = Spans.of(22) | Spans.of(3389)


def findings(world: World) -> Iterator[Finding]:
    """All about ACLs, one by one; a VPC's default ACL is let be, as Security Hub does (EC2.21)."""
    for acl in world.acls.values():
        if acl.default:
            continue
        ports, entries = open_in_acl(acl, ADMIN)
        if ports:
            yield _found("EC2.21", acl, reason("acl_lets_admin_in", ports=str(ports), through=entries))
        if not acl.subnet_ids:
            yield _found("EC2.16", acl, reason("acl_unused"))


def _found(control: str, acl: Acl, why: Reason) -> Finding:
    return Finding(control=CONTROLS[control], name=acl.label, id=acl.id, owned=acl.owned, why=why)
