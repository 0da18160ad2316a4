"""Which live resource a spec is bound to: by recorded id, then by tags, then by the name that AWS keeps unique."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from netsec.model import Address, Live, Reason, Record, Ref, Spec, reason
from netsec.model.refs import KnownAttributes

Value = TypeVar("Value")


@dataclass(frozen=True)
class Match:
    """The live resource bound to a spec, None if there is none; `obstacle`: why it can't be bound or changed."""

    live: Live | None = None
    obstacle: Reason | None = None


def match_spec(spec: Spec, lives: Iterable[Live], record: Record, used: frozenset[str]) -> Match:
    """The spec's live resource among those of its kind; `used` are the ids that other resources depend on."""
    lives = tuple(live for live in lives if not live.terminating and not live.is_pinned)
    if spec.key:
        return Match(next((live for live in lives if live.key == spec.key), None))
    recorded = next((live for live in lives if record.id and live.id == record.id), None)
    if recorded:
        return Match(recorded, recorded.not_ours_reason)
    claimants = [live for live in lives if live.is_owned and live.address == spec.address and live.id not in record.old]
    if claimants:
        return _choose(spec, claimants, used)
    namesake = next((live for live in lives if _has_same_name(spec, live)), None)
    if namesake is None:
        return Match()
    return Match(namesake) if namesake.is_owned and not namesake.address else Match(None, _name_taken(spec, namesake))


def _choose(spec: Spec, claimants: list[Live], used: frozenset[str]) -> Match:
    """Of several with the same address tag, the one in use; the others are spares. Two in use are an obstacle."""
    in_use = [live for live in claimants if live.id in used or live.foreign_holders]
    if len(in_use) > 1:
        ids = sorted(live.id for live in in_use)
        return Match(None, reason("address_claimed_twice", address=str(spec.address), ids=ids))
    return Match(min(in_use or claimants, key=lambda live: live.id))


def _has_same_name(spec: Spec, live: Live) -> bool:
    return bool(spec.natural_name) and live.name.casefold() == spec.natural_name.casefold()


def _name_taken(spec: Spec, live: Live) -> Reason:
    facts = {"address": str(spec.address), "name": live.name, "id": live.id, "kind": live.kind}
    if live.is_owned:
        return reason("name_taken_by_ours", other=str(live.address), **facts)
    return reason("name_taken", **facts)


def resolve_refs(value: Value, known: KnownAttributes) -> Value:
    """The value with every Ref in it, at any depth, replaced by what is known; other Refs are left."""
    return _resolved(value, known)  # type: ignore[no-any-return]


def _resolved(value: Any, known: KnownAttributes) -> Any:
    if isinstance(value, Ref):
        return known.get(value.address, {}).get(value.attribute, value)
    if isinstance(value, tuple):
        return tuple(_resolved(member, known) for member in value)
    if is_dataclass(value) and not isinstance(value, (type, Address)):
        return replace(value, **{field.name: _resolved(getattr(value, field.name), known) for field in fields(value)})
    return value


def refs_in(value: Any) -> frozenset[Ref]:
    """Every Ref in a value, at any depth: a spec's dependencies."""
    if isinstance(value, Ref):
        return frozenset({value})
    if isinstance(value, (tuple, list)):
        return frozenset().union(*(refs_in(member) for member in value))
    if isinstance(value, Mapping):
        return frozenset().union(*(refs_in(member) for member in value.values()))
    if is_dataclass(value) and not isinstance(value, (type, Address)):
        return frozenset().union(*(refs_in(getattr(value, field.name)) for field in fields(value)))
    return frozenset()


def mentions_id(value: Any, text: str) -> bool:
    """Whether this text, an id, stands anywhere in a spec's fields."""
    if isinstance(value, tuple):
        return any(mentions_id(member, text) for member in value)
    if is_dataclass(value) and not isinstance(value, (type, Address, Ref)):
        return any(mentions_id(getattr(value, field.name), text) for field in fields(value))
    return bool(value == text)
