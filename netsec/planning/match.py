"""Which live resource stands at an address: recorded id, then our tags, then the name AWS keeps unique."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from netsec.model import Address, Live, Reason, Record, Ref, Spec, reason

Known = Mapping[Address, Mapping[str, str]]
Value = TypeVar("Value")


@dataclass(frozen=True)
class Match:
    """The live resource bound to a spec, if any; the reason why none can be, or why it may not be touched."""

    live: Live | None = None
    obstacle: Reason | None = None


def bind(spec: Spec, lives: Iterable[Live], record: Record, used: frozenset[str]) -> Match:
    """Find the spec's live resource among those of its kind; `used` are ids that something else depends on."""
    lives = tuple(live for live in lives if not live.fading and not live.pinned)
    if spec.key:
        return Match(next((live for live in lives if live.key == spec.key), None))
    recorded = next((live for live in lives if record.id and live.id == record.id), None)
    if recorded:
        return Match(recorded, recorded.disowned)
    claimants = [live for live in lives if live.owned and live.address == spec.address and live.id not in record.old]
    if claimants:
        return _choose(spec, claimants, used)
    namesake = next((live for live in lives if _same_name(spec, live)), None)
    if namesake is None:
        return Match()
    return Match(namesake) if namesake.owned and not namesake.address else Match(None, _taken(spec, namesake))


def _choose(spec: Spec, claimants: list[Live], used: frozenset[str]) -> Match:
    """Several claim one address: the one in use is it; the rest are spares. Two in use are for a person to decide."""
    busy = [live for live in claimants if live.id in used or live.holders]
    if len(busy) > 1:
        ids = sorted(live.id for live in busy)
        return Match(None, reason("address_claimed_twice", address=str(spec.address), ids=ids))
    return Match(min(busy or claimants, key=lambda live: live.id))


def _same_name(spec: Spec, live: Live) -> bool:
    return bool(spec.natural_name) and live.name.casefold() == spec.natural_name.casefold()


def _taken(spec: Spec, live: Live) -> Reason:
    facts = {"address": str(spec.address), "name": live.name, "id": live.id, "kind": live.kind}
    return (
        reason("name_taken_by_ours", other=str(live.address), **facts) if live.owned else reason("name_taken", **facts)
    )


def resolve(value: Value, known: Known) -> Value:
    """The value with every Ref whose resource is known replaced by what it names, however deep it lies."""
    return _resolved(value, known)  # type: ignore[no-any-return]


def _resolved(value: Any, known: Known) -> Any:
    if isinstance(value, Ref):
        return known.get(value.address, {}).get(value.attr, value)
    if isinstance(value, tuple):
        return tuple(_resolved(each, known) for each in value)
    if is_dataclass(value) and not isinstance(value, (type, Address)):
        names = [each.name for each in fields(value)]
        return replace(value, **{name: _resolved(getattr(value, name), known) for name in names})
    return value


def refs(value: Any) -> frozenset[Ref]:
    """Every Ref in a spec's fields: its dependency edges."""
    if isinstance(value, Ref):
        return frozenset({value})
    if isinstance(value, (tuple, list)):
        return frozenset().union(*(refs(each) for each in value))
    if isinstance(value, Mapping):
        return frozenset().union(*(refs(each) for each in value.values()))
    if is_dataclass(value) and not isinstance(value, (type, Address)):
        return frozenset().union(*(refs(getattr(value, each.name)) for each in fields(value)))
    return frozenset()


def mentions(value: Any, text: str) -> bool:
    """Whether this id stands anywhere in a spec's fields."""
    if isinstance(value, tuple):
        return any(mentions(each, text) for each in value)
    if is_dataclass(value) and not isinstance(value, (type, Address, Ref)):
        return any(mentions(getattr(value, each.name), text) for each in fields(value))
    return bool(value == text)
