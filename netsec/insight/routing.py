"""Reads subnets, route tables and routes off AWS's answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from netsec.insight.world import Acl, Route, RouteTable, Subnet
from netsec.kinds.private_route import TARGETS
from netsec.model import tag_map
from netsec.model.answer import cidr, missing, number, structures, text, texts_of, unknown
from netsec.planning.map import Map

ROUTE_STATES = frozenset({"active", "blackhole"})


def subnets_of(drawn: Map, acls: Iterable[Acl]) -> Iterable[Subnet]:
    """The subnets of a map, each with its table and its ACL."""
    acl_of = {subnet: acl.id for acl in acls for subnet in acl.subnet_ids}
    for item in drawn.subnets:
        blocks6 = texts_of(item, "Ipv6CidrBlockAssociationSet", "Ipv6CidrBlock")
        table_id = drawn.table_of[item["SubnetId"]]
        six_only = item.get("Ipv6Native") or (blocks6 and item.get("Ipv6Native") is None)
        yield Subnet(
            id=item["SubnetId"],
            name=tag_map(item).get("Name", ""),
            zone=text(item, "AvailabilityZone"),
            cidr=cidr(item, "CidrBlock"),
            cidr6=next(iter(blocks6), ""),
            table_id=table_id,
            acl_id=acl_of.get(item["SubnetId"], ""),
            public=drawn.is_public(table_id),
            gives_public_ips=bool(item.get("MapPublicIpOnLaunch")),
            free_addresses=number(item, "AvailableIpAddressCount"),
            unclear=missing(item, "AvailabilityZone", *(() if six_only else ("CidrBlock",))),
        )


def table_of(item: Mapping[str, Any]) -> RouteTable:
    """A route table with its routes."""
    main = any(association.get("Main") for association in structures(item, "Associations"))
    routes = [_route(route) for route in structures(item, "Routes")]
    return RouteTable(
        id=item["RouteTableId"],
        name=tag_map(item).get("Name", ""),
        routes=tuple(sorted(routes, key=lambda route: (route.destination, route.target))),
        main=main,
        unclear=tuple(sorted({field for route in routes for field in route.unclear})) or missing(item, "Routes"),
    )


def _route(item: Mapping[str, Any]) -> Route:
    """A target of a sort that came after netsec is "unknown", like one that is left out."""
    lists = text(item, "DestinationPrefixListId")
    destination = cidr(item, "DestinationCidrBlock") or cidr(item, "DestinationIpv6CidrBlock") or lists
    return Route(
        destination=destination,
        target=next((text(item, field) for field in TARGETS if item.get(field)), "unknown"),
        state=text(item, "State") or "unknown",
        unclear=(*(() if destination else ("DestinationCidrBlock",)), *unknown(item, "State", ROUTE_STATES)),
    )
