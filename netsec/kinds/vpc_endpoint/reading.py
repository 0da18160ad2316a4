"""A VPC endpoint as AWS reports it."""

from __future__ import annotations

from typing import Any

from netsec.kinds.vpc_endpoint.attachments import attachments_of
from netsec.model import Live, tag_map, tagged_address
from netsec.model.response_fields import absent_fields, text_field, text_list, time_field, unrecognized_field

NAME = "vpc_endpoint"
GATEWAY, INTERFACE = "Gateway", "Interface"
# The API reference writes states with a capital, the answers do not.
ENDED_STATES = frozenset({"deleting", "deleted", "failed", "rejected", "expired"})


def live_vpc_endpoint(item: dict[str, Any], vpc_id: str, private_tables: set[str]) -> Live:
    """One of DescribeVpcEndpoints' items; its name is its service where a second endpoint would be refused."""
    tags = tag_map(item)
    return Live(
        kind=NAME,
        id=item["VpcEndpointId"],
        address=tagged_address(NAME, tags),
        name=text_field(item, "ServiceName") if _is_exclusive(item, private_tables) else "",
        tags=tags,
        created=time_field(item, "CreationTimestamp"),
        uses=frozenset(attachments_of(item)["SecurityGroupIds"]),
        attributes={"service": text_field(item, "ServiceName"), "vpc_id": vpc_id},
        data=item,
        terminating=text_field(item, "State").lower() in ENDED_STATES,
        # One to a Lattice resource or service network has no ServiceName; netsec makes none of those.
        missing_fields=(
            *absent_fields(item, "ServiceName", "State"),
            *unrecognized_field(item, "VpcEndpointType", (GATEWAY, INTERFACE)),
        ),
    )


def _is_exclusive(item: dict[str, Any], tables: set[str]) -> bool:
    """A service has one endpoint in each route table, and one with private DNS."""
    if item.get("VpcEndpointType") == INTERFACE:
        return bool(item.get("PrivateDnsEnabled"))
    return bool(tables & set(text_list(item, "RouteTableIds")))
