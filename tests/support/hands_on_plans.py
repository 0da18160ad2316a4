"""The hands-on's VPC as AWS describes it, and plans for it."""

from __future__ import annotations

from dataclasses import replace

from netsec.config import default_config
from netsec.config.default_rules import default_acls
from netsec.kinds import KINDS, OUTBOUND
from netsec.model import Address, Answers, Config, DestroyOptions, Plan, Record, tag_list
from netsec.planning.network import CALLER_IDENTITY
from netsec.planning.observation import first_queries, read_observation
from netsec.planning.plan import make_destroy_plan, make_plan
from netsec.views.header import Header

VPC = "vpc-0a1b2c3d4e5f60718"
A, C = "ap-northeast-1a", "ap-northeast-1c"
HEADER = Header(
    (
        ("account", "123456789012", "profile handson"),
        ("region", "ap-northeast-1", "netsec.toml"),
        ("VPC", VPC, "Name tag handson-dev-vpc"),
    )
)


def config(nat: bool = True, nacls: bool = False) -> Config:
    made = replace(
        default_config("handson", "dev"), enable_nat_gateway=nat, vpc=replace(Config(project="x").vpc, id=VPC)
    )
    return replace(made, network_acls=default_acls("handson-dev", associate=True) if nacls else ())


def long_id(prefix: str, number: int) -> str:
    return f"{prefix}-{number:017x}"


def foundation() -> dict[str, list[dict]]:
    """What part 1 of the hands-on leaves: two zones with a public and a private subnet each."""
    subnets, tables = (
        [],
        [_table("rtb", 1, [("0.0.0.0/0", "GatewayId", "igw-1")], [long_id("subnet", 1), long_id("subnet", 2)])],
    )
    for number, zone in enumerate((A, C)):
        subnets.append(_subnet(number + 1, zone))
        subnets.append(_subnet(number + 11, zone))
        tables.append(_table("rtb", number + 11, [], [long_id("subnet", number + 11)]))
    default_acl = {
        "NetworkAclId": long_id("acl", 1),
        "VpcId": VPC,
        "IsDefault": True,
        "Entries": [],
        "Associations": [
            {"NetworkAclAssociationId": long_id("aclassoc", n), "SubnetId": subnet["SubnetId"]}
            for n, subnet in enumerate(subnets)
        ],
    }
    return {
        "get_caller_identity": [{"Account": "123456789012"}],
        "describe_vpcs": [{"VpcId": VPC, "CidrBlock": "10.0.0.0/16", "Tags": tag_list({"Name": "handson-dev-vpc"})}],
        "describe_subnets": subnets,
        "describe_route_tables": tables,
        "describe_network_acls": [default_acl],
    }


def _subnet(number: int, zone: str) -> dict:
    return {"SubnetId": long_id("subnet", number), "VpcId": VPC, "AvailabilityZone": zone}


def _table(prefix: str, number: int, routes: list[tuple[str, str, str]], subnets: list[str]) -> dict:
    return {
        "RouteTableId": long_id(prefix, number),
        "VpcId": VPC,
        "Routes": [{"DestinationCidrBlock": cidr, field: target, "State": "active"} for cidr, field, target in routes],
        "Associations": [{"SubnetId": subnet} for subnet in subnets],
    }


def answers(described: dict[str, list[dict]]) -> Answers:
    asked = first_queries(config(), VPC)
    assert CALLER_IDENTITY in asked
    return Answers({query: described.get(query.op, []) for query in asked})


def plan(wanted: Config, described: dict[str, list[dict]]) -> Plan:
    return _plan(wanted, described, {})


def settled_plan(wanted: Config, described: dict[str, list[dict]]) -> Plan:
    """The same with a state that records all there is."""
    found = _plan(config(), described, {})
    return _plan(wanted, described, {each.address: Record(id=each.id) for each in found.changes})


def _plan(wanted: Config, described: dict[str, list[dict]], records: dict[Address, Record]) -> Plan:
    return make_plan(wanted, read_observation(wanted, VPC, answers(described), records), records)


def removal(described: dict[str, list[dict]], everything: bool = False, keep: bool = False) -> Plan:
    """The plan of a destroy, with a state that records all there is."""
    records = {each.address: Record(id=each.id) for each in _plan(config(), described, {}).changes}
    seen = read_observation(config(), VPC, answers(described), records)
    kinds = frozenset(KINDS) if everything else OUTBOUND
    return make_destroy_plan(seen, records, kinds, DestroyOptions(is_requested=True, keep_addresses=keep))


def applied() -> dict[str, list[dict]]:
    """The same VPC after an apply with the NAT gateways on."""
    made = foundation()
    groups = {key: long_id("sg", number) for number, key in enumerate(("alb", "ecs", "rds"), 1)}
    made["describe_security_groups"] = [
        {
            "GroupId": groups[group.key],
            "GroupName": group.name,
            "Description": group.description,
            "Tags": _tags("security_group", group.key, group.name),
            "IpPermissions": [_permission(rule, groups) for rule in group.ingress],
            "IpPermissionsEgress": [_permission(rule, groups) for rule in group.egress],
        }
        for group in config().security_groups
    ]
    made["describe_addresses"] = [
        {
            "AllocationId": long_id("eipalloc", number),
            "PublicIp": f"203.0.113.{number}",
            "AssociationId": long_id("eipassoc", number),
            "Tags": _tags("elastic_ip", zone, f"handson-dev-nat-eip-{zone[-1]}"),
        }
        for number, zone in enumerate((A, C), 10)
    ]
    made["describe_nat_gateways"] = [
        {
            "NatGatewayId": long_id("nat", number),
            "VpcId": VPC,
            "SubnetId": long_id("subnet", number - 9),
            "State": "available",
            "NatGatewayAddresses": [{"AllocationId": long_id("eipalloc", number), "PublicIp": f"203.0.113.{number}"}],
            "Tags": _tags("nat_gateway", zone, f"handson-dev-nat-{zone[-1]}"),
        }
        for number, zone in enumerate((A, C), 10)
    ]
    for number, table in enumerate(made["describe_route_tables"][1:], 10):
        table["Routes"] = [
            {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": long_id("nat", number), "State": "active"}
        ]
    return made


def _tags(kind: str, key: str, name: str) -> list[dict]:
    own = {"Project": "handson", "Environment": "dev", "ManagedBy": "netsec", "netsec:stack": "handson/dev"}
    own |= {"netsec:vpc": VPC} if kind == "elastic_ip" else {}
    return tag_list({**own, "Name": name, "netsec:address": f"{kind}/{key}"})


def _permission(rule, groups: dict[str, str]) -> dict:
    ports = {} if rule.from_port is None else {"FromPort": rule.from_port, "ToPort": rule.to_port}
    if rule.peer.type == "group":
        peers = {"UserIdGroupPairs": [{"GroupId": groups[rule.peer.value], "Description": rule.description}]}
    else:
        peers = {"IpRanges": [{"CidrIp": rule.peer.value, "Description": rule.description}]}
    return {"IpProtocol": rule.protocol, **ports, **peers}


PLANS = {
    "nats on": lambda: plan(config(), foundation()),
    "ACLs": lambda: plan(config(nat=False, nacls=True), foundation()),
    "state lost": lambda: plan(config(), applied()),
    "settled": lambda: settled_plan(config(), applied()),
    "switched off": lambda: settled_plan(config(nat=False), applied()),
    "destroy": lambda: removal(applied(), everything=True),
}
