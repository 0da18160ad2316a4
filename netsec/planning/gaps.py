"""Gaps in AWS's answers that a plan can't be made around: what may be there unseen must not be made again, nor go."""

from __future__ import annotations

from collections.abc import Iterator

from netsec.model import Answers, Reason, reason
from netsec.model.answer import IDS, missing, text
from netsec.planning.map import Map

# Questions on the side, and those on single rules and interfaces, decide nothing by themselves.
DECIDING = (
    "describe_subnets", "describe_route_tables", "describe_security_groups", "describe_addresses",
    "describe_nat_gateways", "describe_network_acls", "describe_vpc_endpoints",
)  # fmt: skip


def nameless(answers: Answers) -> Iterator[Reason]:
    """Answers that hold something without its own id."""
    for op in DECIDING:
        if answers.in_part(op):
            yield reason("answer_incomplete", id=op, missing=[IDS[op]])


def placeless(drawn: Map) -> Iterator[Reason]:
    """Subnets that are in no zone, on no table, or on one that may or may not be public."""
    for subnet in drawn.subnets:
        table = drawn.table_of[subnet["SubnetId"]]
        gaps = [*missing(subnet, "AvailabilityZone"), *(["RouteTableId"] * (not table))]
        if gaps:
            yield reason("answer_incomplete", id=text(subnet, "SubnetId"), missing=gaps)
    for table in sorted({*drawn.table_of.values()} - {""}):
        if drawn.is_public(table) is None:
            yield reason("answer_incomplete", id=table, missing=["Routes"])
