"""The picture for a terminal: zone by zone, then who may reach which group."""

from __future__ import annotations

from netsec.insight.picture import Box, Node, Picture
from netsec.views.escape import printable
from netsec.views.graph.captions import told_of, way_out
from netsec.views.paint import COLUMNS, PLAIN, Paint, hanging, padded, width

SIGNS = {"": " ", "new": "+", "changed": "~", "going": "-"}


def graph_text(picture: Picture, *, paint: Paint = PLAIN, columns: int = COLUMNS) -> str:
    """At most `columns` wide; marks are + new, ~ changed, - going."""
    lines = [paint.bold(printable(f"{picture.title}  {', '.join(picture.cidrs)}".strip()))]
    if picture.internet_gateway:
        lines.append(f"  internet gateway {printable(picture.internet_gateway)}")
    for zone in picture.zones:
        lines += ["", paint.bold(printable(zone))]
        for box in (each for each in picture.boxes if each.zone == zone):
            lines += _box(box, paint, columns)
    lines += _nodes("Endpoints", picture.endpoints, paint, columns)
    lines += _groups(picture, paint, columns)
    for each in picture.unknown:
        lines += ["", *hanging(f"{each} may not be read: what it would show is not drawn", "? ", columns)]
    return "\n".join(lines)


def _painted(mark: str, text: str, paint: Paint) -> str:
    return {"new": paint.green, "changed": paint.yellow, "going": paint.red}.get(mark, str)(text)


def _box(box: Box, paint: Paint, columns: int) -> list[str]:
    broken = "" if box.works else " (blackhole)"
    out = f"-> {way_out(box)}{broken}" if box.out_id else "no way out"
    acl = f"  ACL {box.acl}" if box.acl else ""
    text = printable(f"{box.label}  {box.cidr}  {out}{acl}")
    lines = hanging(text, f"{SIGNS[box.mark]} {box.tier:<9} ", columns)
    for gateway in box.gateways:
        lines += hanging(printable("  ".join(told_of(gateway))), f"{SIGNS[gateway.mark]}           ", columns)
    return [_painted(box.mark if number == 0 else "", line, paint) for number, line in enumerate(lines)]


def _nodes(title: str, nodes: tuple[Node, ...], paint: Paint, columns: int) -> list[str]:
    lines = []
    for node in nodes:
        lines += hanging(printable("  ".join(told_of(node))), f"{SIGNS[node.mark]} ", columns)
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
            text = printable(f"<- {labels.get(edge.source, edge.source)}  {edge.text}")
            sign = SIGNS[edge.mark or node.mark]
            lines += [_painted(edge.mark, line, paint) for line in hanging(text, f"{sign}{lead[1:]}", columns)]
            lead = f"  {' ' * widest}  "
        if not edges:
            lines += hanging("nobody may reach it", lead, columns)
    return ["", paint.bold("Groups, and who may reach them"), *lines] if lines else []
