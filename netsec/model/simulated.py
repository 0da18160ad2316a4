"""AWS's answers as a copy that simulated calls change: what AWS will answer once those calls were carried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from netsec.model.query import Answers
from netsec.model.response_fields import member_texts

Item = dict[str, Any]
Params = Mapping[str, Any]


class SimulatedAws:
    """A copy of the answers to describe calls; handlers of single calls change the lists in it."""

    def __init__(self, answers: Answers) -> None:
        self.answers = Answers({query: deepcopy(items) for query, items in answers.items()})

    def items(self, op: str) -> list[Item]:
        """The list that this operation answered with, to be changed in place; a new one where it was never asked."""
        return next((items for query, items in self.answers.items() if query.op == op), [])

    def find(self, op: str, field: str, value: str) -> Item:
        """The one item of an operation's list with this value; an empty one outside of the list if there is none."""
        return next((item for item in self.items(op) if item.get(field) == value), {})

    def remove(self, op: str, field: str, value: str) -> None:
        """Remove the items with this value from an operation's list."""
        items = self.items(op)
        items[:] = [item for item in items if item.get(field) != value]

    def ipv6_cidrs(self) -> list[str]:
        """The VPC's IPv6 blocks."""
        field = "Ipv6CidrBlockAssociationSet"
        return [block for vpc in self.items("describe_vpcs") for block in member_texts(vpc, field, "Ipv6CidrBlock")]


# Simulates one call: its parameters, and the id of what it creates. Returns the answer, as far as calls learn from it.
Handler = Callable[[SimulatedAws, Params, str], Item]


def requested_tags(params: Params) -> list[dict[str, str]]:
    """The tags that a create call gives to what it creates (its TagSpecifications), as AWS lists them."""
    return [dict(tag) for each in params.get("TagSpecifications") or () for tag in each["Tags"]]


def disassociate(address: Item) -> None:
    """Make one of DescribeAddresses' items an address that nothing uses."""
    for field in ("AssociationId", "NetworkInterfaceId", "PrivateIpAddress", "InstanceId"):
        address.pop(field, None)
