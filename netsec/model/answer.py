"""AWS's answers as values: EC2's model marks hardly any member as required, so each is read as one that may be missing.

(botocore's data/ec2/2016-11-15/service-2.json: output shapes have no `required`.) What lacks its own id can't be named,
compared or acted upon: it is left out, and the operation counts as answered in part.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import datetime
from functools import cache
from ipaddress import ip_network
from typing import Any

Item = Mapping[str, Any]

# What names one item of an operation's answer.
IDS = {
    "describe_vpcs": "VpcId",
    "describe_subnets": "SubnetId",
    "describe_route_tables": "RouteTableId",
    "describe_security_groups": "GroupId",
    "describe_security_group_rules": "SecurityGroupRuleId",
    "describe_addresses": "AllocationId",
    "describe_nat_gateways": "NatGatewayId",
    "describe_network_acls": "NetworkAclId",
    "describe_vpc_endpoints": "VpcEndpointId",
    "describe_network_interfaces": "NetworkInterfaceId",
}


def text(item: Item, field: str) -> str:
    """A member as text; "" where it is missing."""
    value = item.get(field)
    return "" if value is None else str(value)


def cidr(item: Item, field: str) -> str:
    """A member as a block of addresses; "" where it is missing or is none."""
    told = text(item, field)
    return told if told and _is_block(told) else ""


@cache
def _is_block(told: str) -> bool:
    try:
        ip_network(told, strict=False)
    except ValueError:
        return False
    return True


def number(item: Item, field: str) -> int | None:
    """A member as a whole number; None where it is missing or is none."""
    value = item.get(field)
    try:
        return None if value is None else int(value)
    except (TypeError, ValueError):
        return None


def moment(item: Item, field: str) -> datetime | None:
    """A time; None where it is missing or is none."""
    value = item.get(field)
    return value if isinstance(value, datetime) else None


def structures(item: Item, field: str) -> list[Item]:
    """The structures in a list; none where the list is missing."""
    return [each for each in item.get(field) or () if isinstance(each, Mapping)]


def structure(item: Item, field: str) -> Item:
    """A structure; an empty one where it is missing."""
    found = item.get(field)
    return found if isinstance(found, Mapping) else {}


def texts(item: Item, field: str) -> tuple[str, ...]:
    """The texts in a list, sorted; empty ones left out."""
    return tuple(sorted(str(each) for each in item.get(field) or () if each))


def texts_of(item: Item, field: str, member: str) -> tuple[str, ...]:
    """One member of each structure in a list, sorted, where it is there."""
    return tuple(sorted(told for each in structures(item, field) if (told := text(each, member))))


def missing(item: Item, *fields: str) -> tuple[str, ...]:
    """Those of the fields that the answer leaves out."""
    return tuple(field for field in fields if item.get(field) in (None, ""))


def unknown(item: Item, field: str, known: Container[str]) -> tuple[str, ...]:
    """The field, where it is missing or says what was not known when netsec was written: both tell nothing."""
    return () if text(item, field) in known else (field,)


def named(op: str, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The items that have their own id."""
    field = IDS.get(op)
    return [item for item in items if item.get(field)] if field else items
