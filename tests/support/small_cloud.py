"""A VPC of two zones, as EC2 tells of it, to put a thing or two into: plans of it are made in a moment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from netsec.config import default_config
from netsec.model import Address, Answers, Change, Config, Plan, Query, Record
from netsec.planning.network import CALLER_IDENTITY
from netsec.planning.observation import Records, read_observation, vpc_queries
from netsec.planning.plan import make_plan

VPC, ZONE_A, ZONE_C = "vpc-1", "ap-northeast-1a", "ap-northeast-1c"
EIP, NAT, ROUTE = Address("elastic_ip", ZONE_A), Address("nat_gateway", ZONE_A), Address("private_route", "rtb-a")
BARE = replace(default_config(zones=(ZONE_A,)), security_groups=())
ON = replace(BARE, enable_nat_gateway=True)
INTERFACES = Query("describe_network_interfaces", "NetworkInterfaces", (("group-id", ("sg-1",)),))
Items = list[dict[str, Any]]


def tags(address: Address | None = None, stack: str = "myapp/dev", **more: str) -> Items:
    """The tags of what stands at an address of that stack."""
    ours = {"netsec:stack": stack, "netsec:address": str(address), "netsec:vpc": VPC, "ManagedBy": "netsec",
            "Project": "myapp", "Environment": "dev"} if address else {}  # fmt: skip
    told = {**ours, **{key.replace("__", ":"): value for key, value in more.items()}}
    return [{"Key": key, "Value": value} for key, value in told.items()]


def subnet(name: str, zone: str = ZONE_A, **more: Any) -> dict[str, Any]:
    return {"SubnetId": name, "VpcId": VPC, "AvailabilityZone": zone, "CidrBlock": "10.0.0.0/24", **more}


def table(name: str, *subnets: str, routes: Items | None = None, main: bool = False) -> dict[str, Any]:
    rows: Items = [{"SubnetId": each} for each in subnets] + ([{"Main": True}] if main else [])
    return {"RouteTableId": name, "VpcId": VPC, "Associations": rows, "Routes": routes or []}


def default(state: str = "active", **target: str) -> dict[str, Any]:
    return {"DestinationCidrBlock": "0.0.0.0/0", "State": state, **target}


def address(number: int = 1, at: Address | None = EIP, held_by: str = "", **more: Any) -> dict[str, Any]:
    held = {"AssociationId": f"eipassoc-{number}", "NetworkInterfaceId": held_by} if held_by else {}
    return {"AllocationId": f"eipalloc-{number}", "PublicIp": f"203.0.113.{number}", "Domain": "vpc",
            "Tags": tags(at, Name="myapp-dev-nat-eip-a"), **held, **more}  # fmt: skip


def gateway(number: int = 1, at: Address | None = NAT, state: str = "available", **more: Any) -> dict[str, Any]:
    held = {"AllocationId": f"eipalloc-{number}", "NetworkInterfaceId": f"eni-{number}"}
    return {"NatGatewayId": f"nat-{number}", "VpcId": VPC, "SubnetId": "pub-a", "State": state,
            "ConnectivityType": "public", "NatGatewayAddresses": [held], "Tags": tags(at, Name="myapp-dev-nat-a"),
            **more}  # fmt: skip


def group(number: int, key: str = "", name: str = "", ingress: Items | None = None) -> dict[str, Any]:
    return {"GroupId": f"sg-{number}", "GroupName": name or f"myapp-dev-{key}-sg", "Description": "d", "VpcId": VPC,
            "Tags": tags(Address("security_group", key), Name=f"myapp-dev-{key}-sg") if key else [],
            "IpPermissions": ingress or [], "IpPermissionsEgress": []}  # fmt: skip


PUBLIC = table("rtb-public", "pub-a", "pub-c", routes=[default(GatewayId="igw-1")])
NETWORK: dict[str, Items] = {
    "describe_vpcs": [{"VpcId": VPC, "CidrBlock": "10.0.0.0/16"}],
    "describe_subnets": [subnet("pub-a"), subnet("priv-a"), subnet("pub-c", ZONE_C), subnet("priv-c", ZONE_C)],
    "describe_route_tables": [PUBLIC, table("rtb-a", "priv-a"), table("rtb-c", "priv-c"), table("rtb-main", main=True)],
    "get_caller_identity": [{"Account": "123456789012"}],
}


def told(*tables: dict[str, Any], **rows: Items) -> Answers:
    """The network with these rows in it, by operation; `tables` stand in for the private ones."""
    there = {**NETWORK, **({"describe_route_tables": [PUBLIC, *tables]} if tables else {}), **rows}
    queries = (CALLER_IDENTITY, Query("describe_vpcs", "Vpcs"), *vpc_queries(VPC))
    answers = Answers({query: there.get(query.op, []) for query in queries})
    if "describe_network_interfaces" in rows:
        answers[INTERFACES] = rows["describe_network_interfaces"]
    return answers


def planned(config: Config, answers: Answers, records: Records | None = None) -> Plan:
    records = records or {}
    return make_plan(config, read_observation(config, "", answers, records), records)


def line(plan: Plan, slot: str) -> Change:
    (found,) = (change for change in plan.changes if str(change.slot) == slot)
    return found


def ops(change: Change) -> list[str]:
    return [getattr(step, "op", "wait") for step in change.steps]


SETTLED = told(
    table("rtb-a", "priv-a", routes=[default(NatGatewayId="nat-1")]),
    describe_addresses=[address(held_by="eni-1")],
    describe_nat_gateways=[gateway()],
)
RECORDS = {
    EIP: Record(id="eipalloc-1"),
    NAT: Record(id="nat-1"),
    ROUTE: Record(attributes={"target": "nat-1"}),
}
