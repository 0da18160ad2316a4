"""Lays the VPC that netsec builds on: the network a stack's owner already has, under the names the hands-on gives it."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from itertools import islice
from typing import Any

PUBLIC_OFFSET, PRIVATE_OFFSET, DATABASE_OFFSET = 1, 11, 21


@dataclass(frozen=True)
class Foundation:
    """The ids of a laid network; the mappings go from zone name to id."""

    vpc_id: str
    internet_gateway_id: str
    public_route_table_id: str
    public_subnets: dict[str, str]
    private_subnets: dict[str, str]
    private_route_tables: dict[str, str]
    database_subnets: dict[str, str]
    database_route_table_id: str | None = None


def lay(
    ec2: Any,
    *,
    project: str,
    environment: str,
    zones: list[str] | tuple[str, ...],
    cidr: str = "10.0.0.0/16",
    public_cidrs: dict[str, str] | None = None,
    private_cidrs: dict[str, str] | None = None,
    ipv6: bool = False,
    database_subnets: bool = False,
) -> Foundation:
    """Find or create VPC, gateway, tables and subnets for these zones; what exists is kept, also in other zones."""
    site = _Site(ec2, f"{project}-{environment}", cidr, ipv6)
    public, private = public_cidrs or {}, private_cidrs or {}
    site.vpc()
    gateway, public_table = site.gateway(), site.public_table()
    public_subnets = {zone: site.public_subnet(zone, public.get(zone), public_table) for zone in zones}
    tables = {zone: site.table(f"private-rt-{zone[-1]}") for zone in zones}
    private_subnets = {zone: site.private_subnet(zone, private.get(zone), tables[zone]) for zone in zones}
    database_table = site.table("database-rt") if database_subnets else None
    isolated = {zone: site.database_subnet(zone, database_table) for zone in zones if database_table}
    return Foundation(
        site.vpc_id, gateway, public_table, public_subnets, private_subnets, tables, isolated, database_table
    )


class _Site:
    """One VPC under construction: every method finds a thing by its Name, or makes it."""

    def __init__(self, ec2: Any, prefix: str, cidr: str, ipv6: bool) -> None:
        self.ec2, self.prefix, self.cidr, self.ipv6 = ec2, prefix, cidr, ipv6
        self.vpc_id = ""
        self.taken: set[str] = set()
        self.block6: IPv6Network | None = None

    def vpc(self) -> None:
        vpc = self._find("vpcs", "vpc") or self._create_vpc()
        self.vpc_id, self.cidr = vpc["VpcId"], vpc["CidrBlock"]
        associations = vpc.get("Ipv6CidrBlockAssociationSet") or []
        self.block6 = IPv6Network(associations[0]["Ipv6CidrBlock"]) if associations else None
        self.taken = {each["CidrBlock"] for each in self._inside("subnets")}

    def gateway(self) -> str:
        found = self._find("internet_gateways", "igw")
        if found:
            return str(found["InternetGatewayId"])
        tags = self._tags("internet-gateway", "igw")
        made = self.ec2.create_internet_gateway(TagSpecifications=tags)["InternetGateway"]["InternetGatewayId"]
        self.ec2.attach_internet_gateway(VpcId=self.vpc_id, InternetGatewayId=made)
        return str(made)

    def public_table(self) -> str:
        table, gateway = self.table("public-rt"), self.gateway()
        (description,) = self.ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"]
        if not any(route.get("GatewayId") == gateway for route in description["Routes"]):
            self.ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
        return table

    def table(self, label: str) -> str:
        found = self._find("route_tables", label)
        if found:
            return str(found["RouteTableId"])
        tags = self._tags("route-table", label)
        made = self.ec2.create_route_table(VpcId=self.vpc_id, TagSpecifications=tags)
        return str(made["RouteTable"]["RouteTableId"])

    def public_subnet(self, zone: str, cidr: str | None, table: str) -> str:
        subnet = self._subnet(zone, f"public-subnet-{zone[-1]}", cidr, PUBLIC_OFFSET, table)
        self.ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": True})
        return subnet

    def private_subnet(self, zone: str, cidr: str | None, table: str) -> str:
        return self._subnet(zone, f"private-subnet-{zone[-1]}", cidr, PRIVATE_OFFSET, table)

    def database_subnet(self, zone: str, table: str) -> str:
        return self._subnet(zone, f"database-subnet-{zone[-1]}", None, DATABASE_OFFSET, table)

    def _create_vpc(self) -> Any:
        tags = self._tags("vpc", "vpc")
        ipv6 = {"AmazonProvidedIpv6CidrBlock": True} if self.ipv6 else {}
        made = self.ec2.create_vpc(CidrBlock=self.cidr, TagSpecifications=tags, **ipv6)["Vpc"]
        self.ec2.modify_vpc_attribute(VpcId=made["VpcId"], EnableDnsHostnames={"Value": True})
        return made

    def _subnet(self, zone: str, label: str, cidr: str | None, offset: int, table: str) -> str:
        found = self._find("subnets", label)
        if found:
            return str(found["SubnetId"])
        block = cidr or self._free(offset)
        self.taken.add(block)
        made = self.ec2.create_subnet(
            VpcId=self.vpc_id,
            CidrBlock=block,
            AvailabilityZone=zone,
            TagSpecifications=self._tags("subnet", label),
            **self._free6(),
        )["Subnet"]["SubnetId"]
        self.ec2.associate_route_table(RouteTableId=table, SubnetId=made)
        self.ec2.modify_subnet_attribute(SubnetId=made, MapPublicIpOnLaunch={"Value": False})
        return str(made)

    def _free(self, offset: int) -> str:
        """The first free block at or after the hands-on's: 10.0.1.0/24, 10.0.11.0/24 and so on."""
        whole = IPv4Network(self.cidr)
        blocks = islice(whole.subnets(new_prefix=max(24, min(28, whole.prefixlen + 5))), offset, None)
        used = [IPv4Network(each) for each in self.taken]
        return str(next(block for block in blocks if not any(block.overlaps(each) for each in used)))

    def _free6(self) -> dict[str, str]:
        if not self.block6:
            return {}
        return {"Ipv6CidrBlock": str(next(islice(self.block6.subnets(new_prefix=64), len(self.taken), None)))}

    def _tags(self, kind: str, label: str) -> list[dict[str, Any]]:
        return [{"ResourceType": kind, "Tags": [{"Key": "Name", "Value": f"{self.prefix}-{label}"}]}]

    def _find(self, plural: str, label: str) -> Any:
        """The one of that Name, in our VPC where it can stand in one; None if there is none."""
        named = [each for each in self._inside(plural) if _name(each) == f"{self.prefix}-{label}"]
        return named[0] if named else None

    def _inside(self, plural: str) -> list[Any]:
        operation = f"describe_{plural}"
        key = "".join(word.capitalize() for word in plural.split("_"))
        pages = self.ec2.get_paginator(operation).paginate()
        rows = [row for page in pages for row in page[key]]
        return [row for row in rows if not self.vpc_id or self.vpc_id in _vpcs_of(row)]


def _name(row: dict[str, Any]) -> str | None:
    return next((tag["Value"] for tag in row.get("Tags", []) if tag["Key"] == "Name"), None)


def _vpcs_of(row: dict[str, Any]) -> set[str]:
    attached = {each["VpcId"] for each in row.get("Attachments", [])}
    return attached | ({row["VpcId"]} if "VpcId" in row else set())
