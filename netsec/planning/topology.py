"""Subnets and route tables of the VPC: which table serves which subnet, and which of them are public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from netsec.kinds.private_route import DEFAULT_ROUTE, DESTINATIONS, TARGETS
from netsec.model import Answers
from netsec.model.response_fields import ResponseItem, structure_list, text_field


@dataclass(frozen=True)
class Topology:
    """The VPC's subnets, its route tables by id, and subnet id → table id ("" where AWS's answer leaves that open).

    Subnets and tables are as DescribeSubnets and DescribeRouteTables return them.
    """

    subnets: tuple[ResponseItem, ...]
    tables: Mapping[str, ResponseItem]
    table_by_subnet: Mapping[str, str]

    def is_public(self, table_id: str) -> bool | None:
        """Whether the table's default route leads to an internet gateway; None where the answer leaves that open."""
        table = self.tables.get(table_id)
        if table is None:
            return None
        leads = [_leads_to_internet_gateway(route) for route in structure_list(table, "Routes")]
        if True in leads:
            return True
        return None if None in leads or "Routes" not in table else False

    def subnets_in(self, zone: str, *, public: bool) -> list[str]:
        """Ids of the zone's public, or not public, subnets, sorted; without those of which that is not known."""
        return sorted(
            subnet["SubnetId"]
            for subnet in self.subnets
            if text_field(subnet, "AvailabilityZone") == zone
            and self.is_public(self.table_by_subnet[subnet["SubnetId"]]) is public
        )


def _leads_to_internet_gateway(route: ResponseItem) -> bool | None:
    """Whether it is the default route to an attached internet gateway; None where the answer leaves that open.

    A route to a gateway that is detached has the state blackhole (EC2 API reference, Route).
    """
    destination, gateway = text_field(route, "DestinationCidrBlock"), text_field(route, "GatewayId")
    has_target = any(route.get(field) for field in TARGETS)
    if (destination or any(route.get(field) for field in DESTINATIONS)) and destination != DEFAULT_ROUTE:
        return False
    if has_target and not gateway.startswith("igw-"):
        return False
    state = text_field(route, "State")
    if state == "blackhole":
        return False
    return True if destination and has_target and state == "active" else None


def read_topology(answers: Answers, vpc_id: str) -> Topology:
    """The topology, from the answers to describe_subnets and describe_route_tables.

    Those are asked with a filter on the VPC, so an item that does not name its VPC is in this one.
    """
    subnets = tuple(_of_vpc(answers, "describe_subnets", vpc_id))
    tables = {table["RouteTableId"]: table for table in _of_vpc(answers, "describe_route_tables", vpc_id)}
    explicit, main, is_complete = _associations(tables)
    # If an association does not name its subnet, any subnet without one of its own may be the one it means.
    implicit = main if is_complete and not answers.is_partial("describe_route_tables") else ""
    table_of = {subnet["SubnetId"]: explicit.get(subnet["SubnetId"], implicit) for subnet in subnets}
    return Topology(subnets, tables, table_of)


def _of_vpc(answers: Answers, op: str, vpc_id: str) -> list[dict[str, Any]]:
    return [item for item in answers.of(op) if text_field(item, "VpcId") in ("", vpc_id)]


def _associations(tables: Mapping[str, ResponseItem]) -> tuple[dict[str, str], str, bool]:
    """Subnet id → its table's id; the main table's id ("" if none); whether each association names what it is of."""
    explicit: dict[str, str] = {}
    main, is_complete = "", all("Associations" in table for table in tables.values())
    for table_id, table in tables.items():
        for association in structure_list(table, "Associations"):
            if association.get("Main"):
                main = table_id
            elif text_field(association, "SubnetId"):
                explicit[association["SubnetId"]] = table_id
            elif not text_field(association, "GatewayId"):
                is_complete = False
    return explicit, main, is_complete
