"""Elastic IPs have a quota, and can't be let go while a NAT gateway holds them."""

from __future__ import annotations

from typing import Any

from netsec.sandbox.world import StrictWorld
from tests.support.sandbox_calls import allocate, make_nat, refused


def test_five_to_a_region(ec2: Any) -> None:
    kept = [allocate(ec2) for _ in range(5)]
    with refused("AddressLimitExceeded"):
        allocate(ec2)
    ec2.release_address(AllocationId=kept[0])
    allocate(ec2)


def test_public_addresses_are_never_the_same(ec2: Any) -> None:
    first = ec2.allocate_address(Domain="vpc")
    ec2.release_address(AllocationId=first["AllocationId"])
    second = ec2.allocate_address(Domain="vpc")
    assert first["PublicIp"] != second["PublicIp"]
    assert second["PublicIp"].startswith("203.0.113.")


def test_no_release_while_a_nat_gateway_holds_it(world: StrictWorld, ec2: Any, subnet: str) -> None:
    allocation = allocate(ec2)
    nat = make_nat(ec2, subnet, allocation)
    for seconds in (0, 100):
        world.clock.advance(seconds)
        with refused("InvalidIPAddress.InUse"):
            ec2.release_address(AllocationId=allocation)
    ec2.delete_nat_gateway(NatGatewayId=nat)
    with refused("AuthFailure"):
        ec2.release_address(AllocationId=allocation)
    world.clock.advance(40)
    ec2.release_address(AllocationId=allocation)
    with refused("InvalidAllocationID.NotFound"):
        ec2.release_address(AllocationId=allocation)


def test_no_disassociation_from_a_nat_gateway(ec2: Any, subnet: str) -> None:
    make_nat(ec2, subnet)
    (address,) = ec2.describe_addresses()["Addresses"]
    with refused("AuthFailure"):
        ec2.disassociate_address(AssociationId=address["AssociationId"])


def test_an_address_on_an_interface_of_ones_own(ec2: Any, subnet: str) -> None:
    allocation = allocate(ec2)
    interface = ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]["NetworkInterfaceId"]
    held = ec2.associate_address(AllocationId=allocation, NetworkInterfaceId=interface)
    with refused("InvalidIPAddress.InUse"):
        ec2.release_address(AllocationId=allocation)
    ec2.disassociate_address(AssociationId=held["AssociationId"])
    ec2.release_address(AllocationId=allocation)
