"""What a person agreed to: the plan that was shown. What a later plan of the same run adds to it is not carried out."""

from __future__ import annotations

from dataclasses import dataclass, field

from netsec.model import Change, Plan
from netsec.planning.ownership import Records, ids_of

MAKES, CHANGES = frozenset({"create", "replace"}), frozenset({"create", "replace", "update", "adopt"})


@dataclass(frozen=True)
class Agreement:
    """The plan that was shown, and the ids that were on record then: what is recorded since, this run has made."""

    plan: Plan
    before: frozenset[str] = field(default_factory=frozenset)

    def beyond(self, plan: Plan, records: Records) -> tuple[Change, ...]:
        """The changes of a later plan that were neither shown nor concern what this run made itself."""
        made = ids_on(records) - self.before
        return tuple(change for change in plan.changes if acts(change) and not self._covers(change, made))

    def _covers(self, change: Change, made: frozenset[str]) -> bool:
        shown = [each for each in self.plan.changes if each.address == change.address and acts(each)]
        if change.verb == "delete":
            gone = {each.id for each in shown if each.verb in ("delete", "replace")}
            return change.id in gone or (change.id in made and not change.keyed)
        verbs = {each.verb for each in shown}
        if change.keyed:
            return bool(verbs & CHANGES)
        if change.verb in MAKES:
            return bool(verbs & MAKES)
        return change.id in made or change.id in {each.id for each in shown}


def agree(plan: Plan, records: Records) -> Agreement:
    """The agreement to a plan that was just shown."""
    return Agreement(plan, ids_on(records))


def ids_on(records: Records) -> frozenset[str]:
    """Every id on record."""
    return frozenset(each for record in records.values() for each in ids_of(record))


def acts(change: Change) -> bool:
    """Whether carrying it out does anything, in AWS or to the record of what is ours."""
    return bool(change.steps) or change.verb == "adopt"


def alike(plan: Plan, other: Plan) -> bool:
    """Whether two plans do the same: the same steps for the same reasons of ours, whatever the words beside them."""
    return _essence(plan) == _essence(other) and plan.obstacles == other.obstacles


def _essence(plan: Plan) -> list[tuple[object, ...]]:
    return [(change.slot, change.verb, change.id, change.steps) for change in plan.changes if _matters(change)]


def _matters(change: Change) -> bool:
    return acts(change) or change.verb == "blocked"
