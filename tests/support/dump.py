"""A VPC's layer as a normalised value: every id is replaced by a name, so that two clouds can be compared."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

OURS = ("netsec:*", "Project", "Environment", "ManagedBy")
GONE = ("deleted", "deleting")
PROTOCOLS = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6"}
PEERS = {
    "IpRanges": ("CidrIp", "cidr"), "Ipv6Ranges": ("CidrIpv6", "cidr6"), "PrefixListIds": ("PrefixListId", "pl"),
    "UserIdGroupPairs": ("GroupId", "sg"),
}  # fmt: skip
TARGETS = (
    "NatGatewayId", "GatewayId", "TransitGatewayId", "VpcPeeringConnectionId", "NetworkInterfaceId", "InstanceId",
    "EgressOnlyInternetGatewayId",
)  # fmt: skip
Row = Mapping[str, Any]


def dump(ec2: Any, vpc_name: str, ignore: Iterable[str] = OURS) -> dict[str, Any]:
    """All sections of the one VPC of that Name; tags whose key matches a pattern in `ignore` are left out."""
    (vpc,) = (each for each in _rows(ec2, "describe_vpcs", "Vpcs") if _name(each) == vpc_name)
    return _Layer(ec2, vpc, tuple(ignore)).sections()


def without(golden: Any, ignore: Iterable[str] = OURS) -> Any:
    """A dump that was kept, less the tags that `dump_state` leaves out."""
    ignore = tuple(ignore)
    if isinstance(golden, dict):
        return {key: _kept(value, ignore) if key == "tags" else without(value, ignore) for key, value in golden.items()}
    return [without(each, ignore) for each in golden] if isinstance(golden, list) else golden


def _kept(tags: Mapping[str, str], ignore: tuple[str, ...]) -> dict[str, str]:
    return {key: tags[key] for key in sorted(tags) if not any(fnmatch.fnmatchcase(key, each) for each in ignore)}


def _rows(ec2: Any, operation: str, items: str) -> list[Any]:
    if not ec2.can_paginate(operation):
        return list(getattr(ec2, operation)()[items])
    return [row for page in ec2.get_paginator(operation).paginate() for row in page[items]]


def _tags(row: Row) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in row.get("Tags") or ()}


def _name(row: Row) -> str:
    return _tags(row).get("Name", "")


def _by(*keys: str) -> Any:
    return lambda row: tuple(row[key] or 0 if key in ("from", "to") else row[key] for key in keys)


@dataclass
class _Layer:
    """What one VPC holds, asked for anew; filters are applied here, since emulators forget some."""

    ec2: Any
    vpc: Row
    ignore: tuple[str, ...]
    names: dict[str, str] = field(default_factory=dict)

    def sections(self) -> dict[str, Any]:
        self._ask()
        return {
            "vpc": {"name": _name(self.vpc), "cidr": self.vpc["CidrBlock"], "tags": self._tags(self.vpc)},
            "igw": sorted(({"name": _name(row), "tags": self._tags(row)} for row in self.igws), key=_by("name")),
            "subnets": sorted((self._subnet(row) for row in self.subnets), key=_by("name")),
            "security_groups": sorted((self._group(row) for row in self.groups), key=_by("name")),
            "eips": sorted(self._addresses(), key=_by("name")),
            "nat_gateways": sorted((self._gateway(row) for row in self.gateways), key=_by("name")),
            "route_tables": sorted((self._table(row) for row in self.tables), key=_by("name")),
            "network_acls": sorted((self._acl(row) for row in self.acls), key=_by("name")),
            "vpc_endpoints": [],
        }

    def _ask(self) -> None:
        self.subnets, self.groups = self._inside("Subnets"), self._inside("SecurityGroups")
        self.tables, self.acls = self._inside("RouteTables"), self._inside("NetworkAcls")
        self.gateways = [row for row in self._inside("NatGateways") if row["State"] not in GONE]
        self.igws = [
            row
            for row in _rows(self.ec2, "describe_internet_gateways", "InternetGateways")
            if self.vpc["VpcId"] in [each["VpcId"] for each in row["Attachments"]]
        ]
        self.eips = _rows(self.ec2, "describe_addresses", "Addresses")
        self.names = dict(self._named())

    def _inside(self, items: str) -> list[Any]:
        operation = "describe_" + "".join(f"_{each.lower()}" if each.isupper() else each for each in items)[1:]
        return [row for row in _rows(self.ec2, operation, items) if row["VpcId"] == self.vpc["VpcId"]]

    def _named(self) -> Iterator[tuple[str, str]]:
        yield self.vpc["VpcId"], _name(self.vpc)
        for key, rows in (
            ("SubnetId", self.subnets), ("InternetGatewayId", self.igws), ("NatGatewayId", self.gateways),
            ("AllocationId", [row for row in self.eips if "AllocationId" in row]),
        ):  # fmt: skip
            yield from ((row[key], _name(row) or f"({key})") for row in rows)
        yield from ((row["GroupId"], row["GroupName"]) for row in self.groups)
        for row in self.tables:
            yield row["RouteTableId"], _name(row) or ("(main-rt)" if self._is_main(row) else "(rt)")
        for row in self.acls:
            yield row["NetworkAclId"], _name(row) or ("(default-nacl)" if row["IsDefault"] else "(nacl)")

    def _is_main(self, table: Row) -> bool:
        return any(each.get("Main") for each in table["Associations"])

    def _called(self, resource_id: str) -> str:
        return self.names.get(resource_id, resource_id)

    def _tags(self, row: Row) -> dict[str, str]:
        return _kept(_tags(row), self.ignore)

    def _subnet(self, row: Row) -> dict[str, Any]:
        return {
            "name": self._called(row["SubnetId"]),
            "cidr": row["CidrBlock"],
            "az": row["AvailabilityZone"],
            "map_public_ip": row.get("MapPublicIpOnLaunch", False),
            "tags": self._tags(row),
        }

    def _group(self, row: Row) -> dict[str, Any]:
        return {
            "name": row["GroupName"],
            "description": row["Description"],
            "tags": self._tags(row),
            "ingress": self._rules(row["IpPermissions"]),
            "egress": self._rules(row["IpPermissionsEgress"]),
        }

    def _rules(self, permissions: Iterable[Row]) -> list[dict[str, Any]]:
        rules = [rule for permission in permissions for rule in self._flat(permission)]
        return sorted(rules, key=_by("proto", "from", "to", "peer", "description"))

    def _flat(self, permission: Row) -> Iterator[dict[str, Any]]:
        protocol = PROTOCOLS.get(permission["IpProtocol"], permission["IpProtocol"])
        ends = (None, None) if protocol == "-1" else (permission.get("FromPort"), permission.get("ToPort"))
        for place, (key, word) in PEERS.items():
            for each in permission.get(place) or ():
                yield {
                    "proto": protocol,
                    "from": ends[0],
                    "to": ends[1],
                    "peer": f"{word}:{self._called(each[key])}",
                    "description": each.get("Description") or "",
                }

    def _addresses(self) -> Iterator[dict[str, Any]]:
        """Those on a gateway of this VPC, and those that carry its prefix."""
        stands_on = {
            each["AllocationId"]: row["NatGatewayId"]
            for row in self.gateways
            for each in row["NatGatewayAddresses"]
            if each.get("AllocationId")
        }
        prefix = _name(self.vpc).removesuffix("-vpc")
        for row in self.eips:
            gateway = stands_on.get(row.get("AllocationId", ""))
            if gateway or _name(row).startswith(prefix):
                yield {
                    "name": _name(row) or "(eip)",
                    "domain": row["Domain"],
                    "tags": self._tags(row),
                    "nat": self._called(gateway) if gateway else None,
                    "associated": bool(row.get("AssociationId")),
                }

    def _gateway(self, row: Row) -> dict[str, Any]:
        subnet = next(each for each in self.subnets if each["SubnetId"] == row["SubnetId"])
        addresses = (each.get("AllocationId") for each in row["NatGatewayAddresses"])
        return {
            "name": self._called(row["NatGatewayId"]),
            "az": subnet["AvailabilityZone"],
            "subnet": self._called(row["SubnetId"]),
            "state": row["State"],
            "connectivity": row.get("ConnectivityType", "public"),
            "mode": row.get("AvailabilityMode") or "zonal",
            "eips": sorted(self._called(each) for each in addresses if each),
            "tags": self._tags(row),
        }

    def _table(self, row: Row) -> dict[str, Any]:
        return {
            "name": self._called(row["RouteTableId"]),
            "main": self._is_main(row),
            "subnets": sorted(self._called(each["SubnetId"]) for each in row["Associations"] if each.get("SubnetId")),
            "tags": self._tags(row),
            "routes": sorted((self._route(each) for each in row["Routes"]), key=_by("dest")),
        }

    def _route(self, row: Row) -> dict[str, Any]:
        field_name = next((each for each in TARGETS if row.get(each)), None)
        places = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
        return {
            "dest": next((row[each] for each in places if row.get(each)), None),
            "target": field_name and f"{field_name.removesuffix('Id')}:{self._called(row[field_name])}",
            "state": row.get("State"),
            "origin": row.get("Origin"),
        }

    def _acl(self, row: Row) -> dict[str, Any]:
        entries = [self._entry(each) for each in row["Entries"]]
        return {
            "name": self._called(row["NetworkAclId"]),
            "default": row["IsDefault"],
            "tags": self._tags(row),
            "subnets": sorted(self._called(each["SubnetId"]) for each in row["Associations"]),
            "entries": sorted(entries, key=lambda each: (each["egress"], each["rule"], str(each["cidr"]))),
        }

    def _entry(self, row: Row) -> dict[str, Any]:
        protocol = PROTOCOLS.get(str(row["Protocol"]), str(row["Protocol"]))
        ports = (row.get("PortRange") or {}) if protocol in ("tcp", "udp") else {}
        return {
            "egress": row["Egress"],
            "rule": row["RuleNumber"],
            "proto": protocol,
            "action": row["RuleAction"],
            "cidr": row.get("CidrBlock") or row.get("Ipv6CidrBlock"),
            "from": ports.get("From"),
            "to": ports.get("To"),
        }
