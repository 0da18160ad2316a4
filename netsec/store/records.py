"""What is not on record any more once something has gone, or a plan has told what stands where; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from netsec.model import CURRENT, Address, Change, Plan, Record

Records = Mapping[Address, Record]


def without_gone(records: Records, change: Change) -> Records:
    """Without what stood at the address, and what had no id of its own and hung on it (a group's rules).

    What hung on a replaced one is still ours: a route may lead to a gateway that is gone until the new one stands.
    """
    left = records.get(change.address, Record())
    empty = {change.address} if not (left.id or left.old or left.attributes) else set()
    hung = {
        address
        for address, record in records.items()
        if not record.id and not record.old and change.id in record.attributes.values()
    }
    gone = empty | (hung if change.slot.name == CURRENT and not change.keyed else set())
    return {address: record for address, record in records.items() if address not in gone}


def without_untold(records: Records, plan: Plan) -> Records:
    """A plan tells of all that stands at its addresses: old ones that it does not tell of are gone by now."""
    told: dict[Address, set[str]] = {}
    for change in plan.changes:
        told.setdefault(change.address, set()).add(change.slot.name)
    return {
        address: replace(record, old=tuple(each for each in record.old if each in told[address]))
        if address in told
        else record
        for address, record in records.items()
    }
