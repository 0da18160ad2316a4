"""Findings about network ACLs: SSH and RDP open to everyone, and ACLs that are associated with no subnet."""

from __future__ import annotations

from collections.abc import Iterator

from netsec.insight.audit.controls import CONTROLS, Finding
from netsec.insight.audit.exposure import open_acl_ports
from netsec.insight.intervals import IntervalSet
from netsec.insight.snapshot import NetworkAcl, VpcSnapshot
from netsec.model import Reason, reason

ADMIN_PORTS = IntervalSet.of(22) | IntervalSet.of(3389)


def acl_findings(vpc: VpcSnapshot) -> Iterator[Finding]:
    """The findings, ACL by ACL; a VPC's default ACL is left out, as in Security Hub (EC2.21)."""
    for acl in vpc.acls.values():
        if acl.is_default:
            continue
        ports, entries = open_acl_ports(acl, ADMIN_PORTS)
        if ports:
            yield _finding("EC2.21", acl, reason("acl_lets_admin_in", ports=str(ports), through=entries))
        if not acl.subnet_ids:
            yield _finding("EC2.16", acl, reason("acl_unused"))


def _finding(control: str, acl: NetworkAcl, why: Reason) -> Finding:
    return Finding(control=CONTROLS[control], name=acl.label, id=acl.id, is_owned=acl.is_owned, why=why)
