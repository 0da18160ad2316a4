"""The plan that was shown and approved. What a later plan of the same run adds to it is not executed."""

from __future__ import annotations

from dataclasses import dataclass, field

from netsec.model import Change, Plan
from netsec.planning.ownership import Records, record_ids

CREATING_VERBS = frozenset({"create", "replace"})
CHANGING_VERBS = frozenset({"create", "replace", "update", "adopt"})


@dataclass(frozen=True)
class Approval:
    """The approved plan, and the ids on record at that time: an id recorded later was created by this run."""

    plan: Plan
    recorded_ids: frozenset[str] = field(default_factory=frozenset)

    def unapproved_changes(self, plan: Plan, records: Records) -> tuple[Change, ...]:
        """The changes of a later plan that are not approved and do not concern what this run has created."""
        created = recorded_ids(records) - self.recorded_ids
        return tuple(change for change in plan.changes if has_effect(change) and not self._covers(change, created))

    def _covers(self, change: Change, created: frozenset[str]) -> bool:
        approved = [other for other in self.plan.changes if other.address == change.address and has_effect(other)]
        if change.verb == "delete":
            deleted_ids = {other.id for other in approved if other.verb in ("delete", "replace")}
            return change.id in deleted_ids or (change.id in created and not change.is_keyed)
        verbs = {other.verb for other in approved}
        if change.is_keyed:
            return bool(verbs & CHANGING_VERBS)
        if change.verb in CREATING_VERBS:
            return bool(verbs & CREATING_VERBS)
        return change.id in created or change.id in {other.id for other in approved}


def approve(plan: Plan, records: Records) -> Approval:
    """The approval of a plan that was just shown."""
    return Approval(plan, recorded_ids(records))


def recorded_ids(records: Records) -> frozenset[str]:
    """Every id on record, old ones included."""
    return frozenset(resource_id for record in records.values() for resource_id in record_ids(record))


def has_effect(change: Change) -> bool:
    """Whether executing the change does anything, in AWS or to the record."""
    return bool(change.steps) or change.verb == "adopt"


def has_same_effect(plan: Plan, other: Plan) -> bool:
    """Whether two plans have the same effect: equal steps and obstacles; reasons and warnings may differ."""
    return _effects(plan) == _effects(other) and plan.obstacles == other.obstacles


def _effects(plan: Plan) -> list[tuple[object, ...]]:
    return [
        (change.slot, change.verb, change.id, change.steps)
        for change in plan.changes
        if has_effect(change) or change.verb == "blocked"
    ]
