"""The decision as a value: a Plan consists of Changes; Events report their execution."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from netsec.errors import NetsecError
from netsec.model.address import Address
from netsec.model.query import Query
from netsec.model.step import Steps
from netsec.reason import Reason

Verb = Literal["create", "adopt", "update", "replace", "delete", "keep", "blocked"]
CURRENT = "current"


@dataclass(frozen=True)
class Detail:
    """One part of a change: a rule, an entry, a tag. `sign` is + - ~ or = (kept though the config lacks it)."""

    sign: Literal["+", "-", "~", "="]
    what: str
    why: Reason


@dataclass(frozen=True, order=True)
class Slot:
    """A node of the plan's graph: the current resource of an address, or an old one of it (`name` is its id)."""

    address: Address
    name: str = CURRENT

    def __str__(self) -> str:
        return str(self.address) if self.name == CURRENT else f"{self.address} ({self.name})"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One line of a plan. `id` is the live resource's ("" before it exists); `attributes` is what the state records.

    `needs`: the slots that are completed before its steps start. `tag_keys`: the tags that netsec sets. `is_keyed`: the
    resource has no id of its own (a route, rule set, entry set, association). `foreign`: it is shown only; the record
    is left alone. `released_public_ip`: the public IP that a released Elastic IP had, to ask for it again.
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
    is_keyed: bool = False
    is_foreign: bool = False
    released_public_ip: str = ""

    @property
    def address(self) -> Address:
        """The address of its slot."""
        return self.slot.address


@dataclass(frozen=True)
class Plan:
    """Every change, "keep" included, in the order of display.

    `problems`, and the quotas in `exceeded`, make it impossible to execute; `asks` are queries whose answers would
    make the plan more precise.
    """

    changes: tuple[Change, ...] = ()
    problems: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    followup_queries: tuple[Query, ...] = ()
    exceeded_quotas: tuple[Reason, ...] = ()

    @property
    def obstacles(self) -> tuple[Reason, ...]:
        """All that must be solved before any of it can be executed."""
        return (*self.problems, *self.exceeded_quotas)

    @property
    def active_changes(self) -> tuple[Change, ...]:
        """The changes that call AWS."""
        return tuple(change for change in self.changes if change.steps)

    @property
    def blocked(self) -> tuple[Change, ...]:
        """The changes that can't be made, mostly because of a resource that netsec does not manage."""
        return tuple(change for change in self.changes if change.verb == "blocked")

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do, nothing to record and nothing blocked."""
        return all(change.verb == "keep" and not change.steps for change in self.changes)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a kind decides about one spec and its live resource; planning makes a Change of it (same fields)."""

    verb: Verb
    why: Reason
    steps: Steps = ()
    details: tuple[Detail, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    released_public_ip: str = ""


@dataclass(frozen=True)
class DestroyOptions:
    """How resources are deleted: `explicit` by a destroy command, else because the config has them no more.

    `keep_addresses`: Elastic IPs are kept (by option or config); `release_addresses`: those kept earlier are released
    as well. `by_tags`: what is managed by its tags alone, without a record, is deleted too.
    `staying`: ids of resources that remain, so that what belongs to them can be left alone.
    `unseen`: address → why it is not deleted, though no spec has it: its zone or subnet is not found any more.
    """

    is_requested: bool = False
    keep_addresses: bool = False
    release_addresses: bool = False
    by_tags: bool = False
    surviving_ids: frozenset[str] = frozenset()
    orphaned: Mapping[Address, Reason] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Record:
    """What the state holds of one address: the current id, old ids not deleted yet, attributes, keys of tags set."""

    id: str = ""
    old: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    tag_keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Intent:
    """A create call, saved before it is sent, kept until AWS lists what it created (`id`); `time`: since the epoch."""

    uuid: str
    slot: Slot
    op: str
    params: Mapping[str, object]
    time: float
    id: str = ""


@dataclass(frozen=True)
class StepStarted:
    """A step was sent."""

    change: Change
    step: int


@dataclass(frozen=True)
class StepWaiting:
    """A wait saw this state; or a call will be sent again because of this error code."""

    change: Change
    step: int
    state: str


@dataclass(frozen=True)
class StepSucceeded:
    """A step succeeded; `learned` are new attributes; `last`: its change is complete.

    `resent`: a create that was sent twice, as the outcome of the first was unknown: it may have created two.
    """

    change: Change
    step: int
    learned: Mapping[str, str]
    is_last: bool
    was_resent: bool = False


@dataclass(frozen=True)
class StepFailed:
    """A step failed for good; `again`: another plan may help; `is_outcome_unknown`: the call may have been carried
    out.
    """

    change: Change
    step: int
    error: NetsecError
    can_replan: bool = False
    is_outcome_unknown: bool = False


Event = StepStarted | StepWaiting | StepSucceeded | StepFailed
