"""Typed reading of one member of an AWS response; a member that is missing or of another type is never an error.

EC2's output shapes declare no member as required (botocore, data/ec2/2016-11-15/service-2.json). An item without its
own id can't be compared or changed: it is left out, and the answer to that operation counts as partial.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import datetime
from functools import cache
from ipaddress import ip_network
from typing import Any

ResponseItem = Mapping[str, Any]

# Operation → the member that holds the id of each item in its response, for the network and its interfaces. What the
# queries of kinds list says it itself (`Query.id_field`).
NETWORK_ID_FIELDS = {
    "describe_vpcs": "VpcId",
    "describe_subnets": "SubnetId",
    "describe_route_tables": "RouteTableId",
    "describe_network_interfaces": "NetworkInterfaceId",
}


def text_field(item: ResponseItem, field: str) -> str:
    """The member as text; "" if it is missing."""
    value = item.get(field)
    return "" if value is None else str(value)


def cidr_field(item: ResponseItem, field: str) -> str:
    """The member as a CIDR block; "" if it is missing or not a CIDR block."""
    block = text_field(item, field)
    return block if block and _is_cidr(block) else ""


@cache
def _is_cidr(value: str) -> bool:
    try:
        ip_network(value, strict=False)
    except ValueError:
        return False
    return True


def number_field(item: ResponseItem, field: str) -> int | None:
    """The member as an integer; None if it is missing or not a number."""
    value = item.get(field)
    try:
        return None if value is None else int(value)
    except (TypeError, ValueError):
        return None


def time_field(item: ResponseItem, field: str) -> datetime | None:
    """The member as a datetime; None if it is missing or not a datetime."""
    value = item.get(field)
    return value if isinstance(value, datetime) else None


def structure_list(item: ResponseItem, field: str) -> list[ResponseItem]:
    """The structures in the member, a list; [] if it is missing."""
    return [entry for entry in item.get(field) or () if isinstance(entry, Mapping)]


def structure_field(item: ResponseItem, field: str) -> ResponseItem:
    """The member as a structure; {} if it is missing or not a structure."""
    value = item.get(field)
    return value if isinstance(value, Mapping) else {}


def text_list(item: ResponseItem, field: str) -> tuple[str, ...]:
    """The texts in the member, a list: sorted, empty ones left out."""
    return tuple(sorted(str(value) for value in item.get(field) or () if value))


def member_texts(item: ResponseItem, field: str, member: str) -> tuple[str, ...]:
    """The texts of `member` in each structure of the list `field`: sorted, empty ones left out."""
    return tuple(sorted(value for entry in structure_list(item, field) if (value := text_field(entry, member))))


def absent_fields(item: ResponseItem, *fields: str) -> tuple[str, ...]:
    """Those of `fields` that are missing or empty in the item."""
    return tuple(field for field in fields if item.get(field) in (None, ""))


def unrecognized_field(item: ResponseItem, field: str, known: Container[str]) -> tuple[str, ...]:
    """(`field`,) if the member is missing or its value is not among the `known` ones, else ()."""
    return () if text_field(item, field) in known else (field,)


def items_with_id(items: list[dict[str, Any]], id_field: str) -> list[dict[str, Any]]:
    """The items that have their own id; all of them where `id_field` is "", as what is listed has none."""
    return [item for item in items if item.get(id_field)] if id_field else items
