"""A NAT gateway as AWS reports it."""

from __future__ import annotations

from typing import Any

from netsec.model import Live, live_address, tag_map
from netsec.model.answer import missing, moment, structures, text, texts_of, unknown

NAME = "nat_gateway"
FADING = frozenset({"failed", "deleting"})
# All states that botocore's model of EC2 knows (NatGatewayState).
STATES = frozenset({*FADING, "pending", "available", "deleted"})


def live_nat_gateway(item: dict[str, Any], vpc_id: str) -> Live:
    """One of DescribeNatGateways' items; what it says no id of, or in an unknown way, is listed in `unclear`."""
    tags = tag_map(item)
    allocations, ips = (texts_of(item, "NatGatewayAddresses", each) for each in ("AllocationId", "PublicIp"))
    return Live(
        kind=NAME,
        id=item["NatGatewayId"],
        address=live_address(NAME, tags),
        name=tags.get("Name", ""),
        tags=tags,
        uses=frozenset(allocations),
        attributes={
            "subnet_id": text(item, "SubnetId"),
            "public_ip": next(iter(ips), ""),
            "allocation_id": allocations[0] if allocations else "",
            "vpc_id": vpc_id,
        },
        data=item,
        created=moment(item, "CreateTime"),
        unsupported=_variant(item),
        fading=text(item, "State") in FADING,
        holders=tuple(sorted(text(each, "Type") or "appliance" for each in structures(item, "AttachedAppliances"))),
        unclear=(
            *missing(item, "SubnetId"),
            *unknown(item, "State", STATES),
            *(() if allocations else ("AllocationId",)),
        ),
    )


def _variant(item: dict[str, Any]) -> str:
    """By botocore's AvailabilityMode and ConnectivityType: what netsec does not manage; "" for a zonal public one."""
    mode, connectivity = text(item, "AvailabilityMode"), text(item, "ConnectivityType")
    return mode if mode not in ("", "zonal") else connectivity if connectivity not in ("", "public") else ""
