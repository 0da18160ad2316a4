"""Plans that change ownership, not resources: adopt, forget, and `state rebuild` from the tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from netsec.app.stack import Stack
from netsec.codes import NOT_FOUND
from netsec.errors import Conflict, Refused
from netsec.kinds import KINDS
from netsec.model import (
    CURRENT,
    OWNERSHIP_TAGS,
    STACK_TAG,
    VPC_TAG,
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
from netsec.model.timestamps import format_timestamp, readable_timestamp
from netsec.planning.ownership import record_ids
from netsec.planning.removal import find_removals


def plan_adoption(stack: Stack, address: Address, resource_id: str) -> Plan:
    """Adopt one existing resource by giving it netsec's tags; the next plan shows what else differs from the config.

    Refused for an unknown address or id, or a resource netsec can't manage; Conflict where it belongs to another stack
    or VPC, or another resource has this address.
    """
    observation = stack.observe()
    kind = KINDS.get(address.kind)
    specs = {spec.address: spec for kind in KINDS.values() for spec in kind.desire(stack.config, observation.network)}
    adoptable = sorted(str(known) for known, spec in specs.items() if spec.tags)
    if kind is None or str(address) not in adoptable:
        raise Refused(reason("address_unknown", address=str(address), known=adoptable))
    live = next((live for live in observation.lives if (live.kind, live.id) == (address.kind, resource_id)), None)
    if live is None:
        raise Refused(reason("nothing_to_adopt", id=resource_id, address=str(address)))
    _check_adoptable(stack, address, live, observation.lives)
    return Plan((_adoption(specs[address], live),))


def _check_adoptable(stack: Stack, address: Address, live: Live, lives: Iterable[Live]) -> None:
    stack_tag = live.tags.get(STACK_TAG, stack.config.stack)
    if stack_tag != stack.config.stack:
        raise Conflict(reason("adopt_of_other_stack", id=live.id, stack=stack_tag))
    if (
        stack.observation
        and live.tags.get(VPC_TAG, stack.observation.network.vpc_id) != stack.observation.network.vpc_id
    ):
        raise Conflict(reason("adopt_of_other_vpc", id=live.id, vpc=live.tags[VPC_TAG]))
    if live.unsupported or live.is_pinned:
        raise Refused(live.not_ours_reason or reason("variant_unknown", id=live.id, variant=live.unsupported))
    holders = [
        other.id
        for other in lives
        if other.id != live.id and other.is_owned and address == other.address != live.address and not other.terminating
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


def plan_forget(stack: Stack, addresses: Iterable[Address]) -> Plan:
    """Remove netsec's tags from these resources; their other tags stay. Refused for an address not on record."""
    observation, changes = stack.observe(), []
    ours = {live.id: live for live in observation.lives if not live.key and _has_our_tags(live, stack)}
    for address in addresses:
        record = stack.state.records.get(address)
        if record is None:
            known = sorted(map(str, stack.state.records))
            raise Refused(reason("forget_unknown", address=str(address), known=known))
        changes.append(_forgetting(address, record, ours))
    return Plan(tuple(changes))


def _has_our_tags(live: Live, stack: Stack) -> bool:
    """Whether its stack tag is ours and its VPC tag is not another's; pinned or unmanaged ones may be forgotten."""
    assert stack.observation  # nosec B101 # set by observe()
    vpc_id = stack.observation.network.vpc_id
    return live.tags.get(STACK_TAG) == stack.config.stack and live.tags.get(VPC_TAG, vpc_id) == vpc_id


def _forgetting(address: Address, record: Record, ours: Mapping[str, Live]) -> Change:
    """Removes our tags from the resources that have them; one that is only on record, and not ours, is not touched."""
    ids = record_ids(record)
    keys = [{"Key": key} for key in sorted(OWNERSHIP_TAGS)]
    calls = tuple(
        Call(
            op="delete_tags",
            params={"Resources": [resource_id], "Tags": keys},
            benign=tuple(sorted(NOT_FOUND | KINDS.not_found_codes)),
        )
        for resource_id in ids
        if resource_id in ours and ours[resource_id].kind == address.kind
    )
    return Change(
        slot=Slot(address),
        verb="update" if calls else "keep",
        why=reason("forgotten" if calls or not ids else "forgotten_not_ours"),
        id=record.id,
        name=ours[record.id].name if record.id in ours else "",
        steps=calls,
        is_keyed=not record.id,
    )


def with_dependents(stack: Stack, address: Address) -> tuple[Address, ...]:
    """The address, and those that exist only as parts of its resource: the rules of a group, the entries of an ACL."""
    records = stack.state.records
    own_id = records[address].id if address in records else ""
    dependents = {
        other for other, record in records.items() if own_id and not record.id and own_id in record.attributes.values()
    }
    return (address, *sorted(dependents - {address}))


def plan_rebuild(stack: Stack) -> Plan:
    """A plan that records every resource with this stack's tags, and changes none; the recorded state is not read."""
    resources = find_removals(stack.observe(every_kind=True), (), {}, frozenset(KINDS))
    changes = [_recording(live, slot) for live, slot in resources.values() if live.is_owned]
    return Plan(tuple(sorted(changes, key=lambda change: (list(KINDS).index(change.address.kind), change.slot))))


def rebuild_state(stack: Stack, plan: Plan) -> None:
    """Replace the recorded state by what the plan found; the old state stays as a backup."""
    stack.store.back_up()
    stack.journal.record_plan(plan, **stack.location())


def _recording(live: Live, slot: Slot) -> Change:
    is_terminating = live.terminating and slot.name == CURRENT
    return Change(
        slot=replace(slot, name=live.id) if is_terminating else slot,
        verb="adopt",
        why=reason("found_by_tags"),
        id=live.id,
        name=live.name,
        details=tuple(_facts(live)),
        attributes=live.attributes,
        is_keyed=bool(live.key),
    )


def _facts(live: Live) -> Iterator[Detail]:
    """What helps a person to recognize it: public IP and creation time."""
    if live.attributes.get("public_ip"):
        yield Detail("=", live.attributes["public_ip"], reason("its_public_ip"))
    if live.created:
        yield Detail("=", str(readable_timestamp(format_timestamp(live.created.timestamp()))), reason("its_creation"))
