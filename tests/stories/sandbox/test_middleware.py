"""What holds for every action: tokens, dry runs, pages, filters, delays, throttling, orders, hooks, and moto's bugs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError

from netsec.sandbox.foundation import Foundation
from netsec.sandbox.world import StrictWorld
from tests.support.sandbox_calls import allocate, make_group, make_nat, named, refused, rule, tagged

UNKNOWN = "0123456789abcdef0"


def test_the_same_token_gets_the_same_nat_gateway(world: StrictWorld, ec2: Any, subnet: str) -> None:
    request = {"SubnetId": subnet, "AllocationId": allocate(ec2), "ClientToken": "t"}
    first = ec2.create_nat_gateway(**request)["NatGateway"]
    world.clock.advance(100)
    assert ec2.create_nat_gateway(**request)["NatGateway"] == first
    assert len(ec2.describe_nat_gateways()["NatGateways"]) == 1
    with refused("IdempotentParameterMismatch"):
        ec2.create_nat_gateway(**request, TagSpecifications=tagged("natgateway", Name="other"))


def test_the_same_token_gets_the_same_acl_or_table(ec2: Any, site: Foundation) -> None:
    for action, kind in ((ec2.create_network_acl, "NetworkAcl"), (ec2.create_route_table, "RouteTable")):
        first, second = (action(VpcId=site.vpc_id, ClientToken="t")[kind] for _ in range(2))
        assert first == second
        assert action(VpcId=site.vpc_id, ClientToken="u")[kind] != first


def test_a_refused_token_is_not_used_up(ec2: Any, subnet: str) -> None:
    request = {"SubnetId": subnet, "ClientToken": "t"}
    with refused("MissingParameter"):
        ec2.create_nat_gateway(**request)
    ec2.create_nat_gateway(**request, AllocationId=allocate(ec2))


@pytest.mark.parametrize(
    ("action", "parameters"),
    [
        ("allocate_address", {"Domain": "vpc"}),
        ("create_security_group", {"GroupName": "g", "Description": "d"}),
        ("create_nat_gateway", {"SubnetId": "subnet-1"}),
        ("delete_nat_gateway", {"NatGatewayId": "nat-1"}),
        ("create_route", {"RouteTableId": "rtb-1"}),
        ("create_network_acl", {"VpcId": "vpc-1"}),
        ("describe_vpcs", {}),
        ("create_tags", {"Resources": ["vpc-1"], "Tags": [{"Key": "a", "Value": "b"}]}),
    ],
)
def test_a_dry_run_does_nothing(ec2: Any, action: str, parameters: dict[str, Any]) -> None:
    with refused("DryRunOperation", status=412):
        getattr(ec2, action)(**parameters, DryRun=True)
    assert ec2.describe_addresses()["Addresses"] == []


def test_pages(ec2: Any, site: Foundation) -> None:
    for number in range(12):
        make_group(ec2, site.vpc_id, f"g{number:02}")
    here = named("vpc-id", site.vpc_id)
    first = ec2.describe_security_groups(Filters=here, MaxResults=5)
    assert len(first["SecurityGroups"]) == 5
    pages = ec2.get_paginator("describe_security_groups").paginate(Filters=here, PaginationConfig={"PageSize": 5})
    assert [len(page["SecurityGroups"]) for page in pages] == [5, 5, 3]
    with refused("InvalidParameterCombination"):
        ec2.describe_security_groups(GroupIds=[first["SecurityGroups"][0]["GroupId"]], MaxResults=5)
    with refused("InvalidNextToken"):
        ec2.describe_security_groups(NextToken="nonsense")


@pytest.mark.parametrize(
    ("action", "parameters"),
    [("describe_security_groups", {"MaxResults": 1001}), ("describe_route_tables", {"MaxResults": 101})],
)
def test_page_sizes_that_ec2_refuses(ec2: Any, action: str, parameters: dict[str, int]) -> None:
    with refused("InvalidParameterValue"):
        getattr(ec2, action)(**parameters)


@pytest.mark.parametrize(
    ("action", "rows"),
    [
        ("describe_subnets", "Subnets"),
        ("describe_route_tables", "RouteTables"),
        ("describe_security_groups", "SecurityGroups"),
        ("describe_security_group_rules", "SecurityGroupRules"),
        ("describe_network_acls", "NetworkAcls"),
        ("describe_vpcs", "Vpcs"),
    ],
)
def test_pages_that_nobody_asked_for(world: StrictWorld, ec2: Any, site: Foundation, action: str, rows: str) -> None:
    everything = getattr(ec2, action)()[rows]
    world.settings.page_size = 1
    assert len(getattr(ec2, action)()[rows]) == 1
    pages = ec2.get_paginator(action).paginate()
    assert [row for page in pages for row in page[rows]] == everything


def test_ids_and_addresses_never_page(world: StrictWorld, ec2: Any, site: Foundation) -> None:
    allocate(ec2), allocate(ec2)
    world.settings.page_size = 1
    assert len(ec2.describe_addresses()["Addresses"]) == 2
    both = list(site.public_subnets.values())
    assert len(ec2.describe_subnets(SubnetIds=both)["Subnets"]) == 2


@pytest.mark.parametrize(
    ("action", "key"),
    [
        ("describe_vpcs", "Filters"),
        ("describe_security_groups", "Filters"),
        ("describe_security_group_rules", "Filters"),
        ("describe_nat_gateways", "Filter"),
        ("describe_addresses", "Filters"),
        ("describe_network_acls", "Filters"),
        ("describe_route_tables", "Filters"),
        ("describe_subnets", "Filters"),
    ],
)
def test_filters_that_do_not_exist(ec2: Any, action: str, key: str) -> None:
    with refused("InvalidParameterValue"):
        getattr(ec2, action)(**{key: named("vpc_id", "x")})
    with refused("InvalidParameterValue"):
        getattr(ec2, action)(**{key: [{"Name": "tag:Name"}]})
    getattr(ec2, action)(**{key: named("tag:Name", "x")})


@pytest.mark.parametrize(
    ("action", "parameters", "code"),
    [
        ("describe_vpcs", {"VpcIds": ["vpc-" + UNKNOWN]}, "InvalidVpcID.NotFound"),
        ("describe_subnets", {"SubnetIds": ["subnet-" + UNKNOWN]}, "InvalidSubnetID.NotFound"),
        ("describe_route_tables", {"RouteTableIds": ["rtb-" + UNKNOWN]}, "InvalidRouteTableID.NotFound"),
        ("describe_addresses", {"AllocationIds": ["eipalloc-" + UNKNOWN]}, "InvalidAllocationID.NotFound"),
        ("describe_managed_prefix_lists", {"PrefixListIds": ["pl-" + UNKNOWN]}, "InvalidPrefixListID.NotFound"),
        (
            "describe_network_interfaces",
            {"NetworkInterfaceIds": ["eni-" + UNKNOWN]},
            "InvalidNetworkInterfaceID.NotFound",
        ),
        ("describe_internet_gateways", {"InternetGatewayIds": ["igw-" + UNKNOWN]}, "InvalidInternetGatewayID.NotFound"),
    ],
)
def test_unknown_ids(ec2: Any, action: str, parameters: dict[str, Any], code: str) -> None:
    with refused(code):
        getattr(ec2, action)(**parameters)


def test_new_things_are_invisible_for_a_while(world: StrictWorld, ec2: Any, site: Foundation, subnet: str) -> None:
    world.clock.advance(10)
    world.settings.invisible_seconds = 5
    group, allocation = make_group(ec2, site.vpc_id), allocate(ec2)
    assert group not in {each["GroupId"] for each in ec2.describe_security_groups()["SecurityGroups"]}
    assert ec2.describe_addresses()["Addresses"] == []
    with refused("InvalidGroup.NotFound"):
        ec2.describe_security_groups(GroupIds=[group])
    with refused("InvalidGroup.NotFound"):
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule(v4="10.0.0.0/8")])
    with refused("InvalidAllocationID.NotFound"):
        make_nat(ec2, subnet, allocation)
    with refused("InvalidGroup.Duplicate"):
        make_group(ec2, site.vpc_id)
    world.clock.advance(5)
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule(v4="10.0.0.0/8")])
    nat = make_nat(ec2, subnet, allocation)
    assert ec2.describe_nat_gateways()["NatGateways"] == []
    table = site.private_route_tables["ap-northeast-1a"]
    with refused("InvalidNatGatewayID.NotFound"):
        ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat)
    with refused("NatGatewayNotFound"):
        ec2.delete_nat_gateway(NatGatewayId=nat)
    world.clock.advance(5)
    assert len(ec2.describe_nat_gateways()["NatGateways"]) == 1


def test_throttling(world: StrictWorld, ec2: Any) -> None:
    world.settings.throttle, world.settings.eip_quota = True, 1000
    for _ in range(50):
        allocate(ec2)
    with refused("RequestLimitExceeded", status=503):
        allocate(ec2)
    ec2.describe_addresses()
    world.clock.advance(1)
    for _ in range(5):
        allocate(ec2)
    with refused("RequestLimitExceeded", status=503):
        allocate(ec2)


def test_a_call_fails_on_order_once(world: StrictWorld, ec2: Any) -> None:
    world.settings.fail_call = [["AllocateAddress", "Unavailable", "try later"]]
    with refused("Unavailable"):
        allocate(ec2)
    assert ec2.describe_addresses()["Addresses"] == []
    allocate(ec2)


def test_an_answer_gets_lost_on_order(world: StrictWorld, ec2: Any) -> None:
    world.settings.lose_answer = ["AllocateAddress"]
    with refused("InternalError", status=500):
        allocate(ec2)
    assert len(ec2.describe_addresses()["Addresses"]) == 1


def test_hooks_run_after_writes_that_worked(world: StrictWorld, ec2: Any) -> None:
    calls: list[int] = []
    world.on_write(lambda: calls.append(1))
    ec2.describe_vpcs()
    with refused("DryRunOperation", status=412):
        ec2.allocate_address(DryRun=True)
    assert not calls
    allocate(ec2)
    assert len(calls) == 1


def test_what_moto_does_not_know_is_an_ec2_error(ec2: Any, site: Foundation) -> None:
    with refused("UnsupportedOperation"):
        ec2.describe_stale_security_groups(VpcId=site.vpc_id)
    with refused("InternalError", status=500):
        ec2.modify_managed_prefix_list(PrefixListId="not an id")


@pytest.mark.parametrize(("threads", "quota"), [(8, 5)])
def test_threads_do_not_get_past_a_quota(ec2: Any, threads: int, quota: int) -> None:
    def attempt(_: int) -> str:
        try:
            return allocate(ec2)
        except ClientError as error:
            return str(error.response["Error"]["Code"])

    with ThreadPoolExecutor(threads) as pool:
        answers = list(pool.map(attempt, range(threads)))
    assert answers.count("AddressLimitExceeded") == threads - quota


def test_the_caller_has_an_identity(world: StrictWorld) -> None:
    assert world.client("sts").get_caller_identity()["Account"] == "123456789012"
