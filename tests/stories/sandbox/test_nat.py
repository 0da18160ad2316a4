"""NAT gateways take time, fail, hold their address, and vanish."""

from __future__ import annotations

from typing import Any

import pytest

from netsec.sandbox.foundation import Foundation
from netsec.sandbox.world import StrictWorld
from tests.support.sandbox_calls import allocate, make_nat, named, refused, tagged

UNKNOWN = "nat-0123456789abcdef0"


def shown(ec2: Any, nat: str) -> dict[str, Any]:
    (found,) = ec2.describe_nat_gateways(NatGatewayIds=[nat])["NatGateways"]
    return dict(found)


def test_a_nat_gateway_is_pending_then_available(world: StrictWorld, ec2: Any, subnet: str) -> None:
    nat = make_nat(ec2, subnet)
    assert shown(ec2, nat)["State"] == "pending"
    world.clock.advance(99)
    assert shown(ec2, nat)["State"] == "pending"
    world.clock.sleep(1)
    assert shown(ec2, nat)["State"] == "available"
    assert shown(ec2, nat)["CreateTime"].timestamp() == world.clock.now() - 100


def test_the_answer_says_pending_even_when_it_takes_no_time(world: StrictWorld, ec2: Any, subnet: str) -> None:
    world.settings.pending_seconds = 0
    made = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=allocate(ec2))["NatGateway"]
    assert made["State"] == "pending"
    assert shown(ec2, made["NatGatewayId"])["State"] == "available"


def test_deleting_deleted_and_gone_after_an_hour(world: StrictWorld, ec2: Any, subnet: str) -> None:
    nat = make_nat(ec2, subnet)
    world.clock.advance(100)
    ec2.delete_nat_gateway(NatGatewayId=nat)
    assert shown(ec2, nat)["State"] == "deleting"
    assert shown(ec2, nat)["DeleteTime"].timestamp() == world.clock.now()
    ec2.delete_nat_gateway(NatGatewayId=nat)
    world.clock.advance(40)
    assert shown(ec2, nat)["State"] == "deleted"
    with refused("NatGatewayNotFound"):
        ec2.delete_nat_gateway(NatGatewayId=nat)
    world.clock.advance(3600)
    with refused("NatGatewayNotFound"):
        shown(ec2, nat)
    assert ec2.describe_nat_gateways()["NatGateways"] == []


def test_one_unknown_id_fails_the_whole_question(ec2: Any, subnet: str) -> None:
    nat = make_nat(ec2, subnet)
    with refused("NatGatewayNotFound"):
        ec2.describe_nat_gateways(NatGatewayIds=[nat, UNKNOWN])
    with refused("NatGatewayNotFound"):
        ec2.delete_nat_gateway(NatGatewayId=UNKNOWN)


def test_the_interface_comes_and_goes_with_the_gateway(world: StrictWorld, ec2: Any, subnet: str) -> None:
    nat = make_nat(ec2, subnet)
    (interface,) = ec2.describe_network_interfaces(Filters=named("subnet-id", subnet))["NetworkInterfaces"]
    assert (interface["InterfaceType"], interface["RequesterManaged"]) == ("nat_gateway", True)
    assert (interface["Status"], interface["Groups"]) == ("in-use", [])
    assert interface["PrivateIpAddress"].startswith("10.0.1.")
    ec2.delete_nat_gateway(NatGatewayId=nat)
    world.clock.advance(40)
    assert ec2.describe_network_interfaces(Filters=named("subnet-id", subnet))["NetworkInterfaces"] == []


def test_the_address_is_disassociated_not_released(world: StrictWorld, ec2: Any, subnet: str) -> None:
    allocation = allocate(ec2)
    nat = make_nat(ec2, subnet, allocation)
    assert shown(ec2, nat)["NatGatewayAddresses"][0]["AllocationId"] == allocation
    ec2.delete_nat_gateway(NatGatewayId=nat)
    world.clock.advance(40)
    (address,) = ec2.describe_addresses()["Addresses"]
    assert address["AllocationId"] == allocation
    assert not address.get("AssociationId")


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"ConnectivityType": "public"}, "MissingParameter"),
        ({}, "MissingParameter"),
        ({"AllocationId": "eipalloc-0123456789abcdef0"}, "InvalidAllocationID.NotFound"),
        ({"AvailabilityMode": "regional"}, "UnsupportedOperation"),
        ({"SubnetId": "subnet-0123456789abcdef0"}, "InvalidSubnetID.NotFound"),
    ],
)
def test_what_creation_refuses(ec2: Any, subnet: str, parameters: dict[str, Any], code: str) -> None:
    with refused(code):
        ec2.create_nat_gateway(**{"SubnetId": subnet, **parameters})
    assert ec2.describe_nat_gateways()["NatGateways"] == []


def test_a_private_one_has_no_address(ec2: Any, subnet: str) -> None:
    made = ec2.create_nat_gateway(SubnetId=subnet, ConnectivityType="private")["NatGateway"]
    assert "AllocationId" not in made["NatGatewayAddresses"][0]
    with refused("InvalidParameterCombination"):
        ec2.create_nat_gateway(SubnetId=subnet, ConnectivityType="private", AllocationId=allocate(ec2))


def test_failures_on_order(world: StrictWorld, ec2: Any, subnet: str) -> None:
    world.settings.fail_nat = [["InternalError", "Please try again"]]
    allocation = allocate(ec2)
    first = make_nat(ec2, subnet, allocation)
    world.clock.advance(100)
    failed = shown(ec2, first)
    assert (failed["State"], failed["FailureCode"]) == ("failed", "InternalError")
    assert failed["FailureMessage"] == "Please try again"
    assert failed["DeleteTime"]
    second = make_nat(ec2, subnet, allocation)
    world.clock.advance(100)
    assert shown(ec2, second)["State"] == "available"
    world.clock.advance(3600)
    assert [each["NatGatewayId"] for each in ec2.describe_nat_gateways()["NatGateways"]] == [second]


def test_a_taken_address_fails_later_not_at_once(world: StrictWorld, ec2: Any, subnet: str) -> None:
    allocation = allocate(ec2)
    make_nat(ec2, subnet, allocation)
    second = make_nat(ec2, subnet, allocation)
    assert shown(ec2, second)["State"] == "pending"
    world.clock.advance(100)
    assert shown(ec2, second)["FailureCode"] == "Resource.AlreadyAssociated"
    assert ec2.describe_addresses()["Addresses"][0]["AssociationId"]


def test_without_an_internet_gateway_it_fails(world: StrictWorld, ec2: Any, site: Foundation, subnet: str) -> None:
    ec2.detach_internet_gateway(InternetGatewayId=site.internet_gateway_id, VpcId=site.vpc_id)
    nat = make_nat(ec2, subnet)
    world.clock.advance(100)
    assert shown(ec2, nat)["FailureCode"] == "Gateway.NotAttached"


def test_five_to_a_zone(world: StrictWorld, ec2: Any, site: Foundation, subnet: str) -> None:
    world.settings.eip_quota = 10
    nats = [make_nat(ec2, subnet) for _ in range(5)]
    with refused("NatGatewayLimitExceeded"):
        make_nat(ec2, subnet)
    make_nat(ec2, next(each for each in site.public_subnets.values() if each != subnet))
    ec2.delete_nat_gateway(NatGatewayId=nats[0])
    with refused("NatGatewayLimitExceeded"):
        make_nat(ec2, subnet)
    world.clock.advance(40)
    make_nat(ec2, subnet)


@pytest.mark.parametrize(
    ("name", "values", "found"),
    [
        ("tag:Name", ["blue"], ["blue"]),
        ("tag:Name", ["bl*", "gr?en"], ["blue", "green"]),
        ("tag:Name", ["none"], []),
        ("tag:Owner", ["me"], ["green"]),
        ("tag-key", ["Owner"], ["green"]),
        ("state", ["pending"], ["blue", "green"]),
        ("state", ["available", "failed"], []),
        ("vpc-id", ["vpc-*"], ["blue", "green"]),
    ],
)
def test_filters(ec2: Any, subnet: str, name: str, values: list[str], found: list[str]) -> None:
    make_nat(ec2, subnet, TagSpecifications=tagged("natgateway", Name="blue"))
    make_nat(ec2, subnet, TagSpecifications=tagged("natgateway", Name="green", Owner="me"))
    rows = ec2.describe_nat_gateways(Filter=named(name, *values))["NatGateways"]
    tags = [{tag["Key"]: tag["Value"] for tag in each["Tags"]}["Name"] for each in rows]
    assert sorted(tags) == found


def test_filters_by_id_and_subnet(ec2: Any, subnet: str) -> None:
    nat = make_nat(ec2, subnet)
    for name, value in (("nat-gateway-id", nat), ("subnet-id", subnet)):
        assert [each["NatGatewayId"] for each in ec2.describe_nat_gateways(Filter=named(name, value))["NatGateways"]]
        assert not ec2.describe_nat_gateways(Filter=named(name, "other"))["NatGateways"]
