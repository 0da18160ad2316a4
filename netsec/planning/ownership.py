"""Whose each live resource is. Tags find: what carries ours may be adopted and updated. The record permits deleting.

`owned`     it counts as this stack's: its own tags say so, or its owner's do
`recorded`  the state, or a create that was announced and not confirmed, knows this very one
`proven`    it may be deleted: it, or the owner it hangs on, is recorded
`contested` it is ours by its tags alone, while another one is recorded at its address: another machine's work
`disowned`  why one that is recorded, or claims to be ours, is not ours to touch
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from netsec.model import MANAGED_TAG, STACK_TAG, TOOL, VPC_TAG, Address, Intent, Live, Reason, Record, reason

Records = Mapping[Address, Record]
NOTHING = Record()


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who we are: the stack and its VPC; `pinned` are the addresses (by allocation id) that netsec.toml names."""

    stack: str
    vpc_id: str
    pinned: frozenset[str] = frozenset()


def claim(lives: Iterable[Live], records: Records, intents: Sequence[Intent], identity: Identity) -> Iterator[Live]:
    """Each live resource, with whose it is; what carries no tags of its own shares its owner's lot."""
    judged = [_judged(live, records, intents, identity) for live in _addressed(lives, records)]
    taken = {live.address for live in judged if live.proven and not live.fading}
    judged = [replace(live, contested=live.owned and not live.proven and live.address in taken) for live in judged]
    present = {live.id: live for live in judged if not live.key}
    for live in judged:
        yield _with_owner(live, present.get(live.owner), records) if live.key else live


def _addressed(lives: Iterable[Live], records: Records) -> Iterator[Live]:
    """Give each live the address it is recorded at, whatever its tag says by now, and that to what hangs on it."""
    recorded = {(address.kind, each): address for address, record in records.items() for each in ids_of(record)}
    lives = [replace(live, address=recorded.get((live.kind, live.id), live.address)) for live in lives]
    owners = {live.id: live.address for live in lives if (live.kind, live.id) in recorded}
    for live in lives:
        owner = owners.get(live.owner)
        if owner and live.key[:1] == (live.owner,):
            live = replace(live, address=Address(live.kind, "-".join((owner.name, *live.key[1:]))))
        yield live


def ids_of(record: Record) -> tuple[str, ...]:
    """Every id on record at an address: the current one, and old ones that are not gone yet."""
    return tuple(each for each in (record.id, *record.old) if each)


def _judged(live: Live, records: Records, intents: Sequence[Intent], identity: Identity) -> Live:
    """Judge what has an id and tags of its own; what has a key instead is left as it is."""
    if live.key:
        return live
    record = records.get(live.address, NOTHING) if live.address else NOTHING
    on_record = live.id in ids_of(record)
    recorded = on_record or any(made_by(intent, live, records) for intent in intents)
    disowned = _why_not(live, recorded, identity)
    owned = disowned is None and _claims(live, recorded, identity)
    return replace(
        live,
        owned=owned,
        recorded=recorded,
        proven=recorded and owned,
        disowned=disowned,
        pinned=live.id in identity.pinned,
        attributes={**(record.attributes if on_record else {}), **live.attributes},
    )


def made_by(intent: Intent, live: Live, records: Records) -> bool:
    """Whether an announced create made this: the id that it told, or its address and tags on one that nobody knows."""
    if intent.id:
        return live.kind == intent.slot.address.kind and live.id == intent.id
    if live.address != intent.slot.address or live.id in ids_of(records.get(live.address, NOTHING)):
        return False
    return tags_of(intent).items() <= dict(live.tags).items()


def tags_of(intent: Intent) -> dict[str, str]:
    """The tags that an announced create gives to what it makes."""
    specifications = intent.params.get("TagSpecifications")
    if not isinstance(specifications, (list, tuple)):
        return {}
    return {tag["Key"]: tag["Value"] for each in specifications for tag in each.get("Tags", ())}


def _claims(live: Live, recorded: bool, identity: Identity) -> bool:
    """By its tags alone all of them must agree; one that is recorded may have lost others than the stack's."""
    if live.tags.get(STACK_TAG) != identity.stack:
        return False
    return recorded or (live.tags.get(MANAGED_TAG) == TOOL and live.placed)


def _why_not(live: Live, recorded: bool, identity: Identity) -> Reason | None:
    """Why one that is recorded, or carries the stack's tag, is not ours to touch; None where nothing says so."""
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


def _with_owner(live: Live, owner: Live | None, records: Records) -> Live:
    """Judge what has no tags of its own: ours as its owner is; its owner gone, if it is exactly what we recorded."""
    record = records.get(live.address) if live.address else None
    recorded = dict(record.attributes) if record else {}
    orphan = bool(live.owner) and owner is None and record is not None
    left_behind = orphan and dict(live.attributes).items() <= recorded.items()
    return replace(
        live,
        owned=left_behind or bool(owner and owner.owned),
        recorded=record is not None,
        proven=left_behind or bool(owner and owner.proven),
        contested=bool(owner and owner.contested),
        attributes={**recorded, **live.attributes},
    )
