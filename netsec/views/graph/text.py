"""The picture for a terminal: zone by zone, then who may reach which group."""

from __future__ import annotations

from netsec.insight.picture import Node, Picture, SubnetBox
from netsec.messages import text
from netsec.messages.escape import printable
from netsec.views.graph.captions import caption_lines, default_route_label, tier_text
from netsec.views.graph.layout import TIERS
from netsec.views.paint import COLUMNS, PLAIN, Paint, hanging_indent, padded, width

SIGNS = {"": " ", "new": "+", "changed": "~", "going": "-"}


def graph_text(picture: Picture, *, paint: Paint = PLAIN, columns: int = COLUMNS) -> str:
    """At most `columns` wide; marks are + new, ~ changed, - going."""
    lines = [paint.bold(printable(f"{picture.title}  {', '.join(picture.cidrs)}".strip()))]
    if picture.internet_gateway:
        lines.append(f"  {text('graph.internet_gateway', id=picture.internet_gateway)}")
    for zone in picture.zones:
        lines += ["", paint.bold(printable(zone))]
        for box in (each for each in picture.subnets if each.zone == zone):
            lines += _box(box, paint, columns)
    lines += _nodes(text("graph.endpoints"), picture.endpoints, paint, columns)
    lines += _groups(picture, paint, columns)
    if picture.unread_operations:
        lines += ["", *hanging_indent(text("graph.not_drawn", operations=picture.unread_operations), "? ", columns)]
    return "\n".join(lines)


def _painted(mark: str, text: str, paint: Paint) -> str:
    return {"new": paint.green, "changed": paint.yellow, "going": paint.red}.get(mark, str)(text)


def _box(box: SubnetBox, paint: Paint, columns: int) -> list[str]:
    out = f"-> {default_route_label(box)}" if box.default_target else text("graph.no_egress")
    acl = f"  {text('graph.acl', name=box.acl)}" if box.acl else ""
    line = printable(f"{box.label}  {box.cidr}  {out}{acl}")
    widest = max(width(tier_text(tier)) for tier in TIERS)
    lines = hanging_indent(line, f"{SIGNS[box.mark]} {padded(tier_text(box.tier), widest)}  ", columns)
    for gateway in box.gateways:
        lines += hanging_indent(
            printable("  ".join(caption_lines(gateway))), f"{SIGNS[gateway.mark]}{' ' * (widest + 3)}", columns
        )
    return [_painted(box.mark if number == 0 else "", line, paint) for number, line in enumerate(lines)]


def _nodes(title: str, nodes: tuple[Node, ...], paint: Paint, columns: int) -> list[str]:
    lines = []
    for node in nodes:
        lines += hanging_indent(printable("  ".join(caption_lines(node))), f"{SIGNS[node.mark]} ", columns)
    return ["", paint.bold(title), *lines] if lines else []


def _groups(picture: Picture, paint: Paint, columns: int) -> list[str]:
    """Each group with those who may reach it; one that nobody may reach is said as well."""
    labels = {node.id: node.label for node in (*picture.groups, *picture.outside)}
    lines = []
    widest = min(max((width(printable(node.label)) for node in picture.groups), default=0), columns // 3)
    for node in picture.groups:
        lead = f"{SIGNS[node.mark]} {padded(printable(node.label), widest)}  "
        edges = [edge for edge in picture.edges if edge.target == node.id]
        for edge in edges:
            line = printable(f"<- {labels.get(edge.source, edge.source)}  {edge.text}")
            sign = SIGNS[edge.mark or node.mark]
            lines += [_painted(edge.mark, part, paint) for part in hanging_indent(line, f"{sign}{lead[1:]}", columns)]
            lead = f"  {' ' * widest}  "
        if not edges:
            lines += hanging_indent(text("graph.unreachable"), lead, columns)
    return ["", paint.bold(text("graph.reachability")), *lines] if lines else []
