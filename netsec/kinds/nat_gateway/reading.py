"""A NAT gateway as AWS reports it."""

from __future__ import annotations

from typing import Any

from netsec.model import Live, tag_map, tagged_address
from netsec.model.response_fields import (
    absent_fields,
    member_texts,
    structure_list,
    text_field,
    time_field,
    unrecognized_field,
)

NAME = "nat_gateway"
TERMINATING_STATES = frozenset({"failed", "deleting"})
# All states that botocore's model of EC2 knows (NatGatewayState).
KNOWN_STATES = frozenset({*TERMINATING_STATES, "pending", "available", "deleted"})


def live_nat_gateway(item: dict[str, Any], vpc_id: str) -> Live:
    """One of DescribeNatGateways' items; what it says no id of, or in an unknown way, is listed in `unclear`."""
    tags = tag_map(item)
    allocations, ips = (member_texts(item, "NatGatewayAddresses", each) for each in ("AllocationId", "PublicIp"))
    return Live(
        kind=NAME,
        id=item["NatGatewayId"],
        address=tagged_address(NAME, tags),
        name=tags.get("Name", ""),
        tags=tags,
        uses=frozenset(allocations),
        attributes={
            "subnet_id": text_field(item, "SubnetId"),
            "public_ip": next(iter(ips), ""),
            "allocation_id": allocations[0] if allocations else "",
            "vpc_id": vpc_id,
        },
        data=item,
        created=time_field(item, "CreateTime"),
        unsupported=_variant(item),
        terminating=text_field(item, "State") in TERMINATING_STATES,
        foreign_holders=tuple(
            sorted(text_field(each, "Type") or "appliance" for each in structure_list(item, "AttachedAppliances"))
        ),
        missing_fields=(
            *absent_fields(item, "SubnetId"),
            *unrecognized_field(item, "State", KNOWN_STATES),
            *(() if allocations else ("AllocationId",)),
        ),
    )


def _variant(item: dict[str, Any]) -> str:
    """By botocore's AvailabilityMode and ConnectivityType: what netsec does not manage; "" for a zonal public one."""
    mode, connectivity = text_field(item, "AvailabilityMode"), text_field(item, "ConnectivityType")
    return mode if mode not in ("", "zonal") else connectivity if connectivity not in ("", "public") else ""
