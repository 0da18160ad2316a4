"""Where everything of a picture stands: a grid of zones and tiers, the groups in columns by how far in they are."""

from __future__ import annotations

from dataclasses import dataclass

from netsec.insight.picture import Edge, Node, Picture, SubnetBox
from netsec.views.graph.captions import caption_details

CELL, GAP, PAD = 276, 16, 14
LINE, HEAD = 18, 24
CHIP_WIDTH, CHIP_HEIGHT, TALL_CHIP, CHIP_GAP = 190, 44, 64, 16
COLUMN_GAP = 64
# So many chips stand in a column before it goes on in the next.
TALLEST = 15
TOP = 96
TIERS = ("public", "private", "isolated")


@dataclass(frozen=True, kw_only=True)
class Rect:
    """A rectangle in pixels, and what stands in it."""

    x: int
    y: int
    width: int
    height: int
    content: SubnetBox | Node | str


@dataclass(frozen=True)
class Layout:
    """All rectangles by what they show, and how large the whole is."""

    width: int
    height: int
    vpc: Rect
    zones: tuple[Rect, ...]
    boxes: tuple[Rect, ...]
    gateways: tuple[Rect, ...]
    chips: tuple[Rect, ...]
    endpoints: tuple[Rect, ...]


def compute_layout(picture: Picture) -> Layout:
    """The network on top, the groups beneath it: nothing overlaps, however many there are."""
    heights = {tier: max((_height(each) for each in _cells(picture, tier)), default=0) for tier in TIERS}
    zones, boxes, gateways = [], [], []
    bottom = TOP + HEAD + sum(height + GAP for height in heights.values() if height) + GAP
    for column, zone in enumerate(picture.zones):
        x = PAD * 2 + column * (CELL + 2 * PAD + GAP)
        zones.append(Rect(x=x, y=TOP, width=CELL + 2 * PAD, height=bottom - TOP, content=zone))
        y = TOP + HEAD + PAD
        for tier in TIERS:
            top = y
            for box in (each for each in picture.subnets if (each.zone, each.tier) == (zone, tier)):
                boxes.append(Rect(x=x + PAD, y=top, width=CELL, height=_box_height(box), content=box))
                gateways += _gateways(box, x + PAD, top)
                top += _box_height(box) + GAP // 2
            y += heights[tier] + GAP if heights[tier] else 0
    wide = PAD * 4 + max(len(picture.zones), 1) * (CELL + 2 * PAD + GAP) - GAP
    endpoints = _row(picture.endpoints, bottom + GAP, wide)
    inner = max((each.y + each.height for each in endpoints), default=bottom) + PAD
    chips = _chips(picture, inner + PAD + HEAD + 22)
    width = max(wide, *(chip.x + chip.width + PAD for chip in chips), 0) if chips else wide
    height = max((chip.y + chip.height for chip in chips), default=inner) + 2 * PAD
    vpc = Rect(x=PAD, y=TOP - HEAD - PAD, width=wide - 2 * PAD, height=inner - TOP + HEAD + PAD, content=picture.title)
    return Layout(width, height, vpc, tuple(zones), tuple(boxes), tuple(gateways), tuple(chips), tuple(endpoints))


def _cells(picture: Picture, tier: str) -> list[list[SubnetBox]]:
    return [[box for box in picture.subnets if (box.zone, box.tier) == (zone, tier)] for zone in picture.zones]


def _height(cell: list[SubnetBox]) -> int:
    return sum(_box_height(box) + GAP // 2 for box in cell) - (GAP // 2 if cell else 0)


def _box_height(box: SubnetBox) -> int:
    lines = 3 if box.acl else 2
    return HEAD + lines * LINE + sum(_gateway_height(each) + 8 for each in box.gateways) + 10


def _gateway_height(gateway: Node) -> int:
    return HEAD + len(caption_details(gateway)) * LINE


def _gateways(box: SubnetBox, x: int, y: int) -> list[Rect]:
    y += HEAD + (3 if box.acl else 2) * LINE + 8
    found = []
    for each in box.gateways:
        found.append(Rect(x=x + 12, y=y, width=CELL - 24, height=_gateway_height(each), content=each))
        y += _gateway_height(each) + 8
    return found


def _row(nodes: tuple[Node, ...], y: int, wide: int) -> list[Rect]:
    """As many in a row as there is room for."""
    per_row = max((wide - 4 * PAD + CHIP_GAP) // (CHIP_WIDTH + CHIP_GAP), 1)
    return [
        Rect(
            x=2 * PAD + (number % per_row) * (CHIP_WIDTH + CHIP_GAP),
            y=y + (number // per_row) * (TALL_CHIP + 8),
            width=CHIP_WIDTH,
            height=TALL_CHIP,
            content=node,
        )
        for number, node in enumerate(nodes)
    ]


def _chips(picture: Picture, y: int) -> list[Rect]:
    """Those outside first, then each group one column further in than the nearest that may reach it."""
    depth = depths(picture.edges, [node.id for node in picture.outside])
    ranks: dict[int, list[Node]] = {}
    for node in (*picture.outside, *picture.groups):
        ranks.setdefault(depth.get(node.id, 1), []).append(node)
    found, x = [], PAD
    for rank in sorted(ranks):
        nodes = ranks[rank]
        for start in range(0, len(nodes), TALLEST):
            for row, node in enumerate(nodes[start : start + TALLEST]):
                top = y + row * (CHIP_HEIGHT + CHIP_GAP)
                found.append(Rect(x=x, y=top, width=CHIP_WIDTH, height=CHIP_HEIGHT, content=node))
            x += CHIP_WIDTH + (COLUMN_GAP if start + TALLEST >= len(nodes) else CHIP_GAP)
    return found


def depths(edges: tuple[Edge, ...], outside: list[str]) -> dict[str, int]:
    """How many steps from outside each end is; what nobody outside leads to begins a column of its own."""
    found = dict.fromkeys(outside, 0)
    targets = {edge.target for edge in edges}
    starts = [edge.source for edge in edges if edge.source not in targets and edge.source not in found]
    found.update(dict.fromkeys(starts, 1))
    level = list(found)
    while level:
        reached = [edge for edge in edges if edge.source in level and edge.target not in found]
        for edge in reached:
            found.setdefault(edge.target, found[edge.source] + 1)
        level = list(dict.fromkeys(edge.target for edge in reached))
    return found
