"""What is deleted: everything owned that no spec is bound to, unless something that remains still uses it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from netsec.kinds import KINDS
from netsec.model import CURRENT, Change, Decision, DestroyOptions, Live, Reason, Record, Slot, Spec, reason
from netsec.planning.binding import BoundSpec
from netsec.planning.match import mentions_id
from netsec.planning.observation import Observation
from netsec.planning.ownership import NO_RECORD, Records

# Live id → the resource and its slot.
Removals = dict[str, tuple[Live, Slot]]
# Id of a resource → labels of what uses it.
Users = Mapping[str, frozenset[str]]


class _Removal(NamedTuple):
    """A resource to delete, its slot, and what is decided about it."""

    live: Live
    slot: Slot
    decision: Decision


def find_removals(
    observation: Observation, bounds: Iterable[BoundSpec], records: Records, kinds: frozenset[str]
) -> Removals:
    """All of these kinds that is owned, or recorded as owned, and that no spec is bound to.

    Where it is not clear which resource belongs to an address, none of them is included, nor what they own.
    """
    bounds = tuple(bounds)
    wanted = {bound.spec.address for bound in bounds}
    unclear = {bound.spec.address for bound in bounds if bound.decision.verb == "blocked"}
    undecided = {live.id for live in observation.lives if live.address in unclear}
    staying = {(bound.surviving.kind, bound.surviving.id) for bound in bounds if bound.surviving}
    leaving: Removals = {}
    for live in sorted(observation.lives, key=lambda live: live.id):
        if not (live.address and _is_candidate(live, kinds)) or undecided & {live.id, live.owner}:
            continue
        if (live.kind, live.id) not in staying:
            taken = live.address in wanted or Slot(live.address) in {slot for _, slot in leaving.values()}
            leaving[live.id] = (live, Slot(live.address, _slot_name(live, records.get(live.address, NO_RECORD), taken)))
    return leaving


def _is_candidate(live: Live, kinds: frozenset[str]) -> bool:
    """Owned, or recorded as owned: that the latter can't be deleted is said too."""
    return bool(live.is_owned or live.not_ours_reason) and live.kind in kinds


def _slot_name(live: Live, record: Record, taken: bool) -> str:
    """The current slot, unless that belongs to another resource or the state knows this one as an old one."""
    is_other_recorded = bool(record.id) and record.id != live.id and not live.key
    return live.id if taken or is_other_recorded or live.id in record.old else CURRENT


def resource_label(live: Live) -> str:
    """What a live resource is called in messages: its address, or the name and id of a foreign one."""
    if live.is_owned and live.address:
        return str(live.address)
    return f"{live.name} {live.id}".strip()


def remaining_users(observation: Observation, bounds: Iterable[BoundSpec], leaving: Removals) -> Users:
    """Id → what still uses it after the plan: foreign resources, and owned ones that remain and keep using it."""
    updated = {bound.live.id: bound.spec for bound in bounds if bound.live and bound.decision.verb == "update"}
    users: dict[str, set[str]] = {}
    for live in observation.lives:
        if live.id not in leaving:
            for used in live.uses:
                if live.id not in updated or _keeps_using(updated[live.id], used):
                    users.setdefault(used, set()).add(resource_label(live))
    return {used: frozenset(labels) for used, labels in users.items()}


def _keeps_using(spec: Spec, used: str) -> bool:
    """Whether it uses the id after its update; a group that is not exclusive keeps every rule that it has."""
    return mentions_id(spec, used) or not getattr(spec, "exclusive", True)


def plan_removals(leaving: Removals, retire: DestroyOptions, users: Users, replaced: frozenset[str]) -> list[Change]:
    """The deletes, and the blocked or kept lines of what can't be deleted; `replaced` are ids of those replaced."""
    removals = {
        live_id: _Removal(live, slot, _decide(live, slot, retire, leaving, replaced))
        for live_id, (live, slot) in leaving.items()
    }
    # Each blocked delete may block others: of what the resource uses and what it owns.
    while obstructed := _next_obstructed(removals, users):
        removals[obstructed.live.id] = obstructed
    return [_line(removal) for removal in removals.values() if _is_shown(removal.decision)]


def _is_shown(decision: Decision) -> bool:
    return bool(decision.steps) or decision.verb != "delete"


def _decide(live: Live, slot: Slot, retire: DestroyOptions, leaving: Removals, replaced: frozenset[str]) -> Decision:
    if left := _left_alone(live, retire, leaving):
        return left
    surplus = slot.name != CURRENT
    # Of several Elastic IPs at an address, only the current one is kept.
    decision = KINDS[live.kind].delete(live, replace(retire, keep_addresses=retire.keep_addresses and not surplus))
    if live.id in replaced:
        return replace(decision, why=reason("replaced"))
    if retire.is_requested and decision.why.code == "not_wanted":
        return replace(decision, why=reason("asked_to_go"))
    spare = surplus and not live.terminating and decision.verb == "delete"
    return replace(decision, why=reason("spare")) if spare else decision


def _left_alone(live: Live, retire: DestroyOptions, leaving: Removals) -> Decision | None:
    """The decision about what is not deleted, whatever its kind says; blocked where the run is meant to delete it."""
    if live.is_pinned or (live.key and live.owner in leaving):
        return None
    if live.not_ours_reason:
        harmless = live.unsupported and not (retire.is_requested and live.is_recorded)
        return Decision(verb="keep" if harmless else "blocked", why=live.not_ours_reason)
    if live.address and live.address in retire.orphaned:
        return Decision(verb="blocked", why=retire.orphaned[live.address])
    if live.may_delete or retire.by_tags:
        return None
    why = reason("only_by_tags", id=live.id, name=live.name)
    return Decision(verb="blocked" if retire.is_requested and not live.key else "keep", why=why)


def _next_obstructed(removals: Mapping[str, _Removal], users: Users) -> _Removal | None:
    """The first delete that is obstructed, with that as its decision; None when there is none left."""
    for removal in removals.values():
        obstacle = _obstacle(removal.live, removals, users) if removal.decision.verb == "delete" else None
        if obstacle:
            decision = Decision(verb="keep" if obstacle.code == "owner_stays" else "blocked", why=obstacle)
            return removal._replace(decision=decision)
    return None


def _obstacle(live: Live, removals: Mapping[str, _Removal], users: Users) -> Reason | None:
    if live.foreign_holders:
        return reason("held_by", holders=list(live.foreign_holders))
    owner = removals.get(live.owner)
    if owner and owner.decision.verb != "delete":
        return reason("owner_stays", owner=resource_label(owner.live))
    not_deleted = {
        resource_label(removal.live)
        for removal in removals.values()
        if removal.decision.verb in ("blocked", "keep") and live.id in removal.live.uses
    }
    remaining = sorted(not_deleted | users.get(live.id, frozenset()))
    return reason("used_by", users=remaining) if remaining else None


def _line(removal: _Removal) -> Change:
    live, slot, decision = removal
    return Change(
        slot=slot,
        verb=decision.verb,
        why=decision.why,
        # What somebody else added to an owned resource is shown, but not recorded.
        id="" if decision.verb == "keep" and live.key and not live.is_recorded else live.id,
        name=live.name,
        steps=decision.steps,
        details=decision.details,
        attributes=live.attributes,
        is_keyed=bool(live.key),
        is_foreign=live.is_pinned or not live.may_delete,
        released_public_ip=decision.released_public_ip if slot.name == CURRENT else "",
    )
