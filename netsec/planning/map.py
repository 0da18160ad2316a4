"""Subnets and route tables of the VPC: which table serves which subnet, and which of them are public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from netsec.model import Answers

ANYWHERE = "0.0.0.0/0"


@dataclass(frozen=True)
class Map:
    """Subnets and tables of the VPC, and which table serves which subnet."""

    subnets: tuple[Mapping[str, Any], ...]
    tables: Mapping[str, Mapping[str, Any]]
    table_of: Mapping[str, str]

    def is_public(self, table_id: str) -> bool:
        """Whether the table leads to an attached internet gateway."""
        routes = self.tables[table_id].get("Routes") or () if table_id in self.tables else ()
        return any(_leads_out(route) and route.get("State") == "active" for route in routes)

    def subnets_in(self, zone: str, *, public: bool) -> list[str]:
        """Ids of the zone's public or other subnets, sorted."""
        return sorted(
            subnet["SubnetId"]
            for subnet in self.subnets
            if subnet["AvailabilityZone"] == zone and self.is_public(self.table_of[subnet["SubnetId"]]) == public
        )


def _leads_out(route: Mapping[str, Any]) -> bool:
    return route.get("DestinationCidrBlock") == ANYWHERE and str(route.get("GatewayId", "")).startswith("igw-")


def draw(answers: Answers, vpc_id: str) -> Map:
    """Read the map off AWS's answers."""
    subnets = tuple(subnet for subnet in answers.of("describe_subnets") if subnet["VpcId"] == vpc_id)
    tables = {table["RouteTableId"]: table for table in answers.of("describe_route_tables") if table["VpcId"] == vpc_id}
    explicit, main = {}, ""
    for table_id, table in tables.items():
        for association in table.get("Associations") or ():
            if association.get("Main"):
                main = table_id
            if association.get("SubnetId"):
                explicit[association["SubnetId"]] = table_id
    table_of = {subnet["SubnetId"]: explicit.get(subnet["SubnetId"], main) for subnet in subnets}
    return Map(subnets, tables, table_of)
