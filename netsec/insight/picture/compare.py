"""Two pictures of one network as one, in which each part is marked as new, changed or going."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from netsec.insight.picture.values import Edge, Picture, SubnetBox


def marked_changes(now: Picture, before: Picture) -> Picture:
    """The parts of `now` and those that only `before` has, which are going, each with its mark."""
    old_boxes = {box.id: box for box in before.subnets}
    return replace(
        now,
        subnets=tuple(_compared_box(box, old_boxes.get(box.id)) for box in now.subnets),
        outside=_union(now.outside, before.outside, lambda node: node.id),
        groups=_union(now.groups, before.groups, lambda node: node.id),
        edges=_union(now.edges, before.edges, lambda edge: (edge.source, edge.target)),
        endpoints=_union(now.endpoints, before.endpoints, lambda node: node.id),
        unread_operations=tuple(sorted({*now.unread_operations, *before.unread_operations})),
    )


def _compared_box(box: SubnetBox, old: SubnetBox | None) -> SubnetBox:
    """A subnet: changed if its default route or its ACL is another one."""
    if old is None:
        return replace(box, mark="new")
    gateways = _union(box.gateways, old.gateways, lambda node: node.id)
    is_changed = (box.default_target, box.has_active_route, box.acl) != (
        old.default_target,
        old.has_active_route,
        old.acl,
    )
    return replace(box, gateways=gateways, mark="changed" if is_changed else "")


def _union(now: Iterable[Any], before: Iterable[Any], key: Callable[[Any], Any]) -> tuple[Any, ...]:
    """The parts of `now`, then those of `before` that are going; `key` tells which parts are the same one."""
    old_parts: Mapping[Any, Any] = {key(part): part for part in before}
    marked = [_marked(part, old_parts.get(key(part))) for part in now]
    keys = {key(part) for part in marked}
    going = [replace(part, mark="going") for old_key, part in old_parts.items() if old_key not in keys]
    return (*marked, *going)


def _marked(part: Any, old: Any) -> Any:
    """A node or an edge with its mark."""
    if old is None:
        return replace(part, mark="new")
    is_same = part.text == old.text if isinstance(part, Edge) else (part.label, part.facts) == (old.label, old.facts)
    return part if is_same else replace(part, mark="changed")
