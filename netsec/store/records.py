"""Which records go once a resource is deleted, or a plan shows what exists; pure functions on a state's records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from netsec.model import Address, Plan, Record

Records = Mapping[Address, Record]


def without_empty(records: Records, address: Address) -> Records:
    """Without the record at this address, if it holds nothing any more; all others stay."""
    record = records.get(address, Record())
    is_empty = not (record.id or record.old or record.attributes)
    return _without(records, {address} if is_empty else set())


def without_dependents(records: Records, resource_id: str) -> Records:
    """Without the records that have no id of their own and name this resource: the rules of a deleted group."""
    dependents = {
        address
        for address, record in records.items()
        if not record.id and not record.old and resource_id in record.attributes.values()
    }
    return _without(records, dependents)


def without_unlisted(records: Records, plan: Plan) -> Records:
    """Without the old ids that a plan does not list at its addresses: those resources have been deleted."""
    listed: dict[Address, set[str]] = {}
    for change in plan.changes:
        listed.setdefault(change.address, set()).add(change.slot.name)
    return {
        address: replace(record, old=tuple(old_id for old_id in record.old if old_id in listed[address]))
        if address in listed
        else record
        for address, record in records.items()
    }


def _without(records: Records, addresses: set[Address]) -> Records:
    return {address: record for address, record in records.items() if address not in addresses}
