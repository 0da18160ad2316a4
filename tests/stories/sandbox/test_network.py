"""The network beneath: what stands on it keeps it, and the foundation lays it once."""

from __future__ import annotations

from typing import Any

import pytest

from netsec.sandbox import placeholders
from netsec.sandbox.foundation import Foundation, lay_foundation
from netsec.sandbox.world import StrictWorld
from tests.support.sandbox_calls import make_group, make_nat, named, refused

A, C, D = "ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"


def names(rows: list[dict[str, Any]]) -> set[str]:
    return {tag["Value"] for row in rows for tag in row.get("Tags", []) if tag["Key"] == "Name"}


def inside(ec2: Any, vpc: str, action: str, rows: str) -> list[dict[str, Any]]:
    return list(getattr(ec2, action)(Filters=named("vpc-id", vpc))[rows])


def test_the_hands_ons_names_and_blocks(ec2: Any, site: Foundation) -> None:
    subnets = inside(ec2, site.vpc_id, "describe_subnets", "Subnets")
    blocks = {(names([each]).pop(), each["CidrBlock"], each["MapPublicIpOnLaunch"]) for each in subnets}
    assert blocks == {
        ("myapp-dev-public-subnet-a", "10.0.1.0/24", True),
        ("myapp-dev-public-subnet-c", "10.0.2.0/24", True),
        ("myapp-dev-private-subnet-a", "10.0.11.0/24", False),
        ("myapp-dev-private-subnet-c", "10.0.12.0/24", False),
    }
    tables = inside(ec2, site.vpc_id, "describe_route_tables", "RouteTables")
    assert names(tables) == {"myapp-dev-public-rt", "myapp-dev-private-rt-a", "myapp-dev-private-rt-c"}
    assert names(ec2.describe_vpcs(VpcIds=[site.vpc_id])["Vpcs"]) == {"myapp-dev-vpc"}
    assert names(ec2.describe_internet_gateways()["InternetGateways"]) == {"myapp-dev-igw"}


def test_laying_again_changes_nothing_and_adds_zones(world: StrictWorld, ec2: Any, site: Foundation) -> None:
    writes: list[int] = []
    world.on_write(lambda: writes.append(1))
    assert lay_foundation(ec2, project="myapp", environment="dev", zones=[A, C]) == site
    assert not writes
    wider = lay_foundation(ec2, project="myapp", environment="dev", zones=[A, C, D])
    assert wider.vpc_id == site.vpc_id
    assert site.private_subnets.items() <= wider.private_subnets.items()
    (new,) = ec2.describe_subnets(SubnetIds=[wider.public_subnets[D]])["Subnets"]
    assert (new["CidrBlock"], new["AvailabilityZone"]) == ("10.0.3.0/24", D)
    assert lay_foundation(ec2, project="myapp", environment="dev", zones=[A]).private_subnets == {
        A: site.private_subnets[A]
    }


@pytest.mark.parametrize("cidr", ["10.0.0.0/16", "192.168.0.0/20", "172.31.0.0/24"])
def test_any_size_of_vpc(ec2: Any, cidr: str) -> None:
    laid = lay_foundation(
        ec2, project="any", environment="dev", zones=[A, C, D], cidr=cidr, ipv6=True, database_subnets=True
    )
    subnets = inside(ec2, laid.vpc_id, "describe_subnets", "Subnets")
    assert len(subnets) == 9
    assert len({each["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"] for each in subnets}) == 9


def test_blocks_of_ones_own(ec2: Any) -> None:
    laid = lay_foundation(
        ec2,
        project="own",
        environment="dev",
        zones=[A],
        cidr="10.9.0.0/16",
        public_cidrs={A: "10.9.200.0/24"},
        private_cidrs={A: "10.9.100.0/22"},
    )
    blocks = {each["CidrBlock"] for each in inside(ec2, laid.vpc_id, "describe_subnets", "Subnets")}
    assert blocks == {"10.9.200.0/24", "10.9.100.0/22"}


def test_laying_survives_pages(world: StrictWorld, ec2: Any, site: Foundation) -> None:
    world.settings.page_size = 1
    assert lay_foundation(ec2, project="myapp", environment="dev", zones=[A, C]) == site


def test_a_subnet_with_an_interface_stays(world: StrictWorld, ec2: Any, site: Foundation, subnet: str) -> None:
    nat = make_nat(ec2, subnet)
    with refused("DependencyViolation"):
        ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_nat_gateway(NatGatewayId=nat)
    world.clock.advance(40)
    ec2.delete_subnet(SubnetId=subnet)
    (acl,) = inside(ec2, site.vpc_id, "describe_network_acls", "NetworkAcls")
    assert subnet not in {each["SubnetId"] for each in acl["Associations"]}


def test_a_gateway_with_mapped_addresses_stays(world: StrictWorld, ec2: Any, site: Foundation, subnet: str) -> None:
    gateway = {"InternetGatewayId": site.internet_gateway_id, "VpcId": site.vpc_id}
    nat = make_nat(ec2, subnet)
    with refused("DependencyViolation"):
        ec2.detach_internet_gateway(**gateway)
    ec2.delete_nat_gateway(NatGatewayId=nat)
    world.clock.advance(40)
    ec2.detach_internet_gateway(**gateway)


def test_a_vpc_goes_only_when_it_is_empty(ec2: Any) -> None:
    laid = lay_foundation(ec2, project="bare", environment="dev", zones=[])
    group = make_group(ec2, laid.vpc_id)
    ec2.delete_route(RouteTableId=laid.public_route_table_id, DestinationCidrBlock="0.0.0.0/0")
    ec2.delete_route_table(RouteTableId=laid.public_route_table_id)
    with refused("DependencyViolation"):
        ec2.delete_vpc(VpcId=laid.vpc_id)
    ec2.detach_internet_gateway(InternetGatewayId=laid.internet_gateway_id, VpcId=laid.vpc_id)
    with refused("DependencyViolation"):
        ec2.delete_vpc(VpcId=laid.vpc_id)
    ec2.delete_security_group(GroupId=group)
    ec2.delete_vpc(VpcId=laid.vpc_id)


def test_stand_ins_are_made_once(ec2: Any, site: Foundation) -> None:
    def all_of_them() -> list[str]:
        return [
            placeholders.placeholder_address(ec2, "eipalloc-0aaaaaaaaaaaaaaaa"),
            placeholders.placeholder_address(ec2, "eipalloc-0bbbbbbbbbbbbbbbb"),
            placeholders.placeholder_group(ec2, site.vpc_id, "sg-0aaaaaaaaaaaaaaaa"),
            placeholders.placeholder_prefix_list(ec2, "pl-0aaaaaaaaaaaaaaaa"),
            placeholders.placeholder_subnet(ec2, site.vpc_id, "subnet-0aaaaaaaaaaaaaaaa", zone=A, cidr="10.0.99.0/24"),
        ]

    first = all_of_them()
    assert all_of_them() == first
    assert len(set(first)) == 5
