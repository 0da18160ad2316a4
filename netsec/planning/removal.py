"""What goes: everything of ours that no spec is bound to; nothing goes while something that stays still uses it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from netsec.kinds import KINDS
from netsec.model import CURRENT, Change, Decision, Live, Reason, Record, Retire, Slot, Spec, reason
from netsec.planning.binding import Bound
from netsec.planning.match import mentions
from netsec.planning.observe import Observation
from netsec.planning.ownership import NOTHING, Records

Leaving = dict[str, tuple[Live, Slot]]
Users = Mapping[str, frozenset[str]]
Decided = dict[str, tuple[Live, Slot, Decision]]


def find_leaving(seen: Observation, bounds: Iterable[Bound], records: Records, kinds: frozenset[str]) -> Leaving:
    """Live id → the resource and its slot, for all of ours (of these kinds) that is not bound to stay.

    Where it is not clear which one stands at an address, none of them goes, nor what hangs on them.
    """
    wanted = {bound.spec.address for bound in bounds}
    unclear = {bound.spec.address for bound in bounds if bound.decision.verb == "blocked"}
    waiting = {live.id for live in seen.lives if live.address in unclear}
    staying = {(bound.stays.kind, bound.stays.id) for bound in bounds if bound.stays}
    leaving: Leaving = {}
    for live in sorted(seen.lives, key=lambda live: live.id):
        if not (live.address and _concerns_us(live, kinds)) or waiting & {live.id, live.owner}:
            continue
        if (live.kind, live.id) not in staying:
            taken = live.address in wanted or Slot(live.address) in {slot for _, slot in leaving.values()}
            leaving[live.id] = (live, Slot(live.address, _slot_name(live, records.get(live.address, NOTHING), taken)))
    return leaving


def _concerns_us(live: Live, kinds: frozenset[str]) -> bool:
    """Ours, or on record as ours: what can't be taken away is said as well."""
    return bool(live.owned or live.disowned) and live.kind in kinds


def _slot_name(live: Live, record: Record, taken: bool) -> str:
    """The current slot, unless another stands or will stand there, or the state knows this one as an old one."""
    another = bool(record.id) and record.id != live.id and not live.key
    return live.id if taken or another or live.id in record.old else CURRENT


def label(live: Live) -> str:
    """What people call a live resource: our address, or a stranger's name and id."""
    if live.owned and live.address:
        return str(live.address)
    return f"{live.name} {live.id}".strip()


def remaining_users(seen: Observation, bounds: Iterable[Bound], leaving: Leaving) -> Users:
    """Id → who will still use it when the plan is done: strangers, and ours that stay and do not move away from it."""
    moved = {bound.live.id: bound.spec for bound in bounds if bound.live and bound.decision.verb == "update"}
    users: dict[str, set[str]] = {}
    for live in seen.lives:
        if live.id not in leaving:
            for used in live.uses:
                if live.id not in moved or _goes_on_using(moved[live.id], used):
                    users.setdefault(used, set()).add(label(live))
    return {used: frozenset(names) for used, names in users.items()}


def _goes_on_using(spec: Spec, used: str) -> bool:
    """What is not exclusive lets go of nothing: a rule that nobody wrote down stays, and what it names with it."""
    return mentions(spec, used) or not getattr(spec, "exclusive", True)


def retire_all(leaving: Leaving, retire: Retire, users: Users, replaced: frozenset[str]) -> list[Change]:
    """The deletes, and the blocked or kept lines of what can't go."""
    decided: Decided = {
        live_id: (live, slot, _decide(live, slot, retire, leaving, replaced))
        for live_id, (live, slot) in leaving.items()
    }
    while obstacle := _next_obstacle(decided, users):
        live, slot, decision = obstacle
        decided[live.id] = (live, slot, decision)
    return [
        _line(live, slot, decision)
        for live, slot, decision in decided.values()
        if decision.steps or decision.verb != "delete"
    ]


def _decide(live: Live, slot: Slot, retire: Retire, leaving: Leaving, replaced: frozenset[str]) -> Decision:
    if left := _left_alone(live, retire, leaving):
        return left
    surplus = slot.name != CURRENT
    # Of several addresses one is worth keeping, not all.
    decision = KINDS[live.kind].delete(live, replace(retire, keep_addresses=retire.keep_addresses and not surplus))
    if live.id in replaced:
        return replace(decision, why=reason("replaced"))
    if retire.explicit and decision.why.code == "not_wanted":
        return replace(decision, why=reason("asked_to_go"))
    spare = surplus and not live.fading and decision.verb == "delete"
    return replace(decision, why=reason("spare")) if spare else decision


def _left_alone(live: Live, retire: Retire, leaving: Leaving) -> Decision | None:
    """What is not deleted, whatever its kind says; that is in the way only of a run that is to take it away."""
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


def _next_obstacle(decided: Decided, users: Users) -> tuple[Live, Slot, Decision] | None:
    """One more resource that can't go: what is blocked stays, so what it uses stays, and what it owns."""
    for live, slot, decision in decided.values():
        why = _obstacle(live, decided, users) if decision.verb == "delete" else None
        if why:
            verb = "keep" if why.code == "owner_stays" else "blocked"
            return live, slot, Decision(verb=verb, why=why)  # type: ignore[arg-type]
    return None


def _obstacle(live: Live, decided: Decided, users: Users) -> Reason | None:
    if live.holders:
        return reason("held_by", holders=list(live.holders))
    owner = decided.get(live.owner)
    if owner and owner[2].verb != "delete":
        return reason("owner_stays", owner=label(owner[0]))
    stuck = {
        label(other) for other, _, its in decided.values() if its.verb in ("blocked", "keep") and live.id in other.uses
    }
    still = sorted(stuck | users.get(live.id, frozenset()))
    return reason("used_by", users=still) if still else None


def _line(live: Live, slot: Slot, decision: Decision) -> Change:
    return Change(
        slot=slot,
        verb=decision.verb,
        why=decision.why,
        # What somebody else hung on a resource of ours is shown, and not taken on record.
        id="" if decision.verb == "keep" and live.key and not live.recorded else live.id,
        name=live.name,
        steps=decision.steps,
        details=decision.details,
        attributes=live.attributes,
        keyed=bool(live.key),
        foreign=live.pinned or not live.proven,
        leaves=decision.leaves if slot.name == CURRENT else "",
    )
