"""Plays of the calls that tag."""

from __future__ import annotations

from netsec.insight.after.book import Book, Item, Params, Play
from netsec.model import tag_map

IDS = (
    ("describe_security_groups", "GroupId"),
    ("describe_addresses", "AllocationId"),
    ("describe_nat_gateways", "NatGatewayId"),
    ("describe_network_acls", "NetworkAclId"),
    ("describe_vpc_endpoints", "VpcEndpointId"),
)


def _create_tags(book: Book, params: Params, new: str) -> Item:
    for item in _resources(book, params):
        told = {**tag_map(item), **tag_map(params)}
        item["Tags"] = [{"Key": key, "Value": value} for key, value in told.items()]
    return {}


def _delete_tags(book: Book, params: Params, new: str) -> Item:
    gone = {tag["Key"] for tag in params["Tags"]}
    for item in _resources(book, params):
        item["Tags"] = [tag for tag in item.get("Tags") or () if tag.get("Key") not in gone]
    return {}


def _resources(book: Book, params: Params) -> list[Item]:
    wanted = set(params["Resources"])
    return [item for op, field in IDS for item in book.items(op) if item.get(field) in wanted]


PLAYS: dict[str, Play] = {"create_tags": _create_tags, "delete_tags": _delete_tags}
