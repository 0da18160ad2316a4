"""Two pictures of one network as one, in which each thing is marked as new, changed or going."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from netsec.insight.picture.values import Box, Edge, Picture


def compared(now: Picture, before: Picture) -> Picture:
    """All of now and what goes, each with its mark."""
    old = {box.id: box for box in before.boxes}
    return replace(
        now,
        boxes=tuple(_box_compared(box, old.get(box.id)) for box in now.boxes),
        outside=_union(now.outside, before.outside, lambda node: node.id),
        groups=_union(now.groups, before.groups, lambda node: node.id),
        edges=_union(now.edges, before.edges, lambda edge: (edge.source, edge.target)),
        endpoints=_union(now.endpoints, before.endpoints, lambda node: node.id),
        unknown=tuple(sorted({*now.unknown, *before.unknown})),
    )


def _box_compared(box: Box, old: Box | None) -> Box:
    if old is None:
        return replace(box, mark="new")
    gateways = _union(box.gateways, old.gateways, lambda node: node.id)
    changed = (box.out_id, box.works, box.acl) != (old.out_id, old.works, old.acl)
    return replace(box, gateways=gateways, mark="changed" if changed else "")


def _union(now: Iterable[Any], before: Iterable[Any], key: Callable[[Any], Any]) -> tuple[Any, ...]:
    """Those of now, then those that go; ids of AWS's that are not known yet don't count as a change."""
    old: Mapping[Any, Any] = {key(each): each for each in before}
    kept = [_marked(each, old.get(key(each))) for each in now]
    left = [replace(each, mark="going") for k, each in old.items() if k not in {key(each) for each in kept}]
    return (*kept, *left)


def _marked(thing: Any, old: Any) -> Any:
    if old is None:
        return replace(thing, mark="new")
    same = thing.text == old.text if isinstance(thing, Edge) else (thing.label, thing.facts) == (old.label, old.facts)
    return thing if same else replace(thing, mark="changed")
