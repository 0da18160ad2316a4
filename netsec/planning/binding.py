"""Each spec bound to its live resource, and what its kind decides about the two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter

from netsec.kinds import KINDS
from netsec.model import Address, Config, Decision, Live, Record, Slot, Spec, reason
from netsec.planning.drift import with_tag_repairs
from netsec.planning.match import match_spec, refs_in, resolve_refs
from netsec.planning.observation import Observation
from netsec.planning.ownership import NO_RECORD, Records


@dataclass(frozen=True)
class BoundSpec:
    """A spec with its Refs resolved as far as known, its live resource if any, the decision, the slots it needs."""

    spec: Spec
    live: Live | None
    decision: Decision
    needs: frozenset[Slot]

    @property
    def surviving(self) -> Live | None:
        """The live resource that still exists, as this spec's, after the plan; None if it is created or replaced."""
        return None if self.decision.verb == "replace" else self.live


def bind_specs(config: Config, observation: Observation, records: Records) -> Iterator[BoundSpec]:
    """Every wanted resource in dependency order: a Ref to a resource that exists is resolved before its holder."""
    used = frozenset(used_id for live in observation.lives for used_id in live.uses)
    known: dict[Address, dict[str, str]] = {}
    for unresolved in _in_dependency_order(_desired(config, observation)):
        spec, record = resolve_refs(unresolved, known), records.get(unresolved.address, NO_RECORD)
        needs = frozenset(Slot(ref.address) for ref in refs_in(unresolved))
        candidates = [live for live in observation.lives if live.kind == spec.address.kind]
        match = match_spec(spec, candidates, record, used)
        obstacle = Decision(verb="blocked", why=match.obstacle) if match.obstacle else None
        bound = BoundSpec(spec, match.live, obstacle or _decide(spec, match.live, record), needs)
        if bound.surviving:
            known[spec.address] = {**bound.surviving.attributes, "id": bound.surviving.id}
        yield bound


def _desired(config: Config, observation: Observation) -> Iterator[Spec]:
    for kind in KINDS.values():
        yield from kind.desire(config, observation.network)


def _in_dependency_order(specs: Iterable[Spec]) -> Iterator[Spec]:
    by_address = {spec.address: spec for spec in specs}
    sorter: TopologicalSorter[Address] = TopologicalSorter()
    for address, spec in by_address.items():
        sorter.add(address, *(ref.address for ref in refs_in(spec)))
    return (by_address[address] for address in sorter.static_order() if address in by_address)


def _decide(spec: Spec, live: Live | None, record: Record) -> Decision:
    kind = KINDS[spec.address.kind]
    if live is None:
        return kind.create(spec)
    if live.missing_fields:
        return Decision(verb="blocked", why=reason("answer_incomplete", id=live.id, missing=list(live.missing_fields)))
    decision = with_tag_repairs(kind.compare(spec, live), spec, live, record)
    if decision.verb == "replace":
        # A replacement deletes the live resource, for which its tags alone are not enough.
        return _replacement(spec, live, decision) if live.may_delete else _only_by_tags(live)
    if decision.verb == "keep" and not spec.key and record.id != live.id:
        return replace(decision, verb="adopt", why=reason("record_outdated" if record.id else "unrecorded"))
    return decision


def _only_by_tags(live: Live) -> Decision:
    return Decision(verb="blocked", why=reason("only_by_tags", id=live.id, name=live.name))


def _replacement(spec: Spec, live: Live, decision: Decision) -> Decision:
    """The decision to create it again, with the reason for the replacement."""
    return replace(KINDS[live.kind].create(spec), verb="replace", why=decision.why)
