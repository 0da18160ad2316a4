"""Security groups: what is open to everybody, the default group, groups that nothing wears."""

from __future__ import annotations

from collections.abc import Iterator

from netsec.insight.audit.controls import CONTROLS, Finding
from netsec.insight.audit.exposure import open_in_group
from netsec.insight.reach.spans import Spans
from netsec.insight.world import Group, World
from netsec.model import Reason, reason

SSH, RDP = Spans.of(22), Spans.of(3389)
WEB = Spans.of(80) | Spans.of(443)
# Security Hub user guide, EC2.19.
RISKY = Spans()
for _port in (
    20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080,
    8088, 8888, 9200, 9300,
):  # fmt: skip
    RISKY |= Spans.of(_port)


def findings(world: World) -> Iterator[Finding]:
    """All about groups, group by group."""
    worn = {each for interface in world.interfaces.values() for each in interface.group_ids}
    for group in world.groups.values():
        if group.default and (group.ingress or group.egress):
            yield _found("EC2.2", group, reason("default_group_has_rules"))
        tcp, udp = open_in_group(group, "tcp"), open_in_group(group, "udp")
        if tcp & SSH:
            yield _found("EC2.13", group, reason("ssh_open"))
        if tcp & RDP:
            yield _found("EC2.14", group, reason("rdp_open"))
        if risky := tcp & RISKY:
            yield _found("EC2.19", group, reason("risky_ports_open", ports=str(risky)))
        if more := (tcp - WEB) | udp:
            yield _found("EC2.18", group, reason("other_ports_open", ports=str(more)))
        yield from _stale(group)
        if group.id not in worn and not group.default:
            yield _found("EC2.22", group, reason("group_unused"))


def _stale(group: Group) -> Iterator[Finding]:
    """Rules that name a group of another VPC to which no way leads any more."""
    for rules, arrow in ((group.ingress, "<-"), (group.egress, "->")):
        for rule in rules:
            if rule.gone:
                yield _found("netsec.stale_rule", group, reason("stale_rule", rule=rule.text(arrow), status=rule.gone))


def _found(control: str, group: Group, why: Reason) -> Finding:
    return Finding(control=CONTROLS[control], name=group.label, id=group.id, owned=group.owned, why=why)
