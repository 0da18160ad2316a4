"""What became of creates that were announced and never confirmed, judged from one look at AWS."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from netsec.model import Intent, Live, Record
from netsec.planning.observe import Records

# How long a thing just made may stay invisible. AllocateAddress has no ClientToken: there we look twice as long.
VISIBLE_AFTER = 30.0
VISIBLE_AFTER_BY_OP = {"allocate_address": 60.0}
# So long a ClientToken is worth keeping: repeating the call gives what the first one made.
TOKEN_LIFE = 3600.0
# A time further ahead than this was written by a clock that was wrong, while this run was at work: nobody waits for it.
SLACK = 60.0


@dataclass(frozen=True)
class Verdicts:
    """Intents that are settled (seen, or come to nothing), and those that may still show up, until when."""

    settled: tuple[Intent, ...]
    open: tuple[Intent, ...]
    until: float


def judge_intents(intents: Sequence[Intent], lives: Iterable[Live], records: Records, now: float) -> Verdicts:
    """Seen: what it made, or something of ours there that no record knows. Unseen for too long: never made, or gone."""
    lives = tuple(lives)
    seen = [intent for intent in intents if _seen(intent, lives, records.get(intent.slot.address, Record()))]
    unseen = [intent for intent in intents if intent not in seen]
    late = [intent for intent in unseen if not intent.time - SLACK <= now < _patience(intent)]
    still = [intent for intent in unseen if intent not in late]
    hopeless = [intent for intent in late if not _repeatable(intent) or now >= intent.time + TOKEN_LIFE]
    until = max((_patience(intent) for intent in still), default=now)
    return Verdicts((*seen, *hopeless), tuple(still), until)


def dated_back(intents: Iterable[Intent], now: float) -> tuple[Intent, ...]:
    """Those from the future, written while the clock was ahead, as if just sent: they are looked for from now on."""
    return tuple(replace(intent, time=min(intent.time, now)) for intent in intents)


def must_be_visible(intent: Intent, now: float) -> bool:
    """Whether what it is known to have made was made so long ago that a look which does not show it can be believed."""
    return bool(intent.id) and now >= _patience(intent)


def _seen(intent: Intent, lives: Iterable[Live], record: Record) -> bool:
    if intent.id:
        return any(live.id == intent.id for live in lives)
    known = {record.id, *record.old}
    return any(live.owned and live.address == intent.slot.address and live.id not in known for live in lives)


def _patience(intent: Intent) -> float:
    return intent.time + VISIBLE_AFTER_BY_OP.get(intent.op, VISIBLE_AFTER)


def _repeatable(intent: Intent) -> bool:
    """Whether sending the very same call again is safe: AWS itself refuses a second one, or answers with the first."""
    return not intent.id and intent.op not in VISIBLE_AFTER_BY_OP
