"""AWS's answers as a book in which the plays of single calls write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from netsec.model import Answers
from netsec.model.answer import texts_of

Item = dict[str, Any]
Params = Mapping[str, Any]


class Book:
    """A copy of the answers; `items` of an operation are its one list, to be changed in place."""

    def __init__(self, answers: Answers) -> None:
        self.answers = Answers({query: deepcopy(items) for query, items in answers.items()})

    def items(self, op: str) -> list[Item]:
        """The list that this operation answered with; one that was never asked for has nothing to keep."""
        return next((items for query, items in self.answers.items() if query.op == op), [])

    def find(self, op: str, field: str, value: str) -> Item:
        """The one item with this value; an empty one, that nobody sees, where there is none."""
        return next((item for item in self.items(op) if item.get(field) == value), {})

    def remove(self, op: str, field: str, value: str) -> None:
        """Take the items with this value out."""
        items = self.items(op)
        items[:] = [item for item in items if item.get(field) != value]

    def cidrs6(self) -> list[str]:
        """The VPC's IPv6 blocks."""
        field = "Ipv6CidrBlockAssociationSet"
        return [each for vpc in self.items("describe_vpcs") for each in texts_of(vpc, field, "Ipv6CidrBlock")]


# Plays one call with its parameters; what is made gets this id. Gives the answer, as far as calls learn from it.
Play = Callable[[Book, Params, str], Item]


def born_tags(params: Params) -> list[dict[str, str]]:
    """The tags that a create gives what it makes."""
    return [dict(tag) for each in params.get("TagSpecifications") or () for tag in each["Tags"]]
