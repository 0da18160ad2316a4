"""Incomplete answers that block a plan: a resource that they hide must be neither created again nor deleted."""

from __future__ import annotations

from collections.abc import Iterator

from netsec.kinds import KINDS
from netsec.model import Answers, Reason, reason
from netsec.model.response_fields import absent_fields, text_field
from netsec.planning.topology import Topology

# The operations on the network whose answers decide what is created or deleted; those of the kinds join them.
NETWORK_OPERATIONS = ("describe_subnets", "describe_route_tables")


def items_without_id(answers: Answers) -> Iterator[Reason]:
    """A problem for each operation with an item that lacks its own id."""
    for op in dict.fromkeys((*NETWORK_OPERATIONS, *KINDS.operations)):
        if answers.is_partial(op):
            yield reason("answer_incomplete", id=op, missing=[answers.id_field(op)])


def unplaced_subnets(topology: Topology) -> Iterator[Reason]:
    """A problem for each subnet without a zone or route table, and each used table that may or may not be public."""
    for subnet in topology.subnets:
        table = topology.table_by_subnet[subnet["SubnetId"]]
        fields = [*absent_fields(subnet, "AvailabilityZone"), *(["RouteTableId"] * (not table))]
        if fields:
            yield reason("answer_incomplete", id=text_field(subnet, "SubnetId"), missing=fields)
    for table in sorted({*topology.table_by_subnet.values()} - {""}):
        if topology.is_public(table) is None:
            yield reason("answer_incomplete", id=table, missing=["Routes"])
