"""The picture for Graphviz: clusters for zones, ids from a counter, names only in quoted labels."""

from __future__ import annotations

from netsec.insight.picture import Picture
from netsec.messages.escape import printable
from netsec.views.graph.captions import caption_lines, tier_text
from netsec.views.graph.node_ids import NodeIds

COLOURS = {"": "gray40", "new": "darkgreen", "changed": "darkorange", "going": "red"}


def graph_dot(picture: Picture) -> str:
    """A digraph, left to right."""
    names = NodeIds()
    lines = ["digraph netsec {", "  rankdir=LR;", '  node [shape=box, fontname="sans-serif"];']
    lines.append(f"  {names['internet']} [label={_quoted('internet')}, shape=ellipse];")
    title = _quoted(" ".join((picture.title, *picture.cidrs)))
    lines += [f"  subgraph cluster_{names['vpc']} {{", f"    label={title};"]
    for zone in picture.zones:
        lines += [f"    subgraph cluster_{names[f'zone {zone}']} {{", f"      label={_quoted(zone)};"]
        for box in (each for each in picture.subnets if each.zone == zone):
            label = _quoted("\n".join((f"{tier_text(box.tier)}: {box.label}", box.cidr)))
            lines.append(f"      {names[box.id]} [label={label}{_colour(box.mark)}];")
            for gateway in box.gateways:
                label = _quoted("\n".join(caption_lines(gateway)))
                lines.append(f"      {names[gateway.id]} [label={label}, shape=hexagon{_colour(gateway.mark)}];")
        lines.append("    }")
    for node in (*picture.endpoints, *picture.groups):
        shape = ", style=rounded" if node in picture.groups else ""
        lines.append(f"    {names[node.id]} [label={_quoted(node.label)}{shape}{_colour(node.mark)}];")
    lines.append("  }")
    lines += [f"  {names[node.id]} [label={_quoted(node.label)}];" for node in picture.outside if node.id != "internet"]
    for box in picture.subnets:
        target = "internet" if box.default_target == picture.internet_gateway else box.default_target
        if box.default_target:
            colour = _colour("" if box.has_active_route else "going")
            lines.append(f"  {names[box.id]} -> {names[target]} [style=dashed{colour}];")
    for edge in picture.edges:
        label = _quoted(edge.text)
        lines.append(f"  {names[edge.source]} -> {names[edge.target]} [label={label}{_colour(edge.mark)}];")
    return "\n".join([*lines, "}"])


def _colour(mark: str) -> str:
    return f', color="{COLOURS[mark]}"' if mark else ""


def _quoted(text: str) -> str:
    """A double-quoted string of DOT: only a quote and a backslash mean something in it."""
    lines = (printable(line).replace("\\", "\\\\").replace('"', '\\"') for line in text.split("\n"))
    return '"' + "\\n".join(lines) + '"'
