"""Specs × live resources × records → Plan: the whole decision, pure. Dependencies come from Refs and `uses`."""

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
    DestroyOptions,
    Detail,
    Live,
    Plan,
    Query,
    Slot,
    Step,
    reason,
    unique_queries,
)
from netsec.planning.binding import BoundSpec, bind_specs
from netsec.planning.incomplete_answers import items_without_id
from netsec.planning.match import mentions_id
from netsec.planning.observation import Observation
from netsec.planning.orphans import orphaned_addresses
from netsec.planning.ownership import Records
from netsec.planning.preflight import with_preflight
from netsec.planning.removal import Removals, find_removals, plan_removals, remaining_users

# Slot → the slots that are completed before its steps start.
Dependencies = dict[Slot, frozenset[Slot]]


def make_plan(config: Config, observation: Observation, records: Records) -> Plan:
    """The plan that makes AWS equal to the config; pure."""
    bounds = tuple(bind_specs(config, observation, records))
    retire = DestroyOptions(keep_addresses=config.nat.keep_eips, orphaned=orphaned_addresses(config, observation))
    plan = _assemble(bounds, observation, records, frozenset(KINDS), retire)
    return with_preflight(plan, config, observation)


def make_destroy_plan(
    observation: Observation, records: Records, kinds: frozenset[str], retire: DestroyOptions
) -> Plan:
    """The plan that deletes everything of these kinds that the stack owns; pure."""
    plan = _assemble((), observation, records, kinds, retire)
    return replace(plan, problems=tuple(items_without_id(observation.answers)))


def _assemble(
    bounds: tuple[BoundSpec, ...],
    observation: Observation,
    records: Records,
    kinds: frozenset[str],
    retire: DestroyOptions,
) -> Plan:
    lives = observation.lives
    leaving = find_removals(observation, bounds, records, kinds)
    replaced = {bound.live.id: Slot(bound.spec.address) for bound in bounds if bound.live and not bound.surviving}
    retire = replace(retire, surviving_ids=frozenset(bound.surviving.id for bound in bounds if bound.surviving))
    deletes = plan_removals(leaving, retire, remaining_users(observation, bounds, leaving), frozenset(replaced))
    lines = [_with_known_ids(_line(bound, leaving), lives) for bound in bounds]
    changes = sorted([*lines, *deletes], key=_display_order)
    needs = _dependencies(changes, _users(lives, _slots_by_id(bounds, leaving)))
    gaps = {slot: (_gap(slot, old, needs),) for old, slot in replaced.items()}
    ordered = (
        replace(change, needs=needs[change.slot], details=(*change.details, *gaps.get(change.slot, ())))
        for change in changes
    )
    return Plan(changes=tuple(ordered), followup_queries=_followup_queries(bounds, lives, leaving))


def _display_order(change: Change) -> tuple[int, Address, bool, str]:
    """By kind, then address; an address's current resource before its old ones."""
    return (list(KINDS).index(change.address.kind), change.address, change.slot.name != CURRENT, change.slot.name)


def _line(bound: BoundSpec, leaving: Removals) -> Change:
    """A wanted resource's change. A create waits for old resources that hold what it needs (a NAT's Elastic IP)."""
    live, decision = bound.surviving, bound.decision
    is_created = live is None and decision.verb != "blocked"
    holders = frozenset(
        slot
        for old, slot in leaving.values()
        if is_created
        and old.kind == bound.spec.address.kind
        and any(mentions_id(bound.spec, used) for used in old.uses)
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
        is_keyed=bool(bound.spec.key),
    )


def _with_known_ids(change: Change, lives: Iterable[Live]) -> Change:
    """Tell each create what exists already, so that a look-up by tags does not take one of those for its own."""
    known = frozenset(live.id for live in lives if live.kind == change.address.kind)
    return replace(change, steps=tuple(_excluding(step, known) for step in change.steps))


def _excluding(step: Step, known: frozenset[str]) -> Step:
    if isinstance(step, Call) and step.recover:
        return replace(step, recover=replace(step.recover, known_ids=known))
    return step


def _slots_by_id(bounds: Iterable[BoundSpec], leaving: Removals) -> Mapping[str, Slot]:
    """Live id → the slot in which the plan has it: as a wanted resource that remains, or as one to delete."""
    return {
        **{bound.surviving.id: Slot(bound.spec.address) for bound in bounds if bound.surviving},
        **{live_id: slot for live_id, (_, slot) in leaving.items()},
    }


def _users(lives: Iterable[Live], slots: Mapping[str, Slot]) -> Mapping[str, frozenset[Slot]]:
    """Id → the slots of the resources that use it or belong to it, as far as the plan has them."""
    users: dict[str, frozenset[Slot]] = {}
    for live in lives:
        if live.id in slots:
            for used in {*live.uses, live.owner}:
                users[used] = users.get(used, frozenset()) | {slots[live.id]}
    return users


def _dependencies(changes: list[Change], users: Mapping[str, frozenset[Slot]]) -> Dependencies:
    """What each change waits for, among the changes that have steps.

    A change waits for the resources that its Refs name. A delete also waits until every user of the resource is deleted
    or updated. A user that itself waits for this delete is left out: it can only follow.
    """
    active = {change.slot for change in changes if change.steps}
    needs = {change.slot: change.needs & active for change in changes}
    for change in changes:
        if change.verb == "delete":
            others = (users.get(change.id, frozenset()) & active) - {change.slot}
            needs[change.slot] |= {user for user in others if change.slot not in _all_needs(user, needs)}
    return needs


def _all_needs(slot: Slot, needs: Dependencies) -> frozenset[Slot]:
    """All slots that this one waits for, directly or not."""
    reached: set[Slot] = set()
    open_slots = [slot]
    while open_slots:
        more = needs.get(open_slots.pop(), frozenset()) - reached
        reached |= more
        open_slots.extend(more)
    return frozenset(reached)


def _gap(slot: Slot, old: str, needs: Dependencies) -> Detail:
    """Whether a replacement interrupts the service: it does if the new resource waits for the delete of the old one."""
    waits = Slot(slot.address, old) in _all_needs(slot, needs)
    return Detail("~", old, reason("replaced_with_gap" if waits else "replaced_without_gap"))


def _followup_queries(bounds: Iterable[BoundSpec], lives: Iterable[Live], leaving: Removals) -> tuple[Query, ...]:
    """What is asked only where something changes: rule ids where rules do, network interfaces where a group is deleted.

    The latter for everything at such an address, since the answers may decide which one is deleted.
    """
    updated = [bound.live for bound in bounds if bound.live and bound.decision.verb == "update"]
    addresses = {live.address for live, _ in leaving.values()}
    deleted = [live for live in lives if live.id in leaving or (live.is_owned and live.address in addresses)]
    return unique_queries(
        *(
            kind.followup_queries([live for live in updated if live.kind == kind.name], False)
            for kind in KINDS.values()
        ),
        *(kind.followup_queries([live for live in deleted if live.kind == kind.name], True) for kind in KINDS.values()),
    )
