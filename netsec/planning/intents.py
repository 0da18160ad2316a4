"""What became of creates that were announced and never confirmed, judged from one look at AWS."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from netsec.model import Intent, Live, Record
from netsec.planning.observe import Records

# How long a thing just made may stay invisible. AllocateAddress has no ClientToken: there we look twice as long.
VISIBLE_AFTER = 30.0
VISIBLE_AFTER_BY_OP = {"allocate_address": 60.0}
# So long a ClientToken is worth keeping: repeating the call gives what the first one made.
TOKEN_LIFE = 3600.0


@dataclass(frozen=True)
class Verdicts:
    """Intents that are settled (seen, or come to nothing), and those that may still show up, until when."""

    settled: tuple[Intent, ...]
    open: tuple[Intent, ...]
    until: float


def judge_intents(intents: Sequence[Intent], lives: Iterable[Live], records: Records, now: float) -> Verdicts:
    """Seen: something of ours at that address that no record knows. Invisible for too long: it was never made."""
    lives = tuple(lives)
    seen = [intent for intent in intents if _seen(intent, lives, records.get(intent.slot.address, Record()))]
    unseen = [intent for intent in intents if intent not in seen]
    late = [intent for intent in unseen if now >= _patience(intent)]
    still = [intent for intent in unseen if intent not in late]
    hopeless = [intent for intent in late if not _repeatable(intent) or now >= intent.time + TOKEN_LIFE]
    until = max((_patience(intent) for intent in still), default=now)
    return Verdicts((*seen, *hopeless), tuple(still), until)


def _seen(intent: Intent, lives: Iterable[Live], record: Record) -> bool:
    known = {record.id, *record.old}
    return any(live.owned and live.address == intent.slot.address and live.id not in known for live in lives)


def _patience(intent: Intent) -> float:
    return intent.time + VISIBLE_AFTER_BY_OP.get(intent.op, VISIBLE_AFTER)


def _repeatable(intent: Intent) -> bool:
    """Whether sending the very same call again is safe: AWS itself refuses a second one, or answers with the first."""
    return intent.op not in VISIBLE_AFTER_BY_OP
