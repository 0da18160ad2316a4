"""A VPC endpoint as AWS reports it."""

from __future__ import annotations

from typing import Any

from netsec.kinds.vpc_endpoint.parts import listed
from netsec.model import Live, live_address, tag_map
from netsec.model.answer import missing, moment, text, texts, unknown

NAME = "vpc_endpoint"
GATEWAY, INTERFACE = "Gateway", "Interface"
# The API reference writes states with a capital, the answers do not.
ENDED = frozenset({"deleting", "deleted", "failed", "rejected", "expired"})


def live_vpc_endpoint(item: dict[str, Any], vpc_id: str, private_tables: set[str]) -> Live:
    """One of DescribeVpcEndpoints' items; its name is its service where a second endpoint would be refused."""
    tags = tag_map(item)
    return Live(
        kind=NAME,
        id=item["VpcEndpointId"],
        address=live_address(NAME, tags),
        name=text(item, "ServiceName") if _is_exclusive(item, private_tables) else "",
        tags=tags,
        created=moment(item, "CreationTimestamp"),
        uses=frozenset(listed(item)["SecurityGroupIds"]),
        attributes={"service": text(item, "ServiceName"), "vpc_id": vpc_id},
        data=item,
        fading=text(item, "State").lower() in ENDED,
        # One to a Lattice resource or service network has no ServiceName; netsec makes none of those.
        unclear=(*missing(item, "ServiceName", "State"), *unknown(item, "VpcEndpointType", (GATEWAY, INTERFACE))),
    )


def _is_exclusive(item: dict[str, Any], tables: set[str]) -> bool:
    """A service has one endpoint in each route table, and one with private DNS."""
    if item.get("VpcEndpointType") == INTERFACE:
        return bool(item.get("PrivateDnsEnabled"))
    return bool(tables & set(texts(item, "RouteTableIds")))
