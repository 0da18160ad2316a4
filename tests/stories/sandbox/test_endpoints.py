"""Endpoints in the strict world: what EC2 refuses was rejected, and what it does in time is done in time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from netsec.sandbox.foundation import lay_foundation
from netsec.sandbox.world import strict_world

ZONES = ("ap-northeast-1a", "ap-northeast-1c")
LOGS, S3 = "com.amazonaws.ap-northeast-1.logs", "com.amazonaws.ap-northeast-1.s3"


class Bench:
    """A laid VPC, and shorthands for its endpoints."""

    def __init__(self, world: Any) -> None:
        self.world, self.ec2 = world, world.client()
        self.site = lay_foundation(self.ec2, project="p", environment="dev", zones=ZONES)

    def make(self, service: str, **params: Any) -> dict[str, Any]:
        made: dict[str, Any] = self.ec2.create_vpc_endpoint(VpcId=self.site.vpc_id, ServiceName=service, **params)
        return made["VpcEndpoint"]

    def interface(self, service: str = LOGS, **params: Any) -> dict[str, Any]:
        subnets = list(self.site.private_subnets.values())
        return self.make(service, **{"VpcEndpointType": "Interface", "SubnetIds": subnets, **params})

    def routes(self, table: str) -> list[str]:
        (row,) = self.ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"]
        return [route["GatewayId"] for route in row["Routes"] if route.get("DestinationPrefixListId")]

    def refused(self, make: Any, *arguments: Any, **params: Any) -> str:
        with pytest.raises(ClientError) as caught:
            make(*arguments, **params)
        return str(caught.value.response["Error"]["Code"])


@pytest.fixture
def bench() -> Iterator[Bench]:
    with strict_world(pending_seconds=10, deleting_seconds=5) as world:
        yield Bench(world)


def test_interfaces_take_their_time_and_wear_the_groups(bench: Bench) -> None:
    group = bench.ec2.create_security_group(GroupName="g", Description="g", VpcId=bench.site.vpc_id)["GroupId"]
    made = bench.interface(SecurityGroupIds=[group])
    assert made["State"] == "pending"
    bench.world.clock.advance(11)
    (there,) = bench.ec2.describe_vpc_endpoints(VpcEndpointIds=[made["VpcEndpointId"]])["VpcEndpoints"]
    assert (there["State"], [each["GroupId"] for each in there["Groups"]]) == ("available", [group])
    interfaces = bench.ec2.describe_network_interfaces(Filters=[{"Name": "group-id", "Values": [group]}])
    assert {each["NetworkInterfaceId"] for each in interfaces["NetworkInterfaces"]} == {*there["NetworkInterfaceIds"]}
    assert bench.refused(bench.ec2.delete_security_group, GroupId=group) == "DependencyViolation"
    bench.ec2.delete_vpc_endpoints(VpcEndpointIds=[made["VpcEndpointId"]])
    assert bench.refused(bench.ec2.delete_security_group, GroupId=group) == "DependencyViolation"
    bench.world.clock.advance(6)
    bench.ec2.delete_security_group(GroupId=group)


def test_gateways_are_there_at_once_and_lay_their_routes(bench: Bench) -> None:
    first, second = bench.site.private_route_tables.values()
    made = bench.make(S3, RouteTableIds=[first])["VpcEndpointId"]
    assert (bench.routes(first), bench.routes(second)) == ([made], [])
    bench.ec2.modify_vpc_endpoint(VpcEndpointId=made, AddRouteTableIds=[second], RemoveRouteTableIds=[first])
    assert (bench.routes(first), bench.routes(second)) == ([], [made])
    assert bench.refused(bench.make, S3, RouteTableIds=[second]) == "RouteAlreadyExists"
    bench.ec2.delete_vpc_endpoints(VpcEndpointIds=[made])
    assert bench.routes(second) == []


def test_what_ec2_refuses(bench: Bench) -> None:
    bench.interface()
    subnet = next(iter(bench.site.private_subnets.values()))
    assert bench.refused(bench.interface) == "InvalidParameter"
    assert bench.refused(bench.interface, "com.amazonaws.ap-northeast-1.lgos") == "InvalidServiceName"
    assert bench.refused(bench.make, LOGS, VpcEndpointType="Gateway") == "InvalidServiceName"
    assert bench.refused(bench.interface, "com.amazonaws.ap-northeast-1.sqs", SubnetIds=[]) == "MissingParameter"
    twice = {"SubnetIds": [subnet, subnet]}
    assert bench.refused(bench.interface, "com.amazonaws.ap-northeast-1.sqs", **twice) == "DuplicateSubnetsInSameZone"
    assert bench.refused(bench.ec2.modify_vpc_endpoint, VpcEndpointId="vpce-0") == "InvalidVpcEndpointId.NotFound"
    (told,) = bench.ec2.delete_vpc_endpoints(VpcEndpointIds=["vpce-0"])["Unsuccessful"]
    assert told["Error"]["Code"] == "InvalidVpcEndpointId.NotFound"


def test_services_by_name_and_type(bench: Bench) -> None:
    ask = bench.ec2.describe_vpc_endpoint_services
    (row,) = ask(ServiceNames=[LOGS])["ServiceDetails"]
    assert set(ZONES) <= {*row["AvailabilityZones"]}
    assert bench.refused(ask, ServiceNames=["com.amazonaws.ap-northeast-1.lgos"]) == "InvalidServiceName"
    named = ask(Filters=[{"Name": "service-name", "Values": [LOGS, S3, "com.amazonaws.ap-northeast-1.lgos"]}])
    assert {each["ServiceName"] for each in named["ServiceDetails"]} == {LOGS, S3}
