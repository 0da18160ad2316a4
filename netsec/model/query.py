"""What is asked of AWS, as data, and what it answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from netsec.model.response_fields import NETWORK_ID_FIELDS, items_with_id


class FrozenStructure(tuple[tuple[str, Any], ...]):
    """A structure within the parameters of a Query, hashable: pairs of key and value."""


@dataclass(frozen=True)
class Query:
    """One describe call as data, hashable: equal queries are sent once.

    items     the member of the response that holds the list of items; "": the response itself is the one item
    filters   pairs of a filter's name and its values; `argument` is the parameter that takes them (EC2 also: "Filter")
    params    further parameters; tuples stand for lists, Fields for structures
    service   boto3's name of the service
    optional  resources are not read from it; it may stay unanswered
    id_field  the member that holds the id of each item; "" for items without one
    """

    op: str
    items_field: str
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    params: tuple[tuple[str, Any], ...] = ()
    filter_argument: str = "Filters"
    service: str = "ec2"
    optional: bool = False
    id_field: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if not self.id_field:
            object.__setattr__(self, "id_field", NETWORK_ID_FIELDS.get(self.op, ""))

    def request(self) -> dict[str, Any]:
        """The parameters as boto3 takes them."""
        request: dict[str, Any] = {key: _as_json(value) for key, value in self.params}
        if self.filters:
            request[self.filter_argument] = [{"Name": name, "Values": list(values)} for name, values in self.filters]
        return request


def _as_json(value: Any) -> Any:
    """Fields as a dictionary, other tuples as lists."""
    if isinstance(value, FrozenStructure):
        return {key: _as_json(member) for key, member in value}
    return [_as_json(member) for member in value] if isinstance(value, tuple) else value


class Answers(dict[Query, list[dict[str, Any]]]):
    """Query → the items in its response."""

    def of(self, op: str) -> list[dict[str, Any]]:
        """Every item that any query of this operation returned; not those of optional queries.

        An item without its own id is left out (`is_partial`).
        """
        return [item for query in self._queries_of(op) for item in items_with_id(self[query], query.id_field)]

    def _queries_of(self, op: str) -> list[Query]:
        return [query for query in self if query.op == op and not query.optional]

    def is_partial(self, op: str) -> bool:
        """Whether an item was returned without its id: then a resource that is not listed may exist nevertheless."""
        return len(self.of(op)) < sum(len(self[query]) for query in self._queries_of(op))

    def id_field(self, op: str) -> str:
        """The member that holds the ids in what this operation returned; "" where it was not asked."""
        return next((query.id_field for query in self._queries_of(op)), "")

    def was_asked(self, op: str) -> bool:
        """Whether any query of this operation was answered, if only with no items."""
        return bool(self._queries_of(op))


def query_by_vpc(op: str, items: str, vpc_id: str, argument: str = "Filters", id_field: str = "") -> Query:
    """The Query of everything in a VPC that operation `op` describes."""
    return Query(op, items, filters=(("vpc-id", (vpc_id,)),), filter_argument=argument, id_field=id_field)


def unique_queries(*parts: Iterable[Query]) -> tuple[Query, ...]:
    """All queries, each once, in the order of first mention."""
    return tuple(dict.fromkeys(query for part in parts for query in part))
