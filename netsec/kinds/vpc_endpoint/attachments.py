"""The lists of an endpoint that can change: its route tables, its subnets, its security groups."""

from __future__ import annotations

from typing import Any

from netsec.model import Detail, Ref, reason
from netsec.model.response_fields import member_texts, text_list

# What ModifyVpcEndpoint calls each list that an endpoint has, and where DescribeVpcEndpoints shows it.
LISTS = {"RouteTableIds": "route table", "SubnetIds": "subnet", "SecurityGroupIds": "group"}


def attachments_of(item: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The lists of an endpoint, as ModifyVpcEndpoint calls them."""
    groups = member_texts(item, "Groups", "GroupId")
    lists = {name: text_list(item, name) for name in ("RouteTableIds", "SubnetIds")}
    return {**lists, "SecurityGroupIds": groups}


def attachments_difference(
    wanted: dict[str, tuple[str | Ref, ...]], current: dict[str, tuple[str, ...]]
) -> tuple[dict[str, Any], tuple[Detail, ...]]:
    """What ModifyVpcEndpoint has to add and remove, and a line for each."""
    params: dict[str, Any] = {}
    details: list[Detail] = []
    for name, word in LISTS.items():
        missing = [each for each in wanted[name] if each not in current[name]]
        surplus = [each for each in current[name] if each not in wanted[name]]
        params |= {f"Add{name}": missing} if missing else {}
        params |= {f"Remove{name}": surplus} if surplus else {}
        details += [Detail("+", f"{word} {_told(each)}", reason("endpoint_part_missing")) for each in missing]
        details += [Detail("-", f"{word} {each}", reason("endpoint_part_unasked")) for each in surplus]
    return params, tuple(details)


def _told(part: str | Ref) -> str:
    return str(part.address) if isinstance(part, Ref) else part
