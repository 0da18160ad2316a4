"""Random clouds and configs, as EC2 would tell of them: ours, strangers' and half-made things in any mixture."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from netsec.config import default_config
from netsec.config.default_rules import default_acls
from netsec.model import (
    AclConfig,
    Address,
    Answers,
    Config,
    GroupConfig,
    NatConfig,
    Peer,
    Query,
    Record,
    Rule,
    query_by_vpc,
)
from netsec.planning.network import CALLER_IDENTITY

VPC = "vpc-1"
ZONES = tuple(f"ap-northeast-1{letter}" for letter in "acd")
KEYS = ("alb", "ecs", "rds", "old")
Items = list[dict[str, Any]]


def tags(draw: Any, kind: str, names: tuple[str, ...]) -> Items:
    """None of ours, some, all, or another stack's."""
    stack = draw(st.sampled_from(["myapp/dev", "myapp/dev", "myapp/dev", "myapp/prod", ""]))
    address = draw(st.sampled_from([f"{kind}/{name}" for name in names] + [""]))
    extra = {"netsec:keep": "true"} if kind == "elastic_ip" and draw(st.booleans()) else {}
    extra |= {"netsec:associate": "true"} if kind == "network_acl" and draw(st.booleans()) else {}
    extra |= (
        {"netsec:vpc": draw(st.sampled_from([VPC, VPC, "vpc-2"]))}
        if kind == "elastic_ip" and draw(st.booleans())
        else {}
    )
    told = {
        "netsec:stack": stack,
        "netsec:address": address,
        "Name": draw(st.sampled_from(["", "n"])),
        "ManagedBy": draw(st.sampled_from(["netsec", "netsec", "netsec", "terraform"])),
        **extra,
    }
    return [{"Key": key, "Value": value} for key, value in told.items() if value]


@st.composite
def network(draw: Any) -> dict[str, Items]:
    """Up to three zones, each with up to two subnets of either sort, on tables of their own or shared ones."""
    subnets: Items = []
    tables: dict[str, Any] = {
        "rtb-main": [{"Main": True}], "rtb-public": [], **{f"rtb-{zone[-1]}": [] for zone in ZONES}, "rtb-db": [],
    }  # fmt: skip
    for zone in draw(st.lists(st.sampled_from(ZONES), unique=True)):
        for number in range(draw(st.integers(0, 4))):
            own = f"rtb-{zone[-1]}"
            table = draw(st.sampled_from(["rtb-public", "rtb-public", own, own, own, "rtb-a", "rtb-db", "rtb-main"]))
            subnet = f"subnet-{zone[-1]}{number}"
            subnets.append({"SubnetId": subnet, "VpcId": VPC, "AvailabilityZone": zone})
            if table != "rtb-main":
                tables[table].append({"SubnetId": subnet})
    attached = draw(st.sampled_from(["active", "active", "active", "blackhole"]))
    out = {"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1", "State": attached}
    rows = [{"RouteTableId": name, "VpcId": VPC, "Associations": each, "Routes": []} for name, each in tables.items()]
    rows[1]["Routes"] = [out]
    return {"subnets": subnets, "tables": rows}


@st.composite
def clouds(draw: Any) -> Answers:
    """What nine describes say."""
    found = draw(network())
    addresses = [_address(draw, number) for number in range(draw(st.integers(0, 4)))]
    gateways = [_gateway(draw, number, found["subnets"], addresses) for number in range(draw(st.integers(0, 4)))]
    _occupy(draw, addresses, gateways)
    targets = [*({"NatGatewayId": f"nat-{number}"} for number in range(5)), {"TransitGatewayId": "tgw-1"}]
    for table in found["tables"]:
        if not table["Routes"] and draw(st.booleans()):
            route = {"DestinationCidrBlock": "0.0.0.0/0", "State": "active", **draw(st.sampled_from(targets))}
            table["Routes"] = [route]
    vpc = {"VpcId": VPC, "CidrBlock": "10.0.0.0/16"}
    if draw(st.booleans()):
        vpc["Ipv6CidrBlockAssociationSet"] = [{"Ipv6CidrBlock": "2001:db8::/56"}]
    return Answers({
        CALLER_IDENTITY: [{"Account": "123456789012"}],
        Query("describe_vpcs", "Vpcs"): [vpc],
        query_by_vpc("describe_subnets", "Subnets", VPC): found["subnets"],
        query_by_vpc("describe_route_tables", "RouteTables", VPC): found["tables"],
        query_by_vpc("describe_security_groups", "SecurityGroups", VPC): _groups(draw),
        query_by_vpc("describe_network_acls", "NetworkAcls", VPC): _acls(draw, found["subnets"]),
        query_by_vpc("describe_nat_gateways", "NatGateways", VPC, argument="Filter"): gateways,
        Query("describe_addresses", "Addresses"): addresses,
    })  # fmt: skip


def _address(draw: Any, number: int) -> dict[str, Any]:
    return {"AllocationId": f"eipalloc-{number}", "PublicIp": f"203.0.113.{number}",
            "Tags": tags(draw, "elastic_ip", ZONES)}  # fmt: skip


def _gateway(draw: Any, number: int, subnets: Items, addresses: Items) -> dict[str, Any]:
    states = ["available", "available", "pending", "failed", "deleting", "deleted"]
    subnet = draw(st.sampled_from([each["SubnetId"] for each in subnets] or ["subnet-x"]))
    allocation = draw(st.sampled_from([each["AllocationId"] for each in addresses] or ["eipalloc-9"]))
    return {"NatGatewayId": f"nat-{number}", "VpcId": VPC, "SubnetId": subnet, "State": draw(st.sampled_from(states)),
            "NatGatewayAddresses": [{"AllocationId": allocation, "NetworkInterfaceId": f"eni-{number}"}],
            "Tags": tags(draw, "nat_gateway", ZONES)}  # fmt: skip


def _occupy(draw: Any, addresses: Items, gateways: Items) -> None:
    """An address stands on the first gateway that names it and can hold it, or on something else."""
    for item in addresses:
        named = [each for each in gateways if each["NatGatewayAddresses"][0]["AllocationId"] == item["AllocationId"]]
        holding = [each for each in named if each["State"] in ("available", "deleting")]
        if holding:
            interface = holding[0]["NatGatewayAddresses"][0]["NetworkInterfaceId"]
            item |= {"AssociationId": f"eipassoc-{item['AllocationId']}", "NetworkInterfaceId": interface}
        elif draw(st.integers(0, 5)) == 0:
            item |= {"AssociationId": f"eipassoc-{item['AllocationId']}", "NetworkInterfaceId": "eni-x"}


def _groups(draw: Any) -> Items:
    count = draw(st.integers(0, 5))
    names = draw(st.lists(st.sampled_from([f"myapp-dev-{key}-sg" for key in KEYS] + ["x", "y"]),
                          min_size=count, max_size=count, unique=True))  # fmt: skip
    return [
        {"GroupId": f"sg-{number}", "GroupName": name, "Description": draw(st.sampled_from(["d", "e"])), "VpcId": VPC,
         "Tags": tags(draw, "security_group", KEYS), "IpPermissions": _permissions(draw, count),
         "IpPermissionsEgress": _permissions(draw, count)}
        for number, name in enumerate(names)
    ]  # fmt: skip


def _permissions(draw: Any, count: int) -> Items:
    peers = draw(st.lists(st.sampled_from([f"sg-{number}" for number in range(count)]), unique=True, max_size=3))
    blocks = draw(st.lists(st.sampled_from(["0.0.0.0/0", "10.0.0.0/8"]), unique=True))
    whole = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": each} for each in blocks]}] if blocks else []
    named = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": [{"GroupId": p} for p in peers]}
    return [*whole, *([named] if peers else [])]


def _acls(draw: Any, subnets: Items) -> Items:
    rows: Items = [{"NetworkAclId": "acl-0", "VpcId": VPC, "IsDefault": True, "Tags": [], "Entries": [],
                    "Associations": []}]  # fmt: skip
    for number in range(1, draw(st.integers(1, 4))):
        entry = {"RuleNumber": 100, "Egress": draw(st.booleans()), "Protocol": "-1", "RuleAction": "allow",
                 "CidrBlock": "0.0.0.0/0"}  # fmt: skip
        rows.append({"NetworkAclId": f"acl-{number}", "VpcId": VPC, "IsDefault": False, "Entries": [entry],
                     "Tags": tags(draw, "network_acl", ("public", "private", "old")), "Associations": []})  # fmt: skip
    for subnet in subnets:
        there = {"NetworkAclAssociationId": f"aclassoc-{subnet['SubnetId']}", "SubnetId": subnet["SubnetId"]}
        draw(st.sampled_from(rows))["Associations"].append(there)
    return rows


@st.composite
def configs(draw: Any) -> Config:
    """The switches in any position; groups that name each other and strangers; addresses brought along."""
    zones = draw(st.sampled_from([(), ZONES[:1], ZONES[:2], ZONES]))
    brought = draw(st.dictionaries(st.sampled_from(ZONES), st.sampled_from([f"eipalloc-{n}" for n in range(4)])))
    nat = NatConfig(
        topology=draw(st.sampled_from(["per_az", "single"])), zone=draw(st.sampled_from(["", *ZONES])),
        keep_eips=draw(st.booleans()), eips=brought if len({*brought.values()}) == len(brought) else {},
    )  # fmt: skip
    config = replace(
        default_config(zones=zones), enable_nat_gateway=draw(st.booleans()), nat=nat, security_groups=draw(groups()),
        tags=draw(st.sampled_from([{}, {"Team": "red"}])),
    )  # fmt: skip
    lists: tuple[AclConfig, ...] = default_acls(config.name_prefix, draw(st.booleans()))
    return replace(config, network_acls=tuple(each for each in lists if draw(st.booleans())))


@st.composite
def groups(draw: Any) -> tuple[GroupConfig, ...]:
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True))

    def rules() -> tuple[Rule, ...]:
        peers = [*(Peer("group", key) for key in keys), Peer("cidr_ipv4", "0.0.0.0/0"), Peer("group_id", "sg-1")]
        ports = [("tcp", 80), ("tcp", 443), ("-1", None)]
        chosen = draw(st.lists(st.tuples(st.sampled_from(peers), st.sampled_from(ports)), unique=True, max_size=3))
        return tuple(
            Rule(protocol=protocol, from_port=port, to_port=port, peer=peer) for peer, (protocol, port) in chosen
        )

    return tuple(
        GroupConfig(key=key, name=f"myapp-dev-{key}-sg", description="d", ingress=rules(), egress=rules(),
                    exclusive=draw(st.booleans()))
        for key in keys
    )  # fmt: skip


@st.composite
def memories(draw: Any) -> dict[Address, Record]:
    """What a state may hold: true, outdated or wrong, but never one id twice."""
    kinds = {"security_group": (KEYS, "sg"), "elastic_ip": (ZONES, "eipalloc"), "nat_gateway": (ZONES, "nat"),
             "network_acl": (("public", "private"), "acl")}  # fmt: skip
    found = {}
    for kind, (names, prefix) in kinds.items():
        ids = iter(draw(st.permutations([f"{prefix}-{number}" for number in range(12)])))
        for name in draw(st.lists(st.sampled_from(names), unique=True)):
            old = tuple(next(ids) for _ in range(draw(st.integers(0, 2))))
            found[Address(kind, name)] = Record(id=next(ids), old=old, tag_keys=("Name", "Team"))
    for table in draw(st.lists(st.sampled_from(["rtb-a", "rtb-c", "rtb-db"]), unique=True)):
        target = draw(st.sampled_from(["nat-0", "nat-1", "nat-4"]))
        found[Address("private_route", table)] = Record(attributes={"target": target})
    for subnet in draw(st.lists(st.sampled_from(["subnet-a0", "subnet-c1"]), unique=True)):
        former = {"former_network_acl_id": draw(st.sampled_from(["acl-0", "acl-1", "acl-9"]))}
        found[Address("network_acl_association", subnet)] = Record(attributes=former)
    return found
