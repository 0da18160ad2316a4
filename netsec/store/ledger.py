"""The record of a run: the executor's Journal on top of a state store; one save for everything that came together."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from netsec.model import CURRENT, Address, Change, Done, Event, Failed, Intent, Plan, Record, Slot
from netsec.model.journal import Announcement
from netsec.planning.intents import dated_back, is_repeatable, must_be_visible
from netsec.store.records import without_gone, without_untold
from netsec.store.state import State


class Store(Protocol):
    """Whoever keeps a State safe."""

    def save(self, state: State) -> State: ...


# Told what was saved last, raises Locked where that, or the lock, is not ours any more.
Check = Callable[[State], None]


class Ledger:
    """The current state of a stack, and every way in which a run may change it. Implements `Journal`."""

    def __init__(self, store: Store, state: State, now: Callable[[], float], check: Check = lambda saved: None) -> None:
        self._store, self.state, self._now, self._check = store, state, now, check
        self._saved = state
        self._drop_shown()

    # The executor's side

    def begin(self, announced: Sequence[Announcement]) -> Sequence[Intent]:
        """An intent for each create, on disk in one save; an open one for the very same call is taken up again.

        Its time is renewed: how long to look for what it made counts from when it was last sent.
        """
        intents = [self._open(each) or self._new(each) for each in announced]
        slots = {intent.slot for intent in intents}
        others = tuple(intent for intent in self.state.intents if intent.slot not in slots)
        self._become(intents=(*others, *intents))
        self._save()
        return intents

    def record(self, events: Sequence[Event]) -> None:
        """What steps taught us, on disk in one save."""
        for event in events:
            if isinstance(event, Done):
                self._done(event)
            elif isinstance(event, Failed) and not event.unsettled:
                self._drop_intents({event.change.slot})
                if event.again:
                    self._remember(event.change.address, "")
        self._drop_shown()
        self._save()

    def check(self) -> None:
        """Locked unless this run is still the one that may write, and nobody wrote since."""
        self._check(self._saved)

    # The app's side

    def adopt(self, plan: Plan, **header: str) -> None:
        """Before anything is executed: what the plan found, what it replaces, and where all this is."""
        for change in plan.changes:
            # What has no id of its own hangs on an old one, and goes with that.
            if change.foreign or (change.keyed and change.slot.name != CURRENT):
                continue
            if change.slot.name != CURRENT:
                self._note_old(change)
            elif change.id and change.verb not in ("delete", "blocked"):
                self._note_current(change)
            elif change.verb in ("create", "replace"):
                self._note_missing(change)
        self._become(records=without_untold(self.state.records, plan), **header)
        self._save()

    def forget(self, addresses: Iterable[Address]) -> None:
        """Remove the records of these addresses, and their intents."""
        gone = set(addresses)
        self._become(records={address: each for address, each in self.state.records.items() if address not in gone})
        self._drop_intents({intent.slot for intent in self.state.intents if intent.slot.address in gone})
        self._save()

    def settle(self, slots: Iterable[Slot], made: Mapping[Address, Sequence[str]]) -> None:
        """Drop intents of which we know by now what became of them; what they made is recorded in the same save.

        Where one made two, because its answer was lost and it was sent again, the second is an old one, to be deleted.
        """
        for address, ids in made.items():
            record = self._record(address)
            current, *rest = (record.id, *ids) if record.id else ids
            self._put(address, replace(record, id=current, old=tuple(dict.fromkeys((*record.old, *rest)))))
        self._drop_intents(set(slots))
        self._save()

    # How it is done

    def _open(self, announced: Announcement) -> Intent | None:
        wanted = (announced.slot, announced.op, _text(announced.params))
        open_ones = [each for each in self.state.intents if not each.id]
        found = next((each for each in open_ones if (each.slot, each.op, _text(each.params)) == wanted), None)
        return replace(found, time=self._now()) if found else None

    def _new(self, announced: Announcement) -> Intent:
        return Intent(uuid.uuid4().hex, announced.slot, announced.op, announced.params, self._now())

    def _done(self, event: Done) -> None:
        change, learned = event.change, dict(event.learned)
        if change.verb == "delete":
            if event.last:
                self._gone(change)
            return
        record = self._record(change.address)
        recorded_id = "" if change.keyed else learned.pop("id", record.id)
        attributes = {**record.attributes, **learned}
        self._put(change.address, replace(record, id=recorded_id, attributes=attributes, tag_keys=change.tag_keys))
        if "id" in event.learned:
            self._confirm(change.slot, event.learned["id"], event.resent)
            self._remember(change.address, "")

    def _gone(self, change: Change) -> None:
        record = self._record(change.address)
        if change.leaves:
            self._remember(change.address, change.leaves)
        if change.slot.name != CURRENT:
            old = tuple(each for each in record.old if each != change.slot.name)
            self._put(change.address, replace(record, old=old))
        else:
            self._put(change.address, replace(record, id="", attributes={}, tag_keys=()))
        self._prune(change)
        self._drop_intents({change.slot}, made=change.id)

    def _prune(self, change: Change) -> None:
        self._become(records=without_gone(self.state.records, change))

    def _note_old(self, change: Change) -> None:
        record = self._record(change.address)
        old = tuple(dict.fromkeys((*record.old, change.slot.name)))
        current = "" if record.id == change.slot.name else record.id
        self._put(change.address, replace(record, id=current, old=old))

    def _note_current(self, change: Change) -> None:
        record = self._record(change.address)
        self._put(
            change.address,
            Record(
                id="" if change.keyed else change.id,
                old=record.old,
                attributes={**record.attributes, **change.attributes},
                tag_keys=change.tag_keys or record.tag_keys,
            ),
        )
        self._leave_elsewhere(change)
        self._remember(change.address, "")
        self._drop_intents({change.slot})

    def _leave_elsewhere(self, change: Change) -> None:
        """One id stands at one address: what was adopted here under another one is not there any more."""
        for address, record in tuple(self.state.records.items()):
            if address != change.address and record.id == change.id:
                self._put(address, Record(old=record.old))
                self._prune(replace(change, slot=Slot(address), keyed=True))

    def _note_missing(self, change: Change) -> None:
        """What is about to be made is not there: whatever was recorded of a former one is not true any more."""
        if change.address in self.state.records:
            old = self._record(change.address).old
            self._put(change.address, Record(old=old))

    def _record(self, address: Address) -> Record:
        return self.state.records.get(address, Record())

    def _put(self, address: Address, record: Record) -> None:
        self._become(records={**self.state.records, address: record})

    def _remember(self, address: Address, former: str) -> None:
        """What to ask for when something is made here again; "" when that is had, or can't be."""
        others = {each: value for each, value in self.state.former.items() if each != address}
        self._become(former={**others, **({address: former} if former else {})})

    def _confirm(self, slot: Slot, made: str, resent: bool) -> None:
        """The create is done; its intent stays until what it made must be visible, lest it be taken for gone.

        One that was sent twice, and that AWS can't know for the same, may have made another one: that stays open.
        """
        mine = [each for each in self.state.intents if each.slot == slot and not each.id]
        others = [each for each in self.state.intents if each not in mine]
        doubtful = [replace(each, uuid=uuid.uuid4().hex) for each in mine if resent and not is_repeatable(each)]
        self._become(intents=(*others, *(replace(each, id=made) for each in mine), *doubtful))

    def _drop_shown(self) -> None:
        dated = dated_back(self.state.intents, self._now())
        self._become(intents=tuple(each for each in dated if not must_be_visible(each, self._now())))

    def _drop_intents(self, slots: set[Slot], made: str = "") -> None:
        """Those of these slots, and that of a thing that is gone, whatever slot it was made in."""
        kept = (each for each in self.state.intents if each.slot not in slots and each.id != (made or None))
        self._become(intents=tuple(kept))

    def _become(self, **changed: object) -> None:
        self.state = replace(self.state, **changed)  # type: ignore[arg-type]

    def _save(self) -> None:
        if self.state != self._saved:
            self.state = self._saved = self._store.save(self.state)


def _text(params: Mapping[str, object]) -> str:
    return json.dumps(params, sort_keys=True)
