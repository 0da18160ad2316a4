"""Findings about security groups: ports open to everyone, the default group, rules and groups of no use."""

from __future__ import annotations

from collections.abc import Iterator

from netsec.insight.audit.controls import CONTROLS, Finding
from netsec.insight.audit.exposure import open_group_ports
from netsec.insight.intervals import IntervalSet
from netsec.insight.snapshot import SecurityGroup, VpcSnapshot
from netsec.model import Reason, reason

SSH, RDP = IntervalSet.of(22), IntervalSet.of(3389)
WEB_PORTS = IntervalSet.of(80) | IntervalSet.of(443)
# High-risk ports (Security Hub user guide, EC2.19).
HIGH_RISK_PORTS = IntervalSet()
for _port in (
    20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080,
    8088, 8888, 9200, 9300,
):  # fmt: skip
    HIGH_RISK_PORTS |= IntervalSet.of(_port)


def group_findings(vpc: VpcSnapshot) -> Iterator[Finding]:
    """The findings, group by group."""
    attached = {group_id for interface in vpc.interfaces.values() for group_id in interface.group_ids}
    for group in vpc.groups.values():
        if group.is_default and (group.ingress or group.egress):
            yield _finding("EC2.2", group, reason("default_group_has_rules"))
        tcp, udp = open_group_ports(group, "tcp"), open_group_ports(group, "udp")
        if tcp & SSH:
            yield _finding("EC2.13", group, reason("ssh_open"))
        if tcp & RDP:
            yield _finding("EC2.14", group, reason("rdp_open"))
        if risky := tcp & HIGH_RISK_PORTS:
            yield _finding("EC2.19", group, reason("risky_ports_open", ports=str(risky)))
        if others := (tcp - WEB_PORTS) | udp:
            yield _finding("EC2.18", group, reason("other_ports_open", ports=str(others)))
        yield from _stale(group)
        if group.id not in attached and not group.is_default:
            yield _finding("EC2.22", group, reason("group_unused"))


def _stale(group: SecurityGroup) -> Iterator[Finding]:
    """Rules whose peer is a group of another VPC that is deleted, or whose peering connection has ended."""
    for rules, arrow in ((group.ingress, "<-"), (group.egress, "->")):
        for rule in rules:
            if rule.peer_status:
                yield _finding(
                    "netsec.stale_rule", group, reason("stale_rule", rule=rule.text(arrow), status=rule.peer_status)
                )


def _finding(control: str, group: SecurityGroup, why: Reason) -> Finding:
    return Finding(control=CONTROLS[control], name=group.label, id=group.id, is_owned=group.is_owned, why=why)
