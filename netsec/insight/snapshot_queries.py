"""What a snapshot of a VPC takes to be read, and which of it may be denied."""

from __future__ import annotations

from netsec.kinds import KINDS, vpc_endpoint
from netsec.model import Query, query_by_vpc
from netsec.planning.incomplete_answers import NETWORK_OPERATIONS

# The operations that a snapshot of a VPC is read from; each may be denied by itself.
SNAPSHOT_OPERATIONS = (
    "describe_security_groups", "describe_network_acls", "describe_nat_gateways", "describe_addresses",
    "describe_vpc_endpoints", "describe_network_interfaces",
)  # fmt: skip


def deniable_operations() -> tuple[str, ...]:
    """The operations that a report can do without, one by one: a snapshot's, and those of the kinds.

    Those on the network are none of them: without subnets and route tables nothing can be told.
    """
    of_kinds = (op for op in KINDS.operations if op not in NETWORK_OPERATIONS)
    return tuple(dict.fromkeys((*SNAPSHOT_OPERATIONS, *of_kinds)))


def snapshot_queries(vpc_id: str) -> tuple[Query, ...]:
    """What to ask for a snapshot beyond what every plan asks: endpoints and network interfaces."""
    return (
        *vpc_endpoint.KIND.queries(vpc_id),
        query_by_vpc("describe_network_interfaces", "NetworkInterfaces", vpc_id),
    )
