"""The decision as a value: Changes make a Plan; Events tell how carrying it out went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from netsec.errors import NetsecError
from netsec.model.address import Address
from netsec.model.step import Query, Steps
from netsec.reason import Reason

Verb = Literal["create", "adopt", "update", "replace", "delete", "keep", "blocked"]
CURRENT = "current"


@dataclass(frozen=True)
class Detail:
    """One thing inside a change: a rule, an entry, a tag. `sign` is + - ~ or = (kept though not asked for)."""

    sign: Literal["+", "-", "~", "="]
    what: str
    why: Reason


@dataclass(frozen=True, order=True)
class Slot:
    """A node of the plan: an address, and which of its resources: the current one, or an old one by id."""

    address: Address
    name: str = CURRENT

    def __str__(self) -> str:
        return str(self.address) if self.name == CURRENT else f"{self.address} ({self.name})"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One line of a plan. `id` is the live resource's (empty before it exists); `attributes` what the state records.

    `keyed` marks what has no id of its own to record: routes, rule sets, entries, associations. `foreign` what is only
    shown, and neither put on record nor taken off it. `leaves` is what of one that goes is worth asking for again.
    """

    slot: Slot
    verb: Verb
    why: Reason
    id: str = ""
    name: str = ""
    steps: Steps = ()
    details: tuple[Detail, ...] = ()
    needs: frozenset[Slot] = frozenset()
    attributes: Mapping[str, str] = field(default_factory=dict)
    tag_keys: tuple[str, ...] = ()
    keyed: bool = False
    foreign: bool = False
    leaves: str = ""

    @property
    def address(self) -> Address:
        return self.slot.address


@dataclass(frozen=True)
class Plan:
    """Every change, keep lines included, in the order they are shown.

    `problems` make it impossible to carry out, and so do the quotas in `exceeded`; `asks` are questions to AWS whose
    answers would make it finer.
    """

    changes: tuple[Change, ...] = ()
    problems: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    asks: tuple[Query, ...] = ()
    exceeded: tuple[Reason, ...] = ()

    @property
    def obstacles(self) -> tuple[Reason, ...]:
        """All that must be solved before any of it can be carried out."""
        return (*self.problems, *self.exceeded)

    @property
    def work(self) -> tuple[Change, ...]:
        """The changes that call AWS."""
        return tuple(change for change in self.changes if change.steps)

    @property
    def blocked(self) -> tuple[Change, ...]:
        """The changes that something not ours stands in the way of."""
        return tuple(change for change in self.changes if change.verb == "blocked")

    @property
    def is_empty(self) -> bool:
        """Nothing to do, nothing to record, nothing in the way."""
        return all(change.verb == "keep" and not change.steps for change in self.changes)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a kind says of one spec and its live resource, before the planner puts it into the graph."""

    verb: Verb
    why: Reason
    steps: Steps = ()
    details: tuple[Detail, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    leaves: str = ""


@dataclass(frozen=True)
class Retire:
    """Why things are being taken away: `explicit` by a destroy verb.

    `keep_addresses` when EIPs are to survive, by the flag or the config; `release_addresses` when those go as well that
    were kept before. `by_tags` lets go what is ours by its tags alone, and not on record.
    `staying` are the ids of wanted resources that stand already, so what hangs on them can be left alone.
    `unseen`: what was served and the network no longer shows, by address, and why: that is no wish to delete it.
    """

    explicit: bool = False
    keep_addresses: bool = False
    release_addresses: bool = False
    by_tags: bool = False
    staying: frozenset[str] = frozenset()
    unseen: Mapping[Address, Reason] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Record:
    """What the state holds of one address: the current id, old ids not gone yet, attributes, the tags we set."""

    id: str = ""
    old: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    tag_keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Intent:
    """A create that was about to be sent: on disk before the call, kept until AWS shows what it made (`id`)."""

    uuid: str
    slot: Slot
    op: str
    params: Mapping[str, object]
    time: float
    id: str = ""


@dataclass(frozen=True)
class Began:
    """A step was sent."""

    change: Change
    step: int


@dataclass(frozen=True)
class Waiting:
    """A wait looked and saw this state; or a call will be tried again because of this code."""

    change: Change
    step: int
    state: str


@dataclass(frozen=True)
class Done:
    """A step succeeded; `learned` are new attributes; `last` when its change is complete.

    `resent`: a create that was sent again, since nobody could see what became of it: it may have made two.
    """

    change: Change
    step: int
    learned: Mapping[str, str]
    last: bool
    resent: bool = False


@dataclass(frozen=True)
class Failed:
    """A step failed for good in this round.

    `again`: looking and planning anew may well help. `unsettled`: nobody knows whether the call was carried out.
    """

    change: Change
    step: int
    error: NetsecError
    again: bool = False
    unsettled: bool = False


Event = Began | Waiting | Done | Failed
