"""The picture as a Mermaid flowchart, as GitHub shows it: ids from a counter, names only in quoted labels."""

from __future__ import annotations

from netsec.insight.picture import Picture
from netsec.messages import text
from netsec.messages.escape import printable
from netsec.views.graph.captions import caption_lines, default_route_label, tier_text
from netsec.views.graph.node_ids import NodeIds


def graph_mermaid(picture: Picture) -> str:
    """A flowchart, left to right."""
    names = NodeIds()
    lines = ["flowchart LR", f"  {names['internet']}(({_quoted('internet')}))"]
    title = _quoted(" ".join((picture.title, *picture.cidrs)))
    lines.append(f"  subgraph {names['vpc']}[{title}]")
    for zone in picture.zones:
        lines.append(f"    subgraph {names[f'zone {zone}']}[{_quoted(zone)}]")
        for box in (each for each in picture.subnets if each.zone == zone):
            label = f"{tier_text(box.tier)}: {box.label}\n{box.cidr}"
            lines.append(f"      {names[box.id]}[{_quoted(label)}]{_class(box.mark)}")
            for gateway in box.gateways:
                label = "\n".join(caption_lines(gateway))
                lines.append(f"      {names[gateway.id]}{{{{{_quoted(label)}}}}}{_class(gateway.mark)}")
        lines.append("    end")
    for node in picture.endpoints:
        lines.append(f"    {names[node.id]}[/{_quoted(' '.join(caption_lines(node)))}/]{_class(node.mark)}")
    for node in picture.groups:
        lines.append(f"    {names[node.id]}([{_quoted(node.label)}]){_class(node.mark)}")
    lines.append("  end")
    lines += [f"  {names[node.id]}[{_quoted(node.label)}]" for node in picture.outside if node.id != "internet"]
    lines += _routes(picture, names)
    lines += [
        f"  {names[edge.source]} -->|{_quoted(_marked(edge.text, edge.mark))}| {names[edge.target]}"
        for edge in picture.edges
    ]
    lines += [
        "  classDef new stroke:#1a7f37,stroke-width:3px",
        "  classDef changed stroke:#9a6700,stroke-width:3px",
        "  classDef going stroke:#cf222e,stroke-width:3px,stroke-dasharray:5 4",
    ]
    return "\n".join(lines)


def _routes(picture: Picture, names: NodeIds) -> list[str]:
    """Dotted: where the default route of each subnet leads."""
    lines = []
    drawn = {gateway.id for box in picture.subnets for gateway in box.gateways}
    for box in picture.subnets:
        if box.default_target in drawn:
            lines.append(f"  {names[box.id]} -.-> {names[box.default_target]}")
        elif box.default_target and box.default_target == picture.internet_gateway:
            lines.append(f"  {names[box.id]} -.-> {names['internet']}")
        elif box.default_target:
            lost = names[f"{box.id} {box.default_target}"]
            lines.append(f"  {names[box.id]} -.-x {lost}[{_quoted(default_route_label(box))}]")
    return lines


def _class(mark: str) -> str:
    return f":::{mark}" if mark else ""


def _marked(label: str, mark: str) -> str:
    return f"{label} ({text(f'graph.{mark}')})" if mark else label


def _quoted(text: str) -> str:
    """A label; Mermaid reads entities in it, and HTML, so nothing of that may be left."""
    return '"' + "<br/>".join(_entities(printable(line)) for line in text.split("\n")) + '"'


def _entities(line: str) -> str:
    return "".join(each if each.isalnum() or each in " .,:/-_()$" else f"#{ord(each)};" for each in line)
