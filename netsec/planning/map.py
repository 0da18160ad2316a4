"""Subnets and route tables of the VPC: which table serves which subnet, and which of them are public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from netsec.kinds.private_route import DEFAULT, DESTINATIONS, TARGETS
from netsec.model import Answers
from netsec.model.answer import Item, structures, text


@dataclass(frozen=True)
class Map:
    """The VPC's subnets, its route tables by id, and subnet id → table id ("" where AWS's answer leaves that open).

    Subnets and tables are as DescribeSubnets and DescribeRouteTables return them.
    """

    subnets: tuple[Item, ...]
    tables: Mapping[str, Item]
    table_of: Mapping[str, str]

    def is_public(self, table_id: str) -> bool | None:
        """Whether the table's default route leads to an internet gateway; None where the answer leaves that open."""
        table = self.tables.get(table_id)
        if table is None:
            return None
        leads = [_leads_to_internet_gateway(route) for route in structures(table, "Routes")]
        if True in leads:
            return True
        return None if None in leads or "Routes" not in table else False

    def subnets_in(self, zone: str, *, public: bool) -> list[str]:
        """Ids of the zone's public, or not public, subnets, sorted; without those of which that is not known."""
        return sorted(
            subnet["SubnetId"]
            for subnet in self.subnets
            if text(subnet, "AvailabilityZone") == zone and self.is_public(self.table_of[subnet["SubnetId"]]) is public
        )


def _leads_to_internet_gateway(route: Item) -> bool | None:
    """Whether it is the default route to an attached internet gateway; None where the answer leaves that open.

    A route to a gateway that is detached has the state blackhole (EC2 API reference, Route).
    """
    destination, gateway = text(route, "DestinationCidrBlock"), text(route, "GatewayId")
    has_target = any(route.get(field) for field in TARGETS)
    if (destination or any(route.get(field) for field in DESTINATIONS)) and destination != DEFAULT:
        return False
    if has_target and not gateway.startswith("igw-"):
        return False
    state = text(route, "State")
    if state == "blackhole":
        return False
    return True if destination and has_target and state == "active" else None


def draw(answers: Answers, vpc_id: str) -> Map:
    """The topology, from the answers to describe_subnets and describe_route_tables.

    Those are asked with a filter on the VPC, so an item that does not name its VPC is in this one.
    """
    subnets = tuple(_of_vpc(answers, "describe_subnets", vpc_id))
    tables = {table["RouteTableId"]: table for table in _of_vpc(answers, "describe_route_tables", vpc_id)}
    explicit, main, is_complete = _associations(tables)
    # If an association does not name its subnet, any subnet without one of its own may be the one it means.
    implicit = main if is_complete and not answers.in_part("describe_route_tables") else ""
    table_of = {subnet["SubnetId"]: explicit.get(subnet["SubnetId"], implicit) for subnet in subnets}
    return Map(subnets, tables, table_of)


def _of_vpc(answers: Answers, op: str, vpc_id: str) -> list[dict[str, Any]]:
    return [item for item in answers.of(op) if text(item, "VpcId") in ("", vpc_id)]


def _associations(tables: Mapping[str, Item]) -> tuple[dict[str, str], str, bool]:
    """Subnet id → its table's id; the main table's id ("" if none); whether each association names what it is of."""
    explicit: dict[str, str] = {}
    main, is_complete = "", all("Associations" in table for table in tables.values())
    for table_id, table in tables.items():
        for association in structures(table, "Associations"):
            if association.get("Main"):
                main = table_id
            elif text(association, "SubnetId"):
                explicit[association["SubnetId"]] = table_id
            elif not text(association, "GatewayId"):
                is_complete = False
    return explicit, main, is_complete
