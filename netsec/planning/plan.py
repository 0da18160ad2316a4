"""Spec × Live × recorded → Plan: the whole decision, pure; a why on every line, edges from Refs and uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from netsec.kinds import KINDS
from netsec.model import (
    CURRENT,
    Address,
    Call,
    Change,
    Config,
    Detail,
    Live,
    Plan,
    Query,
    Retire,
    Slot,
    Step,
    merged,
    reason,
)
from netsec.planning.binding import Bound, bind_all
from netsec.planning.gaps import nameless
from netsec.planning.match import mentions
from netsec.planning.observe import Observation
from netsec.planning.ownership import Records
from netsec.planning.preflight import examined
from netsec.planning.removal import Leaving, find_leaving, remaining_users, retire_all
from netsec.planning.unserved import no_longer_shown

EVERY_KIND = frozenset(KINDS)
Edges = dict[Slot, frozenset[Slot]]
RANKS = {name: rank for rank, name in enumerate(KINDS)}


def make_plan(config: Config, seen: Observation, records: Records) -> Plan:
    """What makes AWS equal to the config; pure."""
    bounds = tuple(bind_all(config, seen, records))
    retire = Retire(keep_addresses=config.nat.keep_eips, unseen=no_longer_shown(config, seen))
    plan = _assemble(bounds, seen, records, EVERY_KIND, retire)
    return examined(plan, config, seen)


def make_destroy_plan(seen: Observation, records: Records, kinds: frozenset[str], retire: Retire) -> Plan:
    """What takes away everything of ours that is of these kinds; pure."""
    return replace(_assemble((), seen, records, kinds, retire), problems=tuple(nameless(seen.answers)))


def _assemble(
    bounds: tuple[Bound, ...], seen: Observation, records: Records, kinds: frozenset[str], retire: Retire
) -> Plan:
    leaving = find_leaving(seen, bounds, records, kinds)
    replaced = {bound.live.id: Slot(bound.spec.address) for bound in bounds if bound.live and not bound.stays}
    retire = replace(retire, staying=frozenset(bound.stays.id for bound in bounds if bound.stays))
    deletes = retire_all(leaving, retire, remaining_users(seen, bounds, leaving), frozenset(replaced))
    lines = [_knowing(_line(bound, leaving), seen.lives) for bound in bounds]
    changes = sorted([*lines, *deletes], key=_place)
    needs = _edges(changes, bounds, seen.lives, leaving)
    gaps = {slot: (_gap(slot, old, needs),) for old, slot in replaced.items()}
    connected = (
        replace(change, needs=needs[change.slot], details=(*change.details, *gaps.get(change.slot, ())))
        for change in changes
    )
    return Plan(changes=tuple(connected), asks=_asks(bounds, seen.lives, leaving))


def _place(change: Change) -> tuple[int, Address, bool, str]:
    """Where a change is shown: kinds in their order, an address's current resource before its old ones."""
    return (RANKS[change.address.kind], change.address, change.slot.name != CURRENT, change.slot.name)


def _line(bound: Bound, leaving: Leaving) -> Change:
    """A wanted resource's line. What makes it new waits for old ones that hold what it needs (a NAT's address)."""
    live, decision = bound.stays, bound.decision
    makes = live is None and decision.verb != "blocked"
    holders = frozenset(
        slot
        for old, slot in leaving.values()
        if makes and old.kind == bound.spec.address.kind and any(mentions(bound.spec, used) for used in old.uses)
    )
    return Change(
        slot=Slot(bound.spec.address),
        verb=decision.verb,
        why=decision.why,
        id=live.id if live else "",
        name=bound.spec.tags.get("Name", live.name if live else ""),
        steps=decision.steps,
        details=decision.details,
        needs=bound.needs | holders,
        attributes={**(live.attributes if live else {}), **decision.attributes},
        tag_keys=tuple(sorted(bound.spec.tags)),
        keyed=bool(bound.spec.key),
    )


def _knowing(change: Change, lives: Iterable[Live]) -> Change:
    """Tell each create what is there already, so that a look-up does not mistake one of those for its own."""
    known = frozenset(live.id for live in lives if live.kind == change.address.kind)
    return replace(change, steps=tuple(_excluding(step, known) for step in change.steps))


def _excluding(step: Step, known: frozenset[str]) -> Step:
    if isinstance(step, Call) and step.recover:
        return replace(step, recover=replace(step.recover, known=known))
    return step


def _edges(changes: list[Change], bounds: Iterable[Bound], lives: Iterable[Live], leaving: Leaving) -> Edges:
    """Draw the edges between changes that do something: users are moved or deleted before what they use is deleted."""
    busy = {change.slot for change in changes if change.steps}
    slots: Mapping[str, Slot] = {
        **{bound.live.id: Slot(bound.spec.address) for bound in bounds if bound.stays and bound.live},
        **{live_id: slot for live_id, (_, slot) in leaving.items()},
    }
    users: dict[str, set[Slot]] = {}
    for live in lives:
        for used in {*live.uses, live.owner} if live.id in slots else ():
            users.setdefault(used, set()).add(slots[live.id])
    needs = {change.slot: frozenset(change.needs & busy) for change in changes}
    for change in changes:
        if change.verb == "delete":
            waits = (users.get(change.id, set()) & busy) - {change.slot}
            needs[change.slot] |= {user for user in sorted(waits) if change.slot not in _awaited(user, needs)}
    return needs


def _awaited(slot: Slot, needs: Edges) -> frozenset[Slot]:
    """All that this slot waits for. A delete can't wait for users that wait for it: they can only move afterwards."""
    found: set[Slot] = set()
    look = [slot]
    while look:
        more = needs.get(look.pop(), frozenset()) - found
        found |= more
        look.extend(more)
    return frozenset(found)


def _gap(slot: Slot, old: str, needs: Edges) -> Detail:
    """What a replacement costs: a gap, where the new one has to wait until the old one is gone."""
    waits = Slot(slot.address, old) in _awaited(slot, needs)
    return Detail("~", old, reason("replaced_with_gap" if waits else "replaced_without_gap"))


def _asks(bounds: Iterable[Bound], lives: Iterable[Live], leaving: Leaving) -> tuple[Query, ...]:
    """What is worth asking only now: rule ids where rules change, network interfaces where groups go.

    The latter of all that claim such an address, since the answer may be that another one goes.
    """
    changing = [bound.live for bound in bounds if bound.live and bound.decision.verb == "update"]
    addresses = {live.address for live, _ in leaving.values()}
    going = [live for live in lives if live.id in leaving or (live.owned and live.address in addresses)]
    return merged(
        *(kind.ask([live for live in changing if live.kind == kind.name], False) for kind in KINDS.values()),
        *(kind.ask([live for live in going if live.kind == kind.name], True) for kind in KINDS.values()),
    )
