"""Changes of who owns what: take a resource over, let one go, learn everything anew from the tags."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from netsec.app.stack import Stack
from netsec.codes import NOT_FOUND
from netsec.errors import Conflict, Refused
from netsec.kinds import KINDS
from netsec.model import (
    CURRENT,
    OWN_TAGS,
    STACK_TAG,
    Address,
    Call,
    Change,
    Detail,
    Live,
    Plan,
    Record,
    Slot,
    Spec,
    reason,
    tag_list,
)
from netsec.planning.removal import find_leaving


def plan_adoption(stack: Stack, address: Address, resource_id: str) -> Plan:
    """Tag one existing resource as ours; what differs from the config is for the next plan to say."""
    seen = stack.observe()
    kind = KINDS.get(address.kind)
    wanted = {spec.address: spec for kind in KINDS.values() for spec in kind.desire(stack.config, seen.network)}
    adoptable = sorted(str(known) for known, spec in wanted.items() if spec.tags)
    if kind is None or str(address) not in adoptable:
        raise Refused(reason("address_unknown", address=str(address), known=adoptable))
    live = next((live for live in seen.lives if (live.kind, live.id) == (address.kind, resource_id)), None)
    if live is None:
        raise Refused(reason("nothing_to_adopt", id=resource_id, address=str(address)))
    _check_free(stack, address, live, seen.lives)
    return Plan((_adoption(wanted[address], live),))


def _check_free(stack: Stack, address: Address, live: Live, lives: Iterable[Live]) -> None:
    stack_tag = live.tags.get(STACK_TAG, stack.config.stack)
    if stack_tag != stack.config.stack:
        raise Conflict(reason("adopt_of_other_stack", id=live.id, stack=stack_tag))
    holders = [
        other.id
        for other in lives
        if other.id != live.id and other.owned and address == other.address != live.address and not other.fading
    ]
    if holders:
        raise Conflict(reason("adopt_taken", address=str(address), id=holders[0]))


def _adoption(spec: Spec, live: Live) -> Change:
    missing = {key: value for key, value in spec.tags.items() if live.tags.get(key) != value}
    call = Call(op="create_tags", params={"Resources": [live.id], "Tags": tag_list(missing)})
    return Change(
        slot=Slot(spec.address),
        verb="adopt",
        why=reason("adopted_by_hand", id=live.id),
        id=live.id,
        name=live.name,
        steps=(call,) if missing else (),
        details=tuple(Detail("+", f"tag {key}={missing[key]}", reason("tag_missing")) for key in sorted(missing)),
        attributes=live.attributes,
        tag_keys=tuple(sorted(spec.tags)),
    )


def plan_forgetting(stack: Stack, addresses: Iterable[Address]) -> Plan:
    """Take our tags off these resources; they themselves and their other tags stay."""
    stack.observe()
    changes = []
    for address in addresses:
        record = stack.state.records.get(address)
        if record is None:
            known = sorted(str(each) for each in stack.state.records)
            raise Refused(reason("forget_unknown", address=str(address), known=known))
        changes.append(_forgetting(address, record))
    return Plan(tuple(changes))


def _forgetting(address: Address, record: Record) -> Change:
    ids = [each for each in (record.id, *record.old) if each]
    keys = [{"Key": key} for key in sorted(OWN_TAGS)]
    calls = (
        Call(op="delete_tags", params={"Resources": [each], "Tags": keys}, benign=tuple(sorted(NOT_FOUND)))
        for each in ids
    )
    return Change(
        slot=Slot(address),
        verb="update" if ids else "keep",
        why=reason("forgotten"),
        id=record.id,
        steps=tuple(calls),
        keyed=not record.id,
    )


def with_hangers_on(stack: Stack, address: Address) -> tuple[Address, ...]:
    """An address, and those without an id of their own that hang on what stands there (a group's rules)."""
    records = stack.state.records
    own_id = records[address].id if address in records else ""
    hung = (
        each for each, record in records.items() if own_id and not record.id and own_id in record.attributes.values()
    )
    return (address, *sorted(set(hung) - {address}))


def rebuild(stack: Stack) -> Plan:
    """Everything that carries this stack's tags, as a plan that only records; the recorded state is not looked at."""
    seen = stack.observe()
    leaving = find_leaving(seen, (), {}, frozenset(KINDS))
    changes = [_found(live, slot) for live, slot in leaving.values()]
    plan = Plan(tuple(sorted(changes, key=lambda change: (list(KINDS).index(change.address.kind), change.slot))))
    stack.store.back_up()
    stack.ledger.adopt(plan, **stack.header())
    return plan


def _found(live: Live, slot: Slot) -> Change:
    fading = live.fading and slot.name == CURRENT
    return Change(
        slot=replace(slot, name=live.id) if fading else slot,
        verb="adopt",
        why=reason("found_by_tags"),
        id=live.id,
        name=live.name,
        attributes=live.attributes,
        keyed=bool(live.key),
    )
