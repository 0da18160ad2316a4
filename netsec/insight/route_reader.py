"""Reads address blocks, subnets, route tables and routes off AWS's answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from netsec.insight.snapshot import NetworkAcl, Route, RouteTable, Subnet
from netsec.kinds.private_route import TARGETS
from netsec.model import Answers, tag_map
from netsec.model.response_fields import (
    absent_fields,
    cidr_field,
    member_texts,
    structure_list,
    text_field,
    unrecognized_field,
)
from netsec.planning.topology import Topology

ROUTE_STATES = frozenset({"active", "blackhole"})


def read_ipv6_blocks(answers: Answers) -> list[str]:
    """The VPC's IPv6 blocks, sorted."""
    field = "Ipv6CidrBlockAssociationSet"
    return sorted(block for vpc in answers.of("describe_vpcs") for block in member_texts(vpc, field, "Ipv6CidrBlock"))


def read_subnets(topology: Topology, acls: Iterable[NetworkAcl]) -> Iterable[Subnet]:
    """The VPC's subnets, each with the id of its route table and of its network ACL ("" where that is unknown)."""
    acl_ids = {subnet_id: acl.id for acl in acls for subnet_id in acl.subnet_ids}
    for item in topology.subnets:
        ipv6_blocks = member_texts(item, "Ipv6CidrBlockAssociationSet", "Ipv6CidrBlock")
        table_id = topology.table_by_subnet[item["SubnetId"]]
        is_ipv6_only = item.get("Ipv6Native") or (ipv6_blocks and item.get("Ipv6Native") is None)
        yield Subnet(
            id=item["SubnetId"],
            name=tag_map(item).get("Name", ""),
            zone=text_field(item, "AvailabilityZone"),
            cidr=cidr_field(item, "CidrBlock"),
            ipv6_cidr=next(iter(ipv6_blocks), ""),
            table_id=table_id,
            acl_id=acl_ids.get(item["SubnetId"], ""),
            is_public=topology.is_public(table_id),
            missing_fields=absent_fields(item, "AvailabilityZone", *(() if is_ipv6_only else ("CidrBlock",))),
        )


def read_route_table(item: Mapping[str, Any]) -> RouteTable:
    """A route table of DescribeRouteTables, its routes sorted by destination."""
    routes = [_route(route) for route in structure_list(item, "Routes")]
    missing_of_routes = tuple(sorted({field for route in routes for field in route.missing_fields}))
    return RouteTable(
        id=item["RouteTableId"],
        name=tag_map(item).get("Name", ""),
        routes=tuple(sorted(routes, key=lambda route: (route.destination, route.target))),
        gateway_ids=member_texts(item, "Associations", "GatewayId"),
        is_main=any(association.get("Main") for association in structure_list(item, "Associations")),
        missing_fields=missing_of_routes or absent_fields(item, "Routes"),
    )


def _route(item: Mapping[str, Any]) -> Route:
    """A route; its target is "unknown" where AWS leaves it out, or names it in a field that netsec does not know."""
    prefix_list = text_field(item, "DestinationPrefixListId")
    destination = (
        cidr_field(item, "DestinationCidrBlock") or cidr_field(item, "DestinationIpv6CidrBlock") or prefix_list
    )
    return Route(
        destination=destination,
        target=next((text_field(item, field) for field in TARGETS if item.get(field)), "unknown"),
        state=text_field(item, "State") or "unknown",
        missing_fields=(
            *(() if destination else ("DestinationCidrBlock",)),
            *unrecognized_field(item, "State", ROUTE_STATES),
        ),
    )
