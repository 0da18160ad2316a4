"""Which live resources are this stack's. Tags are enough to adopt and update; only a record permits to delete.

`owned`     it is of this stack: by its own tags, or by those of its owner
`recorded`  the state, or an intent, knows this very resource
`may_delete`    it may be deleted: it, or its owner, is owned and recorded
`is_contested` it is owned by its tags alone, while another resource is recorded at its address: another machine made it
`disowned`  why netsec leaves it alone, though it is recorded or has the stack's tag
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from netsec.model import MANAGED_TAG, STACK_TAG, TOOL_NAME, VPC_TAG, Address, Intent, Live, Reason, Record, reason

Records = Mapping[Address, Record]
NO_RECORD = Record()


@dataclass(frozen=True, kw_only=True)
class StackIdentity:
    """The stack and the VPC that resources are compared with; `pinned`: allocation ids that netsec.toml names."""

    stack: str
    vpc_id: str
    pinned: frozenset[str] = frozenset()


def with_ownership(
    lives: Iterable[Live], records: Records, intents: Sequence[Intent], identity: StackIdentity
) -> Iterator[Live]:
    """Each live resource with its ownership decided, in the order given.

    What has an id is judged by its own tags, what has a key instead (a route, a rule set) by its owner.
    """
    addressed = _with_recorded_addresses(lives, records)
    by_tags = [live if live.key else _judged_by_tags(live, records, intents, identity) for live in addressed]
    judged = _with_contested(by_tags)
    owners = {live.id: live for live in judged if not live.key}
    for live in judged:
        yield _judged_by_owner(live, owners.get(live.owner), records) if live.key else live


def _with_recorded_addresses(lives: Iterable[Live], records: Records) -> list[Live]:
    """Each live resource at the address where it is recorded, even if its tag names another by now."""
    recorded = {(address.kind, each): address for address, record in records.items() for each in record_ids(record)}
    lives = [replace(live, address=recorded.get((live.kind, live.id), live.address)) for live in lives]
    recorded_owners = {live.id: live.address for live in lives if (live.kind, live.id) in recorded}
    return [_named_after(recorded_owners.get(live.owner), live) for live in lives]


def _named_after(owner: Address | None, live: Live) -> Live:
    """A resource whose key starts with its owner's id is named after the owner (alb-ingress, of the group alb)."""
    if owner is None or live.key[:1] != (live.owner,):
        return live
    return replace(live, address=Address(live.kind, "-".join((owner.name, *live.key[1:]))))


def record_ids(record: Record) -> tuple[str, ...]:
    """Every id on record at an address: the current one, and old ones that are not deleted yet."""
    return tuple(resource_id for resource_id in (record.id, *record.old) if resource_id)


def _judged_by_tags(live: Live, records: Records, intents: Sequence[Intent], identity: StackIdentity) -> Live:
    """Judge a resource with an id and tags of its own."""
    record = records.get(live.address, NO_RECORD) if live.address else NO_RECORD
    on_record = live.id in record_ids(record)
    recorded = on_record or any(was_created_by(intent, live, records) for intent in intents)
    disowned = _why_not_ours(live, recorded, identity)
    owned = disowned is None and _has_our_tags(live, recorded, identity)
    return replace(
        live,
        is_owned=owned,
        is_recorded=recorded,
        may_delete=recorded and owned,
        not_ours_reason=disowned,
        is_pinned=live.id in identity.pinned,
        attributes={**(record.attributes if on_record else {}), **live.attributes},
    )


def _with_contested(lives: list[Live]) -> list[Live]:
    """Mark what is owned by its tags alone beside one at the same address that may be deleted."""
    taken = {live.address for live in lives if live.may_delete and not live.terminating}
    return [
        replace(live, is_contested=live.is_owned and not live.may_delete and live.address in taken) for live in lives
    ]


def was_created_by(intent: Intent, live: Live, records: Records) -> bool:
    """Whether this create made the resource: it has the id that the response named.

    Without a response: it has the address and all tags of the intent, and is not on record.
    """
    if intent.id:
        return live.kind == intent.slot.address.kind and live.id == intent.id
    if live.address != intent.slot.address or live.id in record_ids(records.get(live.address, NO_RECORD)):
        return False
    return intent_tags(intent).items() <= dict(live.tags).items()


def intent_tags(intent: Intent) -> dict[str, str]:
    """The tags in the create's TagSpecifications; {} without them."""
    specifications = intent.params.get("TagSpecifications")
    if not isinstance(specifications, (list, tuple)):
        return {}
    return {tag["Key"]: tag["Value"] for each in specifications for tag in each.get("Tags", ())}


def _has_our_tags(live: Live, recorded: bool, identity: StackIdentity) -> bool:
    """Whether its tags make it ours: recorded, the stack's tag is enough; else ManagedBy and the VPC must agree too."""
    if live.tags.get(STACK_TAG) != identity.stack:
        return False
    return recorded or (live.tags.get(MANAGED_TAG) == TOOL_NAME and live.is_in_vpc)


def _why_not_ours(live: Live, recorded: bool, identity: StackIdentity) -> Reason | None:
    """Why a resource that is recorded, or has the stack's tag, is left alone; None if nothing speaks against it."""
    stack, vpc = live.tags.get(STACK_TAG, ""), live.tags.get(VPC_TAG, identity.vpc_id)
    facts = {"id": live.id, "address": str(live.address or "")}
    if not recorded and stack != identity.stack:
        return None
    if live.id in identity.pinned:
        return reason("address_pinned", public_ip=live.attributes.get("public_ip", live.id), **facts)
    if live.unsupported:
        return reason("variant_unknown", variant=live.unsupported, **facts)
    if recorded and not stack:
        return reason("lost_stack_tag", tag=STACK_TAG, **facts)
    if recorded and stack != identity.stack:
        return reason("tagged_for_other_stack", stack=stack, **facts)
    if recorded and vpc != identity.vpc_id:
        return reason("tagged_for_other_vpc", vpc=vpc, **facts)
    return None


def _judged_by_owner(live: Live, owner: Live | None, records: Records) -> Live:
    """Judge a resource without tags: it is ours if its owner is, or if its owner is gone and it is as recorded."""
    record = records.get(live.address) if live.address else None
    recorded = dict(record.attributes) if record else {}
    owner_gone = bool(live.owner) and owner is None and record is not None
    left_behind = owner_gone and dict(live.attributes).items() <= recorded.items()
    return replace(
        live,
        is_owned=left_behind or bool(owner and owner.is_owned),
        is_recorded=record is not None,
        may_delete=left_behind or bool(owner and owner.may_delete),
        is_contested=bool(owner and owner.is_contested),
        attributes={**recorded, **live.attributes},
    )
