"""What is deleted: everything owned that no spec is bound to, unless something that remains still uses it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from netsec.kinds import KINDS
from netsec.model import CURRENT, Change, Decision, Live, Reason, Record, Retire, Slot, Spec, reason
from netsec.planning.binding import Bound
from netsec.planning.match import mentions
from netsec.planning.observe import Observation
from netsec.planning.ownership import NOTHING, Records

# Live id → the resource and its slot.
Leaving = dict[str, tuple[Live, Slot]]
# Id of a resource → labels of what uses it.
Users = Mapping[str, frozenset[str]]


class _Removal(NamedTuple):
    """A resource to delete, its slot, and what is decided about it."""

    live: Live
    slot: Slot
    decision: Decision


def find_leaving(observation: Observation, bounds: Iterable[Bound], records: Records, kinds: frozenset[str]) -> Leaving:
    """All of these kinds that is owned, or recorded as owned, and that no spec is bound to.

    Where it is not clear which resource belongs to an address, none of them is included, nor what they own.
    """
    bounds = tuple(bounds)
    wanted = {bound.spec.address for bound in bounds}
    unclear = {bound.spec.address for bound in bounds if bound.decision.verb == "blocked"}
    undecided = {live.id for live in observation.lives if live.address in unclear}
    staying = {(bound.stays.kind, bound.stays.id) for bound in bounds if bound.stays}
    leaving: Leaving = {}
    for live in sorted(observation.lives, key=lambda live: live.id):
        if not (live.address and _is_candidate(live, kinds)) or undecided & {live.id, live.owner}:
            continue
        if (live.kind, live.id) not in staying:
            taken = live.address in wanted or Slot(live.address) in {slot for _, slot in leaving.values()}
            leaving[live.id] = (live, Slot(live.address, _slot_name(live, records.get(live.address, NOTHING), taken)))
    return leaving


def _is_candidate(live: Live, kinds: frozenset[str]) -> bool:
    """Owned, or recorded as owned: that the latter can't be deleted is said too."""
    return bool(live.owned or live.disowned) and live.kind in kinds


def _slot_name(live: Live, record: Record, taken: bool) -> str:
    """The current slot, unless that belongs to another resource or the state knows this one as an old one."""
    is_other_recorded = bool(record.id) and record.id != live.id and not live.key
    return live.id if taken or is_other_recorded or live.id in record.old else CURRENT


def label(live: Live) -> str:
    """What a live resource is called in messages: its address, or the name and id of a foreign one."""
    if live.owned and live.address:
        return str(live.address)
    return f"{live.name} {live.id}".strip()


def remaining_users(observation: Observation, bounds: Iterable[Bound], leaving: Leaving) -> Users:
    """Id → what still uses it after the plan: foreign resources, and owned ones that remain and keep using it."""
    updated = {bound.live.id: bound.spec for bound in bounds if bound.live and bound.decision.verb == "update"}
    users: dict[str, set[str]] = {}
    for live in observation.lives:
        if live.id not in leaving:
            for used in live.uses:
                if live.id not in updated or _keeps_using(updated[live.id], used):
                    users.setdefault(used, set()).add(label(live))
    return {used: frozenset(labels) for used, labels in users.items()}


def _keeps_using(spec: Spec, used: str) -> bool:
    """Whether it uses the id after its update; a group that is not exclusive keeps every rule that it has."""
    return mentions(spec, used) or not getattr(spec, "exclusive", True)


def retire_all(leaving: Leaving, retire: Retire, users: Users, replaced: frozenset[str]) -> list[Change]:
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


def _decide(live: Live, slot: Slot, retire: Retire, leaving: Leaving, replaced: frozenset[str]) -> Decision:
    if left := _left_alone(live, retire, leaving):
        return left
    surplus = slot.name != CURRENT
    # Of several Elastic IPs at an address, only the current one is kept.
    decision = KINDS[live.kind].delete(live, replace(retire, keep_addresses=retire.keep_addresses and not surplus))
    if live.id in replaced:
        return replace(decision, why=reason("replaced"))
    if retire.explicit and decision.why.code == "not_wanted":
        return replace(decision, why=reason("asked_to_go"))
    spare = surplus and not live.fading and decision.verb == "delete"
    return replace(decision, why=reason("spare")) if spare else decision


def _left_alone(live: Live, retire: Retire, leaving: Leaving) -> Decision | None:
    """The decision about what is not deleted, whatever its kind says; blocked where the run is meant to delete it."""
    if live.pinned or (live.key and live.owner in leaving):
        return None
    if live.disowned:
        harmless = live.unsupported and not (retire.explicit and live.recorded)
        return Decision(verb="keep" if harmless else "blocked", why=live.disowned)
    if live.address and live.address in retire.unseen:
        return Decision(verb="blocked", why=retire.unseen[live.address])
    if live.proven or retire.by_tags:
        return None
    why = reason("only_by_tags", id=live.id, name=live.name)
    return Decision(verb="blocked" if retire.explicit and not live.key else "keep", why=why)


def _next_obstructed(removals: Mapping[str, _Removal], users: Users) -> _Removal | None:
    """The first delete that is obstructed, with that as its decision; None when there is none left."""
    for removal in removals.values():
        obstacle = _obstacle(removal.live, removals, users) if removal.decision.verb == "delete" else None
        if obstacle:
            decision = Decision(verb="keep" if obstacle.code == "owner_stays" else "blocked", why=obstacle)
            return removal._replace(decision=decision)
    return None


def _obstacle(live: Live, removals: Mapping[str, _Removal], users: Users) -> Reason | None:
    if live.holders:
        return reason("held_by", holders=list(live.holders))
    owner = removals.get(live.owner)
    if owner and owner.decision.verb != "delete":
        return reason("owner_stays", owner=label(owner.live))
    not_deleted = {
        label(removal.live)
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
        id="" if decision.verb == "keep" and live.key and not live.recorded else live.id,
        name=live.name,
        steps=decision.steps,
        details=decision.details,
        attributes=live.attributes,
        keyed=bool(live.key),
        foreign=live.pinned or not live.proven,
        leaves=decision.leaves if slot.name == CURRENT else "",
    )
