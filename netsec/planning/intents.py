"""The creates whose outcome was not recorded (open intents), judged from one observation of AWS."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from netsec.kinds import KINDS
from netsec.model import Address, Creation, Intent, Live
from netsec.planning.ownership import Records, was_created_by

# Seconds for which a ClientToken is worth keeping: repeating the call gives what the first one created.
TOKEN_LIFE = 3600.0
# A time further ahead than this was written by a clock that was wrong, while this run was at work: nobody waits for it.
CLOCK_SKEW = 60.0


@dataclass(frozen=True)
class IntentVerdicts:
    """Intents that are settled (seen, or come to nothing), and those that may still show up, until when.

    `made` are the ids of what unconfirmed ones turned out to have made, by address: to be recorded before they go.
    """

    settled: tuple[Intent, ...]
    open: tuple[Intent, ...]
    until: float
    made: Mapping[Address, tuple[str, ...]] = field(default_factory=dict)


def judge_intents(intents: Sequence[Intent], lives: Iterable[Live], records: Records, now: float) -> IntentVerdicts:
    """Seen: what it made, or something of ours there that no record knows. Unseen for too long: never made, or gone."""
    lives = tuple(lives)
    shown = {intent.uuid: _shown(intent, lives, records) for intent in intents}
    visible = [intent for intent in intents if shown[intent.uuid]]
    hidden = [intent for intent in intents if intent not in visible]
    overdue = [intent for intent in hidden if not intent.time - CLOCK_SKEW <= now < _patience(intent)]
    pending = [intent for intent in hidden if intent not in overdue]
    given_up = [intent for intent in overdue if not is_repeatable(intent) or now >= intent.time + TOKEN_LIFE]
    until = max((_patience(intent) for intent in pending), default=now)
    made = {intent.slot.address: shown[intent.uuid] for intent in visible if not intent.id}
    return IntentVerdicts((*visible, *given_up), tuple(pending), until, made)


def without_future_times(intents: Iterable[Intent], now: float) -> tuple[Intent, ...]:
    """Those from the future, written while the clock was ahead, as if just sent: they are looked for from now on."""
    return tuple(replace(intent, time=min(intent.time, now)) for intent in intents)


def must_be_listed(intent: Intent, now: float) -> bool:
    """Whether what it is known to have made was made so long ago that a look which does not show it can be believed."""
    return bool(intent.id) and now >= _patience(intent)


def _shown(intent: Intent, lives: Iterable[Live], records: Records) -> tuple[str, ...]:
    """Ids of what it made, as far as AWS shows it."""
    return tuple(
        sorted(live.id for live in lives if was_created_by(intent, live, records) and (intent.id or live.is_owned))
    )


def _patience(intent: Intent) -> float:
    return intent.time + _creation(intent).visible_after


def _creation(intent: Intent) -> Creation:
    """As its kind says; of a kind that is not known, the careful way."""
    kind = KINDS.get(intent.slot.address.kind)
    return kind.creation if kind else Creation()


def is_repeatable(intent: Intent) -> bool:
    """Whether sending the very same call again is safe: AWS itself refuses a second one, or answers with the first."""
    return not intent.id and _creation(intent).is_repeatable
