"""The state of a stack as a run changes it: the executor's Journal, which saves what came together in one write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from netsec.model import CURRENT, Address, Change, Event, Intent, Plan, Record, Slot, StepFailed, StepSucceeded
from netsec.model.journal import PendingCreate
from netsec.store import open_intents
from netsec.store.records import Records, without_dependents, without_empty, without_unlisted
from netsec.store.state import State


class StateWriter(Protocol):
    """Where a State is saved: any `StateBackend`, or a fake."""

    def save(self, state: State) -> State:
        """Write the state with the next serial, and return it with that."""


# Given the state that was saved last; raises Locked where the lock, or what is saved now, is another run's.
LockCheck = Callable[[State], None]


class StateJournal:
    """The current state of a stack, and every way in which a run may change it. Implements `Journal`.

    `now`: wall time in seconds that does not jump. Nothing is written where nothing has changed.
    """

    def __init__(
        self, store: StateWriter, state: State, now: Callable[[], float], check: LockCheck = lambda saved: None
    ) -> None:
        self._store, self.state, self._now, self._check = store, state, now, check
        self._saved = state
        self._drop_visible_intents()

    # For the executor

    def begin(self, announced: Sequence[PendingCreate]) -> Sequence[Intent]:
        """An intent for each create, on disk in one save; an open one for the very same call is used again.

        Its time is renewed: how long to look for what it made counts from when it was last sent.
        """
        intents = [open_intents.intent_for(self.state.intents, create, self._now()) for create in announced]
        self._set(intents=open_intents.with_begun(self.state.intents, intents))
        self._save()
        return intents

    def record(self, events: Sequence[Event]) -> None:
        """What the steps returned, on disk in one save."""
        for event in events:
            if isinstance(event, StepSucceeded):
                self._record_done(event)
            elif isinstance(event, StepFailed) and not event.is_outcome_unknown:
                self._drop_intents({event.change.slot})
                if event.can_replan:
                    self._set_former(event.change.address, "")
        self._drop_visible_intents()
        self._save()

    def check(self) -> None:
        """Locked unless this run still holds the lock, and what it saved last is still what is saved."""
        self._check(self._saved)

    # For the commands

    def record_plan(self, plan: Plan, **header: str) -> None:
        """Before anything is executed: record what the plan found and what it replaces.

        `header` holds the account, region, VPC and endpoint, by the State's field names.
        """
        for change in plan.changes:
            # What has no id of its own belongs to the old resource, and goes with that.
            if change.is_foreign or (change.is_keyed and change.slot.name != CURRENT):
                continue
            if change.slot.name != CURRENT:
                self._record_old(change)
            elif change.id and change.verb not in ("delete", "blocked"):
                self._record_current(change)
            elif change.verb in ("create", "replace"):
                self._record_missing(change)
        self._set(records=without_unlisted(self.state.records, plan), **header)
        self._save()

    def forget(self, addresses: Iterable[Address]) -> None:
        """Remove the records of these addresses, and their intents."""
        forgotten = set(addresses)
        kept = {address: record for address, record in self.state.records.items() if address not in forgotten}
        self._set(records=kept)
        self._drop_intents({intent.slot for intent in self.state.intents if intent.slot.address in forgotten})
        self._save()

    def settle_intents(self, slots: Iterable[Slot], made: Mapping[Address, Sequence[str]]) -> None:
        """Drop the intents at these slots, since it is known what became of them; `made` are the ids they created.

        Where one create made two resources (its answer was lost, and it was sent again), the second one is recorded as
        an old one, to be deleted.
        """
        for address, ids in made.items():
            record = self._record_at(address)
            current, *others = (record.id, *ids) if record.id else ids
            self._put(address, replace(record, id=current, old=tuple(dict.fromkeys((*record.old, *others)))))
        self._drop_intents(set(slots))
        self._save()

    # Steps that are done

    def _record_done(self, event: StepSucceeded) -> None:
        change, learned = event.change, dict(event.learned)
        if change.verb == "delete":
            if event.is_last:
                self._record_deleted(change)
            return
        record = self._record_at(change.address)
        recorded_id = "" if change.is_keyed else learned.pop("id", record.id)
        attributes = {**record.attributes, **learned}
        self._put(change.address, replace(record, id=recorded_id, attributes=attributes, tag_keys=change.tag_keys))
        if "id" in event.learned:
            created_id = event.learned["id"]
            intents = open_intents.with_created(self.state.intents, change.slot, created_id, resent=event.was_resent)
            self._set(intents=intents)
            self._set_former(change.address, "")

    def _record_deleted(self, change: Change) -> None:
        """A resource that was replaced keeps its dependents: a route leads to the new gateway once that exists."""
        record = self._record_at(change.address)
        if change.released_public_ip:
            self._set_former(change.address, change.released_public_ip)
        if change.slot.name != CURRENT:
            old = tuple(old_id for old_id in record.old if old_id != change.slot.name)
            self._put(change.address, replace(record, old=old))
        else:
            self._put(change.address, replace(record, id="", attributes={}, tag_keys=()))
        self._drop_if_empty(change.address)
        if change.slot.name == CURRENT and not change.is_keyed:
            self._set(records=without_dependents(self.state.records, change.id))
        self._drop_intents({change.slot})
        self._set(intents=open_intents.without_resource(self.state.intents, change.id))

    # Changes of a plan

    def _record_old(self, change: Change) -> None:
        """A resource that was replaced, and is still to be deleted."""
        record = self._record_at(change.address)
        old = tuple(dict.fromkeys((*record.old, change.slot.name)))
        current = "" if record.id == change.slot.name else record.id
        self._put(change.address, replace(record, id=current, old=old))

    def _record_current(self, change: Change) -> None:
        """A resource that exists."""
        record = self._record_at(change.address)
        self._put(
            change.address,
            Record(
                id="" if change.is_keyed else change.id,
                old=record.old,
                attributes={**record.attributes, **change.attributes},
                tag_keys=change.tag_keys or record.tag_keys,
            ),
        )
        self._drop_id_elsewhere(change)
        self._set_former(change.address, "")
        self._drop_intents({change.slot})

    def _drop_id_elsewhere(self, change: Change) -> None:
        """One id is recorded at one address: a resource that was adopted at a new one has left the former one."""
        for address, record in tuple(self.state.records.items()):
            if address != change.address and record.id == change.id:
                self._put(address, Record(old=record.old))
                self._drop_if_empty(address)

    def _record_missing(self, change: Change) -> None:
        """A resource that is about to be created does not exist: what was recorded of a former one is outdated."""
        if change.address in self.state.records:
            self._put(change.address, Record(old=self._record_at(change.address).old))

    # The parts of the state

    def _record_at(self, address: Address) -> Record:
        return self.state.records.get(address, Record())

    def _put(self, address: Address, record: Record) -> None:
        records: Records = {**self.state.records, address: record}
        self._set(records=records)

    def _drop_if_empty(self, address: Address) -> None:
        self._set(records=without_empty(self.state.records, address))

    def _set_former(self, address: Address, former: str) -> None:
        """What to ask AWS for when a resource is created here again; "" when it was granted, or can't be."""
        others = {other: value for other, value in self.state.released_public_ips.items() if other != address}
        self._set(released_public_ips={**others, **({address: former} if former else {})})

    def _drop_intents(self, slots: set[Slot]) -> None:
        self._set(intents=open_intents.without_slots(self.state.intents, slots))

    def _drop_visible_intents(self) -> None:
        self._set(intents=open_intents.without_visible(self.state.intents, self._now()))

    def _set(self, **fields: object) -> None:
        self.state = replace(self.state, **fields)  # type: ignore[arg-type]

    def _save(self) -> None:
        if self.state != self._saved:
            self.state = self._saved = self._store.save(self.state)
