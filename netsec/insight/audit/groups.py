"""Findings about security groups: ports open to everyone, the default group, rules and groups of no use."""

from __future__ import annotations

from collections.abc import Iterator

from netsec.insight.audit.controls import CONTROLS, Finding
from netsec.insight.audit.exposure import open_in_group
from netsec.insight.reach.spans import Spans
from netsec.insight.world import Group, World
from netsec.model import Reason, reason

SSH, RDP = Spans.of(22), Spans.of(3389)
WEB = Spans.of(80) | Spans.of(443)
# High-risk ports (Security Hub user guide, EC2.19).
RISKY = Spans()
for _port in (
    20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080,
    8088, 8888, 9200, 9300,
):  # fmt: skip
    RISKY |= Spans.of(_port)


def findings(vpc: World) -> Iterator[Finding]:
    """The findings, group by group."""
    attached = {group_id for interface in vpc.interfaces.values() for group_id in interface.group_ids}
    for group in vpc.groups.values():
        if group.default and (group.ingress or group.egress):
            yield _finding("EC2.2", group, reason("default_group_has_rules"))
        tcp, udp = open_in_group(group, "tcp"), open_in_group(group, "udp")
        if tcp & SSH:
            yield _finding("EC2.13", group, reason("ssh_open"))
        if tcp & RDP:
            yield _finding("EC2.14", group, reason("rdp_open"))
        if risky := tcp & RISKY:
            yield _finding("EC2.19", group, reason("risky_ports_open", ports=str(risky)))
        if others := (tcp - WEB) | udp:
            yield _finding("EC2.18", group, reason("other_ports_open", ports=str(others)))
        yield from _stale(group)
        if group.id not in attached and not group.default:
            yield _finding("EC2.22", group, reason("group_unused"))


def _stale(group: Group) -> Iterator[Finding]:
    """Rules whose peer is a group of another VPC that is deleted, or whose peering connection has ended."""
    for rules, arrow in ((group.ingress, "<-"), (group.egress, "->")):
        for rule in rules:
            if rule.gone:
                yield _finding(
                    "netsec.stale_rule", group, reason("stale_rule", rule=rule.text(arrow), status=rule.gone)
                )


def _finding(control: str, group: Group, why: Reason) -> Finding:
    return Finding(control=CONTROLS[control], name=group.label, id=group.id, owned=group.owned, why=why)
