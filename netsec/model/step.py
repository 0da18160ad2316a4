"""What netsec asks of AWS, as data: a Query reads, a Call changes, a Wait looks until something is so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from netsec.errors import NetsecError, Unfinished
from netsec.model.answer import IDS, named
from netsec.reason import Reason, reason


class Fields(tuple[tuple[str, Any], ...]):
    """A structure within the parameters of a Query, hashable: (key, value) pairs."""


@dataclass(frozen=True)
class Query:
    """One describe, as data, hashable: equal ones are asked once. `items` is the list in the answer ("" = the answer).

    `params` are further parameters (of hashable values: tuples for lists, Fields for structures); `argument` is what
    EC2 calls the filters here. One on the side (`aside`) is no part of what resources are read from, and may go
    unanswered.
    """

    op: str
    items: str
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    params: tuple[tuple[str, Any], ...] = ()
    argument: str = "Filters"
    service: str = "ec2"
    aside: bool = False

    def request(self) -> dict[str, Any]:
        """The parameters as boto3 wants them."""
        request: dict[str, Any] = {key: _thawed(value) for key, value in self.params}
        if self.filters:
            request[self.argument] = [{"Name": name, "Values": list(values)} for name, values in self.filters]
        return request


def _thawed(value: Any) -> Any:
    """Fields as a dictionary, other tuples as lists."""
    if isinstance(value, Fields):
        return {key: _thawed(each) for key, each in value}
    return [_thawed(each) for each in value] if isinstance(value, tuple) else value


class Answers(dict[Query, list[dict[str, Any]]]):
    """What AWS said to each Query."""

    def of(self, op: str) -> list[dict[str, Any]]:
        """Every item that any query of this operation returned, those asked on the side left out.

        So is an item without its own id, which nobody can name (`in_part`).
        """
        return named(op, self._all(op))

    def _all(self, op: str) -> list[dict[str, Any]]:
        return [item for query, items in self.items() if query.op == op and not query.aside for item in items]

    def in_part(self, op: str) -> bool:
        """Whether something was returned that has no id: then what is not seen here may be there all the same."""
        return op in IDS and len(self.of(op)) < len(self._all(op))

    def asked(self, op: str) -> bool:
        """Whether this operation was asked at all (an empty answer differs from none)."""
        return any(query.op == op and not query.aside for query in self)


class _Token:
    """Stands in params where the ClientToken goes; the executor puts the intent's uuid there."""

    def __repr__(self) -> str:
        return "TOKEN"


TOKEN = _Token()


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
    """How to learn what became of a create: look by `query` for what carries `tags`, in none of `dead` states.

    `out` maps attributes to paths in the item found; `known` are ids that stood there before and don't count;
    `creation` says how long to look, and whether the create may then be sent again.
    """

    query: Query
    out: Mapping[str, str]
    tags: Mapping[str, str]
    dead: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    creation: Creation = field(default_factory=Creation)

    @property
    def window(self) -> float:
        """Seconds for which what was just created may not be listed yet."""
        return self.creation.visible_after

    @property
    def resend(self) -> bool:
        """Whether the create may be sent again once the window is over."""
        return self.creation.is_repeatable


@dataclass(frozen=True, kw_only=True)
class Call:
    """One API call, as data. Refs in `params` are put in when they are known; TOKEN becomes the ClientToken.

    out       attribute → dotted path in the answer: what to learn
    teach     attributes that are so once the call has succeeded; may hold Refs
    benign    codes that mean it is already so (only where nothing is learned)
    retry_on  codes that pass by themselves within `patience` seconds, once something lets go: never on a create.
              That an id is not visible yet is no matter of the call's: the run knows which ones it has made
    again_on  codes that mean that this very thing can't be had: without it, planning anew may help
    repeat    sending it twice does what sending it once does, so a lost answer is simply asked for again
    recover   for creates: how to find what a lost answer made. Its presence means an intent goes to disk first
    """

    op: str
    params: Mapping[str, Any]
    out: Mapping[str, str] = field(default_factory=dict)
    teach: Mapping[str, Any] = field(default_factory=dict)
    benign: tuple[str, ...] = ()
    retry_on: tuple[str, ...] = ()
    again_on: tuple[str, ...] = ()
    patience: float = 300.0
    repeat: bool = True
    recover: Recover | None = None


@dataclass(frozen=True, kw_only=True)
class Wait:
    """One wait for a state: poll `query` until the item whose `id_field` is `id` is in `good` or `bad`.

    `missing` says what it means when the item is not listed. `reasons` are the item's fields that explain a bad state;
    a bad state, or a reason's value, in `again` is worth planning anew in this run. `out` is what a good item tells.
    `error` ends a wait that went bad (`on_bad`) or took too long (`on_late`); what was seen joins their facts.
    """

    query: Query
    id: Any
    id_field: str
    good: frozenset[str]
    bad: frozenset[str] = frozenset()
    missing: str = "wait"
    state_field: str = "State"
    reasons: tuple[str, ...] = ()
    again: frozenset[str] = frozenset()
    out: Mapping[str, str] = field(default_factory=dict)
    patience: float = 600.0
    error: type[NetsecError] = Unfinished
    on_bad: Reason = field(default_factory=lambda: reason("wait_failed"))
    on_late: Reason = field(default_factory=lambda: reason("wait_timeout"))


Step = Call | Wait
Steps = tuple[Step, ...]


def dig(item: Any, path: str) -> str | None:
    """The value at a dotted path ("NatGateway.NatGatewayId", "Addresses.0.PublicIp") as text, else None."""
    for part in path.split("."):
        if isinstance(item, list):
            item = item[int(part)] if int(part) < len(item) else None
        elif isinstance(item, Mapping):
            item = item.get(part)
        if item is None:
            return None
    return str(item)


def tag_specifications(resource_type: str, tags: Mapping[str, str]) -> list[dict[str, Any]]:
    """EC2's TagSpecifications for one resource: sorted, so that a repeat is equal to the byte."""
    return [{"ResourceType": resource_type, "Tags": tag_list(tags)}]


def tag_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """EC2's list of Key/Value pairs."""
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]


def by_vpc(op: str, items: str, vpc_id: str, argument: str = "Filters", name: str = "vpc-id") -> Query:
    """The describe of everything of one sort in a VPC."""
    return Query(op, items, filters=((name, (vpc_id,)),), argument=argument)


def merged(*parts: Iterable[Query]) -> tuple[Query, ...]:
    """Queries of several askers, each once, in the order of first mention."""
    return tuple(dict.fromkeys(query for part in parts for query in part))
