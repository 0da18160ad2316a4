"""Single calls played on AWS's answers: what stands there afterwards is what AWS would say."""

from __future__ import annotations

from typing import Any

from netsec.insight.simulate import handlers
from netsec.model import Answers, Query, query_by_vpc
from netsec.model.simulated import SimulatedAws

VPC = "vpc-1"
HELD = {
    "AllocationId": "eipalloc-1",
    "PublicIp": "203.0.113.1",
    "AssociationId": "eipassoc-1",
    "NetworkInterfaceId": "e",
}
RULE = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
LISTED = {"SecurityGroupRuleId": "sgr-1", "GroupId": "sg-1", "IsEgress": False, "IpProtocol": "tcp", "FromPort": 80,
          "ToPort": 80, "CidrIpv4": "10.0.0.0/8"}  # fmt: skip


def book(**rows: list[dict[str, Any]]) -> SimulatedAws:
    lists = {"describe_security_groups": "SecurityGroups", "describe_security_group_rules": "SecurityGroupRules",
             "describe_nat_gateways": "NatGateways", "describe_route_tables": "RouteTables"}  # fmt: skip
    found = Answers({query_by_vpc(op, items, VPC): rows.get(op, []) for op, items in lists.items()})
    found[Query("describe_addresses", "Addresses")] = rows.get("describe_addresses", [])
    found[Query("describe_vpcs", "Vpcs")] = [{"VpcId": VPC}]
    return SimulatedAws(found)


def play(there: SimulatedAws, op: str, **params: Any) -> dict[str, Any]:
    return handlers()[op](there, params, "new:x")


def test_a_gateway_that_goes_lets_go_of_its_address_and_its_routes_lead_nowhere() -> None:
    routes = [
        {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": nat, "State": "active"} for nat in ("nat-1", "nat-2")
    ]
    there = book(
        describe_addresses=[HELD],
        describe_nat_gateways=[{"NatGatewayId": "nat-1", "NatGatewayAddresses": [{"AllocationId": "eipalloc-1"}]}],
        describe_route_tables=[{"RouteTableId": f"rtb-{n}", "Routes": [route]} for n, route in enumerate(routes)],
    )
    play(there, "delete_nat_gateway", NatGatewayId="nat-1")
    assert there.items("describe_nat_gateways") == []
    assert there.items("describe_addresses") == [{"AllocationId": "eipalloc-1", "PublicIp": "203.0.113.1"}]
    states = [each["Routes"][0]["State"] for each in there.items("describe_route_tables")]
    assert states == ["blackhole", "active"]


def test_a_group_is_born_with_a_way_out() -> None:
    there = book()
    play(there, "create_security_group", GroupName="web", Description="d", VpcId=VPC)
    (made,) = there.items("describe_security_groups")
    assert made["IpPermissions"] == []
    assert made["IpPermissionsEgress"] == [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]


def test_a_rule_that_is_changed_stands_there_once() -> None:
    there = book(describe_security_groups=[{"GroupId": "sg-1", "IpPermissions": [RULE]}],
                 describe_security_group_rules=[LISTED])  # fmt: skip
    wanted = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIpv4": "10.0.0.0/8", "Description": ""}
    change = {"SecurityGroupRuleId": "sgr-1", "SecurityGroupRule": wanted}
    play(there, "modify_security_group_rules", GroupId="sg-1", SecurityGroupRules=[change])
    (group,) = there.items("describe_security_groups")
    assert [(each["FromPort"], each["IpRanges"]) for each in group["IpPermissions"]] == [
        (443, [{"CidrIp": "10.0.0.0/8"}])
    ]
