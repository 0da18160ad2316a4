"""The picture as one document, for programs that draw it themselves."""

from __future__ import annotations

from typing import Any

from netsec.insight.picture import Edge, Node, Picture, SubnetBox


def graph_object(picture: Picture) -> dict[str, Any]:
    """All its boxes, nodes and edges."""
    return {
        "title": picture.title,
        "cidrs": picture.cidrs,
        "zones": picture.zones,
        "boxes": [_box(box) for box in picture.subnets],
        "internet_gateway": picture.internet_gateway,
        "outside": [_node(node) for node in picture.outside],
        "groups": [_node(node) for node in picture.groups],
        "edges": [_edge(edge) for edge in picture.edges],
        "endpoints": [_node(node) for node in picture.endpoints],
        "unknown": picture.unread_operations,
    }


def _box(box: SubnetBox) -> dict[str, Any]:
    return {
        "id": box.id,
        "label": box.label,
        "cidr": box.cidr,
        "zone": box.zone,
        "tier": box.tier,
        "out_id": box.default_target,
        "out_zone": box.egress_zone,
        "works": box.has_active_route,
        "acl": box.acl,
        "gateways": [_node(gateway) for gateway in box.gateways],
        "mark": box.mark,
    }


def _node(node: Node) -> dict[str, Any]:
    return {
        "id": node.id,
        "label": node.label,
        "kind": node.kind,
        "facts": node.facts,
        "public_ips": node.public_ips,
        "monthly": node.monthly,
        "owned": node.is_owned,
        "mark": node.mark,
    }


def _edge(edge: Edge) -> dict[str, Any]:
    return {"source": edge.source, "target": edge.target, "text": edge.text, "mark": edge.mark}
