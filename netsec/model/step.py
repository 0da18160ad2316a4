"""The steps of a change as data: a Call changes something in AWS, a Wait polls until a resource has a state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from netsec.errors import NetsecError, Unfinished
from netsec.model.query import Query
from netsec.reason import Reason, reason


class _Token:
    """The placeholder of the ClientToken in params; the executor puts the intent's uuid in its place."""

    def __repr__(self) -> str:
        return "TOKEN"


CLIENT_TOKEN = _Token()


@dataclass(frozen=True, kw_only=True)
class Creation:
    """How a create whose answer was lost may be settled. The default is the careful one: look for long, never repeat.

    `visible_after`: seconds for which a resource that was just created may not be listed yet. `is_repeatable`: sending
    the create again is safe, because AWS itself refuses or repeats it (a unique name, a ClientToken).
    """

    visible_after: float = 60.0
    is_repeatable: bool = False


# A create with a ClientToken, or of what has a unique name.
REPEATABLE = Creation(visible_after=30.0, is_repeatable=True)


@dataclass(frozen=True, kw_only=True)
class Recover:
    """How to find what a create call made whose outcome is unknown.

    query    lists the candidates
    out      attribute → dotted path in the item found
    tags     the tags that it must have
    dead     states in which an item does not count
    known    ids that existed before and do not count
    creation how long to look for it, and whether the create may then be sent again
    """

    query: Query
    out: Mapping[str, str]
    tags: Mapping[str, str]
    dead_states: frozenset[str] = frozenset()
    known_ids: frozenset[str] = frozenset()
    creation: Creation = field(default_factory=Creation)

    @property
    def visibility_window(self) -> float:
        """Seconds for which what was just created may not be listed yet."""
        return self.creation.visible_after

    @property
    def can_resend(self) -> bool:
        """Whether the create may be sent again once the window is over."""
        return self.creation.is_repeatable


@dataclass(frozen=True, kw_only=True)
class Call:
    """One API call that changes something, as data.

    op        boto3's name of the operation (create_nat_gateway)
    params    its parameters; Refs are replaced once known, TOKEN by the ClientToken
    out       attribute → dotted path in the response: what to learn
    teach     attribute → value (may hold Refs) that is true once the call has succeeded
    benign    error codes that mean that it is already done; only if nothing is to be learned
    retry_on  error codes that pass within `patience` seconds, when something else stops using the resource; never on a
              create. An id that is not visible yet needs no code here: the executor knows what this run has created
    replan_on  error codes that mean that what was asked for is not available; another plan may do without it
    repeat    idempotent: if the response is lost, the call is sent again
    recover   for creates: how to find what was created if the response is lost; an intent is saved before the call
    """

    op: str
    params: Mapping[str, Any]
    out: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, Any] = field(default_factory=dict)
    benign: tuple[str, ...] = ()
    retry_on: tuple[str, ...] = ()
    replan_on: tuple[str, ...] = ()
    patience: float = 300.0
    idempotent: bool = True
    recover: Recover | None = None


@dataclass(frozen=True, kw_only=True)
class Wait:
    """One wait for a state: poll `query` until the item whose `id_field` is `id` is in a `good_states` or
    `bad_states` state.

    missing   what it means that the item is not listed: "good" (it is deleted) or "wait" (not visible yet)
    reasons   members of the item that explain a bad state (FailureCode)
    again     bad states, or values of `reasons`, after which another plan in this run may help
    out       attribute → dotted path in the item in a good state
    patience  seconds until it is given up
    error     raised with `on_bad_state` in a bad state, with `on_timeout` after `patience`; the last state joins
    their facts
    """

    query: Query
    id: Any
    id_field: str
    good_states: frozenset[str]
    bad_states: frozenset[str] = frozenset()
    when_missing: str = "wait"
    state_field: str = "State"
    reason_fields: tuple[str, ...] = ()
    replan_on: frozenset[str] = frozenset()
    out: Mapping[str, str] = field(default_factory=dict)
    patience: float = 600.0
    error: type[NetsecError] = Unfinished
    on_bad_state: Reason = field(default_factory=lambda: reason("wait_failed"))
    on_timeout: Reason = field(default_factory=lambda: reason("wait_timeout"))


Step = Call | Wait
Steps = tuple[Step, ...]


def value_at_path(item: Any, path: str) -> str | None:
    """The value at a dotted path ("NatGateway.NatGatewayId", "Addresses.0.PublicIp") as text; None if missing."""
    for part in path.split("."):
        if isinstance(item, list):
            item = item[int(part)] if int(part) < len(item) else None
        elif isinstance(item, Mapping):
            item = item.get(part)
        if item is None:
            return None
    return str(item)


def tag_specifications(resource_type: str, tags: Mapping[str, str]) -> list[dict[str, Any]]:
    """EC2's TagSpecifications for one resource, sorted: a request sent again must be identical."""
    return [{"ResourceType": resource_type, "Tags": tag_list(tags)}]


def tag_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Tags as EC2's list of Key/Value pairs, sorted by key."""
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]
