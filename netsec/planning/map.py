"""Subnets and route tables of the VPC: which table serves which subnet, and which of them are public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from netsec.kinds.private_route import DEFAULT, DESTINATIONS, TARGETS
from netsec.model import Answers
from netsec.model.answer import structures, text


@dataclass(frozen=True)
class Map:
    """Subnets and tables of the VPC, and which table serves which subnet ("" where AWS's answer does not say)."""

    subnets: tuple[Mapping[str, Any], ...]
    tables: Mapping[str, Mapping[str, Any]]
    table_of: Mapping[str, str]

    def is_public(self, table_id: str) -> bool | None:
        """Whether the table leads to an attached internet gateway; None where the answer leaves that open."""
        if table_id not in self.tables:
            return None
        found = [_leads_out(route) for route in structures(self.tables[table_id], "Routes")]
        unsaid = None in found or "Routes" not in self.tables[table_id]
        return True if True in found else None if unsaid else False

    def subnets_in(self, zone: str, *, public: bool) -> list[str]:
        """Ids of the zone's public or other subnets, sorted; those of which that is not known are neither."""
        return sorted(
            subnet["SubnetId"]
            for subnet in self.subnets
            if text(subnet, "AvailabilityZone") == zone and self.is_public(self.table_of[subnet["SubnetId"]]) is public
        )


def _leads_out(route: Mapping[str, Any]) -> bool | None:
    """Whether it is the default route to an internet gateway that is attached; None where that is not said."""
    destination, gateway = text(route, "DestinationCidrBlock"), text(route, "GatewayId")
    led = any(route.get(field) for field in TARGETS)
    if (destination or any(route.get(field) for field in DESTINATIONS)) and destination != DEFAULT:
        return False
    if led and not gateway.startswith("igw-"):
        return False
    state = text(route, "State")
    if state == "blackhole":
        return False
    return True if destination and led and state == "active" else None


def draw(answers: Answers, vpc_id: str) -> Map:
    """Read the map off AWS's answers, which were asked for by VPC: what does not say its own is of this one."""
    subnets = tuple(subnet for subnet in answers.of("describe_subnets") if text(subnet, "VpcId") in ("", vpc_id))
    rows = answers.of("describe_route_tables")
    tables = {table["RouteTableId"]: table for table in rows if text(table, "VpcId") in ("", vpc_id)}
    explicit, main = {}, ""
    unsaid = answers.in_part("describe_route_tables") or any("Associations" not in each for each in tables.values())
    for table_id, table in tables.items():
        for association in structures(table, "Associations"):
            if association.get("Main"):
                main = table_id
            elif text(association, "SubnetId"):
                explicit[association["SubnetId"]] = table_id
            elif not text(association, "GatewayId"):
                unsaid = True
    # Where one association does not say whose it is, any subnet without one may be the one that is meant.
    table_of = {each["SubnetId"]: explicit.get(each["SubnetId"], "" if unsaid else main) for each in subnets}
    return Map(subnets, tables, table_of)
