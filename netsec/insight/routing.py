"""Reads address blocks, subnets, route tables and routes off AWS's answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from netsec.insight.world import Acl, Route, RouteTable, Subnet
from netsec.kinds.private_route import TARGETS
from netsec.model import Answers, tag_map
from netsec.model.answer import cidr, missing, structures, text, texts_of, unknown
from netsec.planning.map import Map

ROUTE_STATES = frozenset({"active", "blackhole"})


def ipv6_blocks(answers: Answers) -> list[str]:
    """The VPC's IPv6 blocks, sorted."""
    field = "Ipv6CidrBlockAssociationSet"
    return sorted(block for vpc in answers.of("describe_vpcs") for block in texts_of(vpc, field, "Ipv6CidrBlock"))


def subnets_of(drawn: Map, acls: Iterable[Acl]) -> Iterable[Subnet]:
    """The VPC's subnets, each with the id of its route table and of its network ACL ("" where that is unknown)."""
    acl_ids = {subnet_id: acl.id for acl in acls for subnet_id in acl.subnet_ids}
    for item in drawn.subnets:
        ipv6_blocks = texts_of(item, "Ipv6CidrBlockAssociationSet", "Ipv6CidrBlock")
        table_id = drawn.table_of[item["SubnetId"]]
        is_ipv6_only = item.get("Ipv6Native") or (ipv6_blocks and item.get("Ipv6Native") is None)
        yield Subnet(
            id=item["SubnetId"],
            name=tag_map(item).get("Name", ""),
            zone=text(item, "AvailabilityZone"),
            cidr=cidr(item, "CidrBlock"),
            cidr6=next(iter(ipv6_blocks), ""),
            table_id=table_id,
            acl_id=acl_ids.get(item["SubnetId"], ""),
            public=drawn.is_public(table_id),
            unclear=missing(item, "AvailabilityZone", *(() if is_ipv6_only else ("CidrBlock",))),
        )


def table_of(item: Mapping[str, Any]) -> RouteTable:
    """A route table of DescribeRouteTables, its routes sorted by destination."""
    routes = [_route(route) for route in structures(item, "Routes")]
    missing_of_routes = tuple(sorted({field for route in routes for field in route.unclear}))
    return RouteTable(
        id=item["RouteTableId"],
        name=tag_map(item).get("Name", ""),
        routes=tuple(sorted(routes, key=lambda route: (route.destination, route.target))),
        main=any(association.get("Main") for association in structures(item, "Associations")),
        unclear=missing_of_routes or missing(item, "Routes"),
    )


def _route(item: Mapping[str, Any]) -> Route:
    """A route; its target is "unknown" where AWS leaves it out, or names it in a field that netsec does not know."""
    prefix_list = text(item, "DestinationPrefixListId")
    destination = cidr(item, "DestinationCidrBlock") or cidr(item, "DestinationIpv6CidrBlock") or prefix_list
    return Route(
        destination=destination,
        target=next((text(item, field) for field in TARGETS if item.get(field)), "unknown"),
        state=text(item, "State") or "unknown",
        unclear=(*(() if destination else ("DestinationCidrBlock",)), *unknown(item, "State", ROUTE_STATES)),
    )
