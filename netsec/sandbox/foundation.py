"""Creates the VPC that netsec needs: the network that its users have already, with the names of the hands-on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from itertools import islice
from typing import Any

PUBLIC_OFFSET, PRIVATE_OFFSET, DATABASE_OFFSET = 1, 11, 21
"""Which /24 of the VPC comes first: 10.0.1.0, 10.0.11.0, 10.0.21.0."""


@dataclass(frozen=True)
class Foundation:
    """The ids of a laid network; the mappings go from zone name to id."""

    vpc_id: str
    internet_gateway_id: str
    public_route_table_id: str
    public_subnets: dict[str, str]
    private_subnets: dict[str, str]
    private_route_tables: dict[str, str]
    database_subnets: dict[str, str] = field(default_factory=dict)
    database_route_table_id: str | None = None


def lay_foundation(
    ec2: Any,
    *,
    project: str,
    environment: str,
    zones: Sequence[str],
    cidr: str = "10.0.0.0/16",
    public_cidrs: Mapping[str, str] | None = None,
    private_cidrs: Mapping[str, str] | None = None,
    ipv6: bool = False,
    database_subnets: bool = False,
) -> Foundation:
    """Find or create VPC, gateway, tables and subnets for these zones. What exists is kept, in other zones too."""
    site = _Site(ec2, f"{project}-{environment}", cidr, ipv6)
    public, private = public_cidrs or {}, private_cidrs or {}
    gateway = site.gateway()
    public_table = site.public_table(gateway)
    public_subnets = {
        zone: site.subnet("public", zone, public_table, PUBLIC_OFFSET, public.get(zone), reachable=True)
        for zone in zones
    }
    tables = {zone: site.table(f"private-rt-{zone[-1]}") for zone in zones}
    private_subnets = {
        zone: site.subnet("private", zone, tables[zone], PRIVATE_OFFSET, private.get(zone)) for zone in zones
    }
    database_table = site.table("database-rt") if database_subnets else None
    isolated = (
        {zone: site.subnet("database", zone, database_table, DATABASE_OFFSET) for zone in zones}
        if database_table
        else {}
    )
    return Foundation(
        site.vpc_id, gateway, public_table, public_subnets, private_subnets, tables, isolated, database_table
    )


class _Site:
    """One VPC under construction: every method finds a thing by its Name, or makes it."""

    def __init__(self, ec2: Any, prefix: str, cidr: str, ipv6: bool) -> None:
        self.ec2, self.prefix, self.vpc_id = ec2, prefix, ""
        self.seen: dict[str, list[Any]] = {}
        vpc = self._find("Vpcs", "vpc") or self._create_vpc(cidr, ipv6)
        self.vpc_id, self.cidr = vpc["VpcId"], vpc["CidrBlock"]
        associations = vpc.get("Ipv6CidrBlockAssociationSet") or []
        self.block6 = IPv6Network(associations[0]["Ipv6CidrBlock"]) if associations else None
        self.taken = [IPv4Network(each["CidrBlock"]) for each in self._inside("Subnets")]

    def gateway(self) -> str:
        """The id of the internet gateway, attached to the VPC."""
        existing = self._find("InternetGateways", "igw")
        if existing:
            return str(existing["InternetGatewayId"])
        tags = self._tags("internet-gateway", "igw")
        created = self.ec2.create_internet_gateway(TagSpecifications=tags)["InternetGateway"]["InternetGatewayId"]
        self.ec2.attach_internet_gateway(VpcId=self.vpc_id, InternetGatewayId=created)
        return str(created)

    def public_table(self, gateway: str) -> str:
        """The id of the route table that leads to the internet gateway."""
        existing = self._find("RouteTables", "public-rt")
        if existing and any(route.get("GatewayId") == gateway for route in existing["Routes"]):
            return str(existing["RouteTableId"])
        table = self.table("public-rt")
        self.ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
        return table

    def table(self, label: str) -> str:
        """The id of the route table of this name."""
        existing = self._find("RouteTables", label)
        if existing:
            return str(existing["RouteTableId"])
        tags = self._tags("route-table", label)
        created = self.ec2.create_route_table(VpcId=self.vpc_id, TagSpecifications=tags)
        return str(created["RouteTable"]["RouteTableId"])

    def subnet(
        self, role: str, zone: str, table: str, offset: int, cidr: str | None = None, *, reachable: bool = False
    ) -> str:
        """The id of a zone's subnet for this role, associated with the table; `reachable` gives public addresses."""
        label = f"{role}-subnet-{zone[-1]}"
        existing = self._find("Subnets", label)
        if existing:
            return str(existing["SubnetId"])
        tags = self._tags("subnet", label)
        blocks = {"CidrBlock": cidr or self._free(offset), **self._free6()}
        self.taken.append(IPv4Network(blocks["CidrBlock"]))
        created = self.ec2.create_subnet(VpcId=self.vpc_id, AvailabilityZone=zone, TagSpecifications=tags, **blocks)
        subnet = str(created["Subnet"]["SubnetId"])
        self.ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": reachable})
        self.ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
        return subnet

    def _create_vpc(self, cidr: str, ipv6: bool) -> Any:
        block6 = {"AmazonProvidedIpv6CidrBlock": True} if ipv6 else {}
        vpc = self.ec2.create_vpc(CidrBlock=cidr, TagSpecifications=self._tags("vpc", "vpc"), **block6)["Vpc"]
        self.ec2.modify_vpc_attribute(VpcId=vpc["VpcId"], EnableDnsHostnames={"Value": True})
        return vpc

    def _free(self, offset: int) -> str:
        """The first free block from the offset on; a small VPC starts over at its end."""
        whole = IPv4Network(self.cidr)
        blocks = list(whole.subnets(new_prefix=max(24, min(28, whole.prefixlen + 5))))
        start = offset % len(blocks)
        candidates = blocks[start:] + blocks[:start]
        return str(next(block for block in candidates if not any(block.overlaps(each) for each in self.taken)))

    def _free6(self) -> dict[str, str]:
        if not self.block6:
            return {}
        return {"Ipv6CidrBlock": str(next(islice(self.block6.subnets(new_prefix=64), len(self.taken), None)))}

    def _tags(self, kind: str, label: str) -> list[dict[str, Any]]:
        return [{"ResourceType": kind, "Tags": [{"Key": "Name", "Value": f"{self.prefix}-{label}"}]}]

    def _find(self, kind: str, label: str) -> Any:
        """The one of that Name, in our VPC once there is one; None if there is none."""
        return next((each for each in self._inside(kind) if _name(each) == f"{self.prefix}-{label}"), None)

    def _inside(self, kind: str) -> list[Any]:
        """What stood there when we first asked; what we make ourselves we never look for again."""
        if kind not in self.seen:
            operation = "describe_" + "".join(f"_{each.lower()}" if each.isupper() else each for each in kind)[1:]
            pages = self.ec2.get_paginator(operation).paginate()
            self.seen[kind] = [row for page in pages for row in page[kind]]
        return [row for row in self.seen[kind] if not self.vpc_id or self.vpc_id in _vpcs_of(row)]


def _name(row: dict[str, Any]) -> str | None:
    return next((tag["Value"] for tag in row.get("Tags", []) if tag["Key"] == "Name"), None)


def _vpcs_of(row: dict[str, Any]) -> set[str]:
    attached = {each["VpcId"] for each in row.get("Attachments", [])}
    return attached | ({row["VpcId"]} if "VpcId" in row else set())
