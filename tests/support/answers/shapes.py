"""Answers made of botocore's own output shapes: members left out at will, lists empty, values nobody has heard of."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from tests.support.answers.worlds import ACCOUNT, CONFIG, Items, Worlds
from tests.support.story import REGION, ZONES

# Operation → service, and the list in its output ("" is the whole answer).
OPERATIONS: dict[str, tuple[str, str]] = {
    "get_caller_identity": ("sts", ""),
    "describe_vpcs": ("ec2", "Vpcs"),
    "describe_subnets": ("ec2", "Subnets"),
    "describe_route_tables": ("ec2", "RouteTables"),
    "describe_security_groups": ("ec2", "SecurityGroups"),
    "describe_security_group_rules": ("ec2", "SecurityGroupRules"),
    "describe_addresses": ("ec2", "Addresses"),
    "describe_addresses_attribute": ("ec2", "Addresses"),
    "describe_nat_gateways": ("ec2", "NatGateways"),
    "describe_network_acls": ("ec2", "NetworkAcls"),
    "describe_vpc_endpoints": ("ec2", "VpcEndpoints"),
    "describe_vpc_endpoint_services": ("ec2", "ServiceDetails"),
    "describe_vpc_attribute": ("ec2", ""),
    "describe_vpc_encryption_controls": ("ec2", "VpcEncryptionControls"),
    "describe_network_interfaces": ("ec2", "NetworkInterfaces"),
    "describe_managed_prefix_lists": ("ec2", "PrefixLists"),
    "describe_availability_zones": ("ec2", "AvailabilityZones"),
    "get_service_quota": ("service-quotas", ""),
    "get_metric_statistics": ("cloudwatch", "Datapoints"),
}
ZONE_NAMES = (*ZONES, f"{REGION}-tpe-1a", f"{REGION}-wl1-nrt-wlz-1", "us-west-2-lax-1a", "")
CIDRS = ("10.0.0.0/16", "10.0.1.0/24", "0.0.0.0/0", "192.168.0.0/24", "203.0.113.7/32")
CIDRS6 = ("::/0", "2001:db8::/56", "2001:db8:1::/64")
NEVER_HEARD = "of-2031"
TEXTS: dict[str, tuple[str, ...]] = {
    "AvailabilityZone": ZONE_NAMES,
    "ZoneName": ZONE_NAMES,
    "NetworkBorderGroup": (REGION, f"{REGION}-tpe-1", "us-west-2-lax-1"),
    "ZoneType": ("availability-zone", "local-zone", "wavelength-zone", NEVER_HEARD),
    "OwnerId": (ACCOUNT, "210987654321"),
    "UserId": (ACCOUNT, "210987654321"),
    "Account": (ACCOUNT,),
    "IpProtocol": ("tcp", "udp", "-1", "icmp", "icmpv6", "6", "50", NEVER_HEARD),
    "Protocol": ("-1", "6", "17", "1", "58", "50", "tcp", NEVER_HEARD),
    "State": ("available", "pending", "deleting", "deleted", "failed", "active", "blackhole", NEVER_HEARD),
    "GatewayId": ("igw-1", "local", "vgw-1", "vpce-1"),
    "ServiceName": (f"com.amazonaws.{REGION}.s3", f"com.amazonaws.{REGION}.logs", "x"),
    "PublicIp": ("203.0.113.7", "203.0.113.8"),
    "GroupName": ("default", "myapp-dev-alb-sg", "myapp-dev-ecs-sg", "x"),
    "Description": ("", "x", "Security group for Application Load Balancer"),
    "CidrBlock": CIDRS, "CidrIp": CIDRS, "DestinationCidrBlock": CIDRS, "CidrIpv4": CIDRS,
    "PrivateIpAddress": ("10.0.1.5", "10.0.2.9"),
    "Ipv6CidrBlock": CIDRS6, "CidrIpv6": CIDRS6, "DestinationIpv6CidrBlock": CIDRS6,
}  # fmt: skip
KINDS = ("nat_gateway/", "elastic_ip/", "security_group/", "network_acl/", "vpc_endpoint/")


@cache
def items_shape(op: str) -> Any:
    """The shape of one item of an operation's answer, as botocore has it."""
    import botocore.session

    service, items = OPERATIONS[op]
    model = botocore.session.Session().get_service_model(service)
    name = next(each for each in model.operation_names if _snake(each) == op)
    output = model.operation_model(name).output_shape
    return output.members[items].member if items else output


def _snake(name: str) -> str:
    from botocore import xform_name

    return str(xform_name(name))


class Maker:
    """Makes answers at random, the same for the same `random`; ids are those of a sound world now and then."""

    def __init__(self, random: Random, ids: dict[str, list[str]]) -> None:
        self.random, self.ids = random, ids
        self.dropped = random.choice((0.02, 0.2, 0.6))

    def answer(self, op: str, sound: Items) -> Items:
        """Some sound items with something done to them, some out of nothing."""
        shape = items_shape(op)
        kept = [self.hurt(deepcopy(each), shape) for each in sound if self.random.random() < 0.9]
        made = [self.value(shape, "") for _ in range(self.random.choice((0, 0, 1, 3)))]
        found = [*kept, *made]
        self.random.shuffle(found)
        return found[:1] or [{}] if OPERATIONS[op][1] == "" else found

    def hurt(self, value: Any, shape: Any, share: float = 0.05) -> Any:
        """A value with some of its members left out, emptied or said otherwise."""
        if shape.type_name == "structure" and isinstance(value, dict):
            for name in list(value):
                if self.random.random() < share * self.dropped * 10:
                    del value[name]
                elif name in shape.members:
                    value[name] = self.hurt(value[name], shape.members[name], share)
            return value
        if shape.type_name == "list" and isinstance(value, list):
            return [] if self.random.random() < share else [self.hurt(each, shape.member, share) for each in value]
        return self.value(shape, "") if self.random.random() < share / 2 else value

    def value(self, shape: Any, name: str, depth: int = 0) -> Any:
        kind = shape.type_name
        if kind == "structure":
            return self.structure(shape, depth)
        if kind == "list":
            return [self.value(shape.member, name, depth + 1) for _ in range(self.random.choice((0, 1, 1, 3)))]
        if kind == "map":
            return {}
        if kind == "boolean":
            return self.random.random() < 0.5
        if kind == "timestamp":
            return datetime(2026, 11, 24, tzinfo=UTC) - timedelta(hours=self.random.randrange(900))
        if kind in ("integer", "long"):
            return self.random.choice((-1, 0, 22, 80, 100, 443, 5432, 32766, 32767, 65535))
        return float(self.random.choice((0, 5, 60))) if kind in ("double", "float") else self.text(shape, name)

    def structure(self, shape: Any, depth: int) -> dict[str, Any]:
        if set(shape.members) == {"Key", "Value"}:
            return self.tag()
        made = {
            name: self.value(member, name, depth + 1)
            for name, member in shape.members.items()
            if depth < 5 and self.random.random() > self.dropped
        }
        return {**made, "AddedLater": {"Of": NEVER_HEARD}} if self.random.random() < 0.1 else made

    def tag(self) -> dict[str, str]:
        key = self.random.choice(("Name", "netsec:stack", "netsec:stack", "netsec:address", "netsec:keep", "ManagedBy"))
        values = {"netsec:stack": CONFIG.stack, "netsec:address": self.random.choice(KINDS) + self.random.choice(
            ("alb", "public", "s3", *ZONES)), "ManagedBy": "netsec"}  # fmt: skip
        tag = {"Key": key, "Value": values.get(key, "x")}
        if self.random.random() < self.dropped / 4:
            del tag[self.random.choice(("Key", "Value"))]
        return tag

    def text(self, shape: Any, name: str) -> str:
        if name in TEXTS:
            return self.random.choice(TEXTS[name])
        if getattr(shape, "enum", None):
            return str(self.random.choice([*shape.enum, NEVER_HEARD]))
        known = self.ids.get(name.removesuffix("s")) or self.ids.get("")
        return self.random.choice(known or ["x"]) if name.endswith(("Id", "Ids")) else self.random.choice(("", "x"))


def record_ids(worlds: Worlds) -> dict[str, list[str]]:
    """Field → the ids that stand in it in the sound worlds, and some that stand nowhere."""
    found: dict[str, set[str]] = {}
    for world in (worlds.bare, worlds.full):
        for items in world.values():
            for item in items:
                for name, value in item.items():
                    if name.endswith("Id") and isinstance(value, str):
                        found.setdefault(name, set()).add(value)
    # Each field's own, twice ours for one of a stranger's.
    return {name: [*sorted(each), *sorted(each), f"{name.lower()}-0"] for name, each in sorted(found.items())}
