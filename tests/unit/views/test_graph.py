"""Pictures of a small and a large network: nothing overlaps, nothing hostile gets out, marks are shown."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations

import pytest

from netsec.insight.picture import Picture, draw_picture, group_matrix
from netsec.insight.snapshot import VpcSnapshot
from netsec.views.graph.data import graph_object
from netsec.views.graph.dot import graph_dot
from netsec.views.graph.layout import Rect, compute_layout
from netsec.views.graph.mermaid import graph_mermaid
from netsec.views.graph.svg import LETTER, graph_svg, truncated
from netsec.views.graph.text import graph_text
from netsec.views.paint import width
from tests.support.networks import HOSTILE, PRICES, network, rule

SVG = "{http://www.w3.org/2000/svg}"
SIZES = [(2, 3), (3, 8), (6, 60)]


@pytest.mark.parametrize(("zones", "groups"), SIZES)
def test_nothing_overlaps_and_every_text_fits(zones: int, groups: int) -> None:
    picture = draw_picture(network(zones, groups), PRICES)
    layout = compute_layout(picture)
    for rects in (layout.boxes, (*layout.chips, *layout.endpoints), layout.gateways, layout.zones):
        for one, other in combinations(rects, 2):
            assert not overlap(one, other), (one, other)
    for rect in (*layout.boxes, *layout.chips, *layout.gateways, *layout.endpoints, *layout.zones, layout.vpc):
        assert rect.x >= 0
        assert rect.x + rect.width <= layout.width
        assert rect.y + rect.height <= layout.height
    assert len(layout.chips) == groups + 1
    root = ET.fromstring(graph_svg(picture))
    rows: dict[tuple[int, int], int] = {}
    for text in root.iter(f"{SVG}text"):
        assert text.text
        rows[int(text.attrib["x"]), int(text.attrib["y"])] = width(text.text) * LETTER
    for (x, y), long in rows.items():
        others = [ox for ox, oy in rows if oy == y and ox > x]
        assert x + long <= min(others, default=layout.width + 60), (x, y)


def overlap(one: Rect, other: Rect) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


@pytest.mark.parametrize(("zones", "groups"), SIZES)
def test_text_fits_a_terminal(zones: int, groups: int) -> None:
    text = graph_text(draw_picture(network(zones, groups), PRICES))
    assert all(width(line) <= 80 for line in text.splitlines())
    assert text.count("NAT ap-northeast-1a  nat-a available  203.0.113.0  $48.91 a month") == 1
    assert "group-1  <- group-0  tcp 8000-8100" in re.sub(r"  +", "  ", text)
    assert "internet  tcp 443" in text


def test_every_form_draws_the_same() -> None:
    picture = draw_picture(network(), PRICES)
    root = ET.fromstring(graph_svg(picture))
    edges = [each for each in root.iter(f"{SVG}g") if each.attrib.get("class") == "edge"]
    assert len(edges) == len(picture.edges) == 3
    ids = {each.attrib["data-id"] for each in root.iter(f"{SVG}g") if "data-id" in each.attrib}
    assert {each.attrib[end] for each in edges for end in ("data-from", "data-to")} <= ids
    mermaid, dot = graph_mermaid(picture), graph_dot(picture)
    assert mermaid.count("-->|") == dot.count("tcp") == 3
    assert mermaid.count("subgraph") == dot.count("subgraph") == 3
    assert len(re.findall(r"^    ?end$|^  end$", mermaid, re.M)) == 3
    assert dot.count("{") == dot.count("}")
    document = graph_object(picture)
    assert [edge["text"] for edge in document["edges"]] == ["tcp 443", "tcp 8000-8100", "tcp 8000-8100"]
    assert "style" not in graph_svg(picture, style=False)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_inert(name: str) -> None:
    world = network(names=(name,))
    world = replace(world, vpc_id=name, subnets={i: replace(each, name=name) for i, each in world.subnets.items()})
    picture = draw_picture(world, PRICES)
    svg = graph_svg(picture)
    tags = {each.tag.removeprefix(SVG) for each in ET.fromstring(svg).iter()}
    assert tags <= {"svg", "style", "title", "g", "rect", "text", "path"}
    assert not [name for each in ET.fromstring(svg).iter() for name in each.attrib if name.startswith("on")]
    for drawn in (svg, graph_mermaid(picture), graph_dot(picture), graph_text(picture)):
        assert not set(drawn) & set("\u202e\x9b")
    for line in graph_mermaid(picture).splitlines():
        for label in re.findall(r'"([^"]*)"', line):
            assert not re.search(r"<(?!br/>)|`|\{|\[", label)
    for label in re.findall(r'label=("(?:[^"\\]|\\.)*")', graph_dot(picture)):
        assert label.endswith('"')
    assert graph_dot(picture).count("label=") == len(re.findall(r'label="(?:[^"\\]|\\.)*"[,\];]', graph_dot(picture)))


def test_what_changes_is_marked() -> None:
    now, before = network(2, 4), network(3, 3)
    gone = {**before.gateways, "nat-x": replace(before.gateways["nat-a"], id="nat-x", address=None)}
    picture = draw_picture(
        replace(now, subnets=before.subnets, tables=before.tables), PRICES, replace(before, gateways=gone)
    )
    marks = {node.label: node.mark for node in picture.groups}
    assert marks["group-3"] == "new"
    assert {gateway.mark for box in picture.subnets for gateway in box.gateways} == {"", "going"}
    assert {edge.mark for edge in picture.edges} == {"", "new"}
    assert picture.has_marks
    text = graph_text(picture)
    assert "+ group-3" in text
    assert "- " in text
    assert 'class="group new"' in graph_svg(picture)
    assert ":::new" in graph_mermaid(picture)
    assert not draw_picture(network(), PRICES, network()).has_marks


def test_what_may_not_be_read_is_said_and_not_drawn() -> None:
    picture = draw_picture(
        replace(network(), groups={}, unread_operations=frozenset({"describe_security_groups"})), PRICES
    )
    assert "can't read describe_security_groups" in graph_text(picture)
    assert "can&#x27;t read describe_security_groups" in graph_svg(picture)


def test_the_matrix_takes_both_sides() -> None:
    world = network(2, 3)
    open_world = replace(
        world, groups={i: replace(each, egress=(rule("0-65535", "0.0.0.0/0"),)) for i, each in world.groups.items()}
    )
    cells = group_matrix(open_world).cells
    assert cells["internet", "sg-0"] == "tcp 443"
    assert cells["sg-0", "sg-1"] == "tcp 8000-8100"
    assert cells["sg-2", "sg-0"] == "tcp 443"
    assert ("sg-0", "sg-2") not in cells
    assert group_matrix(world).cells == {("internet", "sg-0"): "tcp 443"}
    assert group_matrix(world).sources == ("internet", "sg-0", "sg-1", "sg-2")


def test_long_texts_are_cut_to_fit() -> None:
    assert truncated("short", 100) == "short"
    assert width(truncated("x" * 99, 100)) * LETTER <= 100
    assert truncated("日本語の長い名前です", 70).endswith("…")
    assert isinstance(draw_picture(VpcSnapshot(vpc_id="v")), Picture)
    assert graph_svg(draw_picture(VpcSnapshot(vpc_id="v"))).startswith("<svg")
