"""What becomes of the intents on record as a run goes on; pure functions on a state's intents.

An intent without an id is of a create whose answer is not known; one with an id is of a create that is done, and stays
until AWS must show what it made.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from netsec.model import Intent, Slot
from netsec.model.journal import PendingCreate
from netsec.planning.intents import is_repeatable, must_be_listed, without_future_times

Intents = tuple[Intent, ...]


def intent_for(intents: Iterable[Intent], announced: PendingCreate, now: float) -> Intent:
    """The open intent for the very same call, its time renewed; else a new one."""
    wanted = (announced.slot, announced.op, _text(announced.params))
    open_intents = [intent for intent in intents if not intent.id]
    same = [intent for intent in open_intents if (intent.slot, intent.op, _text(intent.params)) == wanted]
    if same:
        return replace(same[0], time=now)
    return Intent(uuid.uuid4().hex, announced.slot, announced.op, announced.params, now)


def with_begun(intents: Intents, begun: Collection[Intent]) -> Intents:
    """With these in the place of all others at their slots."""
    return (*without_slots(intents, {intent.slot for intent in begun}), *begun)


def with_created(intents: Intents, slot: Slot, resource_id: str, *, resent: bool) -> Intents:
    """With the id that the create at this slot returned.

    A create that was sent twice (`resent`), and of which AWS can't know that the two are the same, may have made
    another resource: an intent stays open for that one.
    """
    mine = [intent for intent in intents if intent.slot == slot and not intent.id]
    others = [intent for intent in intents if intent not in mine]
    created = [replace(intent, id=resource_id) for intent in mine]
    doubtful = [replace(intent, uuid=uuid.uuid4().hex) for intent in mine if resent and not is_repeatable(intent)]
    return (*others, *created, *doubtful)


def without_visible(intents: Intents, now: float) -> Intents:
    """Without those whose resource AWS must show by now, so that a plan which does not find it can be believed."""
    return tuple(intent for intent in without_future_times(intents, now) if not must_be_listed(intent, now))


def without_slots(intents: Intents, slots: Collection[Slot]) -> Intents:
    """Without those at these slots."""
    return tuple(intent for intent in intents if intent.slot not in slots)


def without_resource(intents: Intents, resource_id: str) -> Intents:
    """Without that of a resource that is deleted, whatever slot it was created at."""
    return tuple(intent for intent in intents if not resource_id or intent.id != resource_id)


def _text(params: Mapping[str, object]) -> str:
    return json.dumps(params, sort_keys=True)
