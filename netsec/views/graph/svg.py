"""The picture as SVG, without any other program: light and dark, titles on hover, nothing that loads or runs."""

from __future__ import annotations

from html import escape

from netsec.insight.picture import Edge, Node, Picture, SubnetBox
from netsec.messages import text
from netsec.messages.escape import printable
from netsec.views.graph.captions import caption_details, caption_lines, caption_title, default_route_label, tier_text
from netsec.views.graph.layout import CHIP_HEIGHT, LINE, Layout, Rect, compute_layout
from netsec.views.graph.node_ids import NodeIds
from netsec.views.paint import width as cells

# Pixels that a letter of 12 pixels takes at most, in the fonts named below.
LETTER = 7
STYLE = """
:root{--bg:#fff;--fg:#1b1f24;--muted:#57606a;--line:#8c959f;--vpc:#8250df;--public:#1a7f37;--private:#0969da;
--isolated:#6e7781;--nat:#9a6700;--group:#bc4c00;--new:#1a7f37;--changed:#9a6700;--going:#cf222e}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--muted:#9da7b3;--line:#6e7681;--vpc:#a371f7;
--public:#3fb950;--private:#58a6ff;--isolated:#8b949e;--nat:#d29922;--group:#f0883e;--new:#3fb950;--changed:#d29922;
--going:#ff7b72}}
.netsec{background:var(--bg);font:12px/1.4 "Helvetica Neue",Helvetica,Arial,"Hiragino Sans","Noto Sans CJK JP",
sans-serif}
.netsec text{fill:var(--fg)}.netsec .small{fill:var(--muted)}.netsec .strong{font-weight:600}
.netsec .price{fill:var(--nat);font-weight:600}
.netsec rect{fill:none;stroke:var(--line)}.netsec .vpc rect{stroke:var(--vpc)}
.netsec .zone rect{stroke-dasharray:5 4}.netsec .public rect{stroke:var(--public)}
.netsec .private rect{stroke:var(--private)}.netsec .isolated rect{stroke:var(--isolated)}
.netsec .nat rect{stroke:var(--nat)}.netsec .group rect,.netsec .outside rect{stroke:var(--group);fill:var(--bg)}
.netsec .outside rect{stroke-dasharray:2 3}.netsec .endpoint rect{stroke:var(--private)}
.netsec path{fill:none;stroke:var(--line);stroke-width:1.4}.netsec .route path{stroke:var(--private)}
.netsec .broken path{stroke:var(--going);stroke-dasharray:3 3}.netsec .edge path{stroke:var(--group);opacity:.6}
.netsec .new rect,.netsec .new path{stroke:var(--new);stroke-width:2.6}
.netsec .changed rect,.netsec .changed path{stroke:var(--changed);stroke-width:2.6}
.netsec .going rect,.netsec .going path{stroke:var(--going);stroke-width:2.6;stroke-dasharray:6 3}
"""
SIGNS = {"new": "+ ", "changed": "~ ", "going": "\N{MINUS SIGN} "}


def graph_svg(picture: Picture, *, style: bool = True) -> str:
    """A whole SVG document; without `style` for a page that brings STYLE itself."""
    layout, names = compute_layout(picture), NodeIds()
    title = text("graph.title", name=picture.title)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="netsec" viewBox="0 0 {layout.width} {layout.height}" '
        f'width="{layout.width}" height="{layout.height}" role="img" aria-label="{_safe(title)}">',
        f"<style>{STYLE}</style>" if style else "",
        f"<title>{_safe(title)}</title>",
        _top(picture, layout),
        *(_zone(rect) for rect in layout.zones),
        *(_edges(picture, layout, names)),
        *(_subnet(rect) for rect in layout.boxes),
        *(_routes(picture, layout)),
        *(_node(rect, "nat", names) for rect in layout.gateways),
        *(_node(rect, "endpoint", names) for rect in layout.endpoints),
        *(_chip(rect, picture, names) for rect in layout.chips),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _safe(text: str) -> str:
    return escape(printable(text), quote=True)


def truncated(line: str, room: int) -> str:
    """The line as far as it fits into so many pixels."""
    shown, most = printable(line), max(room // LETTER, 1)
    if cells(shown) <= most:
        return shown
    while shown and cells(shown) > most - 1:
        shown = shown[:-1]
    return f"{shown}…"


def _text(x: int, y: int, line: str, room: int, kind: str = "") -> str:
    chosen = f' class="{kind}"' if kind else ""
    return f'<text x="{x}" y="{y}"{chosen}>{escape(truncated(line, room), quote=True)}</text>'


def _rect(rect: Rect, radius: int = 8) -> str:
    return f'<rect x="{rect.x}" y="{rect.y}" width="{rect.width}" height="{rect.height}" rx="{radius}"/>'


def _group(kind: str, mark: str, title: str, *inside: str, data: str = "") -> str:
    classes = f"{kind} {mark}".strip()
    return f'<g class="{classes}"{data}><title>{_safe(title)}</title>{"".join(inside)}</g>'


def _top(picture: Picture, layout: Layout) -> str:
    vpc = layout.vpc
    cloud = Rect(x=vpc.x, y=8, width=150, height=32, content="internet")
    name = f"{picture.title}  {', '.join(picture.cidrs)}"
    lines = [_group("outside", "", "internet", _rect(cloud), _text(cloud.x + 12, 29, "internet", 130, "strong"))]
    if picture.internet_gateway:
        lines.append(
            _text(cloud.x + 162, 29, text("graph.internet_gateway", id=picture.internet_gateway), 330, "small")
        )
    lines.append(_group("vpc", "", name, _rect(vpc, 12), _text(vpc.x + 14, vpc.y + 22, name, vpc.width - 28, "strong")))
    if picture.unread_operations:
        not_drawn = text("graph.not_drawn", operations=picture.unread_operations)
        lines.append(_text(vpc.x + 14, vpc.y - 6, not_drawn, vpc.width - 28, "small"))
    if picture.groups:
        below = vpc.y + vpc.height + 30
        lines.append(_text(vpc.x, below, text("graph.reachability"), 300, "strong"))
    return "\n".join(lines)


def _zone(rect: Rect) -> str:
    zone = str(rect.content)
    return _group("zone", "", zone, _rect(rect, 10), _text(rect.x + 12, rect.y + 18, zone, rect.width - 24, "small"))


def _subnet(rect: Rect) -> str:
    box = rect.content
    assert isinstance(box, SubnetBox)  # nosec B101 # tells mypy which shape this is
    out = (
        f"0.0.0.0/0 \N{RIGHTWARDS ARROW} {default_route_label(box)}" if box.default_target else text("graph.no_egress")
    )
    lines = [
        f"{SIGNS.get(box.mark, '')}{box.label}",
        f"{tier_text(box.tier)} {box.cidr}",
        out,
        *([text("graph.acl", name=box.acl)] if box.acl else []),
    ]
    texts = [
        _text(rect.x + 12, rect.y + 20 + number * LINE, line, rect.width - 20, "small" if number else "strong")
        for number, line in enumerate(lines)
    ]
    return _group(box.tier, box.mark, "\n".join((*lines, box.id)), _rect(rect), *texts)


def _node(rect: Rect, kind: str, names: NodeIds) -> str:
    node = rect.content
    assert isinstance(node, Node)  # nosec B101 # tells mypy which shape this is
    lines = (f"{SIGNS.get(node.mark, '')}{caption_title(node)}", *caption_details(node))
    texts = [
        _text(rect.x + 12, rect.y + 18 + number * LINE, line, rect.width - 20, _kind(number, line))
        for number, line in enumerate(lines)
    ]
    return _group(
        kind, node.mark, "\n".join((*lines, node.id)), _rect(rect, 6), *texts, data=f' data-id="{names[node.id]}"'
    )


def _kind(number: int, line: str) -> str:
    return "strong" if number == 0 else "price" if "$" in line else "small"


def _chip(rect: Rect, picture: Picture, names: NodeIds) -> str:
    """A group with who may reach it; one outside with nothing more."""
    node = rect.content
    assert isinstance(node, Node)  # nosec B101 # tells mypy which shape this is
    labels = {each.id: each.label for each in (*picture.groups, *picture.outside)}
    coming = [f"{labels.get(edge.source, edge.source)} {edge.text}" for edge in picture.edges if edge.target == node.id]
    kind = "outside" if node in picture.outside else "group"
    access = "; ".join(coming) if coming else ("" if kind == "outside" else text("graph.unreachable"))
    title = "\n".join((*caption_lines(node), *coming))
    name = f"{SIGNS.get(node.mark, '')}{node.label}"
    inside = [_rect(rect), _text(rect.x + 10, rect.y + 18, name, rect.width - 18, "strong")]
    inside += [_text(rect.x + 10, rect.y + 35, access, rect.width - 18, "small")] if access else []
    return _group(kind, node.mark, title, *inside, data=f' data-id="{names[node.id]}" tabindex="0"')


def _edges(picture: Picture, layout: Layout, names: NodeIds) -> list[str]:
    places = {rect.content.id: rect for rect in layout.chips if isinstance(rect.content, Node)}
    labels = {rect.content.id: rect.content.label for rect in layout.chips if isinstance(rect.content, Node)}
    return [
        _edge(edge, places[edge.source], places[edge.target], labels, names)
        for edge in picture.edges
        if edge.source in places and edge.target in places
    ]


def _edge(edge: Edge, source: Rect, target: Rect, labels: dict[str, str], names: NodeIds) -> str:
    ends = f' data-from="{names[edge.source]}" data-to="{names[edge.target]}"'
    title = f"{labels[edge.source]} \N{RIGHTWARDS ARROW} {labels[edge.target]}: {edge.text}"
    forward = target.x > source.x
    x1, y1 = (source.x + source.width if forward else source.x), source.y + CHIP_HEIGHT // 2
    x2, y2 = (target.x if forward else target.x + target.width), target.y + CHIP_HEIGHT // 2
    bend = 36 if forward else -36
    path = f'<path d="M{x1} {y1} C {x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"/>'
    point = 5 if forward else -5
    head = f'<path d="M{x2 - point} {y2 - 4} L{x2} {y2} L{x2 - point} {y2 + 4}"/>'
    return _group("edge", edge.mark, title, path, head, data=ends)


def _routes(picture: Picture, layout: Layout) -> list[str]:
    """From each subnet's edge to the gateway of its default route, beside the boxes."""
    places = {rect.content.id: rect for rect in layout.gateways if isinstance(rect.content, Node)}
    lines = []
    for rect in layout.boxes:
        box = rect.content
        if isinstance(box, SubnetBox) and (target := places.get(box.default_target)):
            title = f"{box.label} \N{RIGHTWARDS ARROW} {default_route_label(box)}"
            x, y = rect.x + rect.width - 24, rect.y
            tx, ty = target.x + target.width - 12, target.y + target.height
            path = f'<path d="M{x} {y} C {x} {y - 14} {tx} {ty + 14} {tx} {ty}"/>'
            head = f'<path d="M{tx - 4} {ty + 5} L{tx} {ty} L{tx + 4} {ty + 5}"/>'
            lines.append(_group("route" if box.has_active_route else "broken", "", title, path, head))
    return lines
