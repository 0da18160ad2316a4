"""Routes need a living target, and turn into blackholes."""

from __future__ import annotations

from typing import Any

import pytest

from netsec.sandbox.foundation import Foundation
from netsec.sandbox.world import StrictWorld
from tests.support.sandbox_calls import make_nat, refused

ANYWHERE, UNKNOWN = "0.0.0.0/0", "nat-0123456789abcdef0"


def default_route(ec2: Any, table: str) -> dict[str, Any]:
    (description,) = ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"]
    return next(each for each in description["Routes"] if each.get("DestinationCidrBlock") == ANYWHERE)


def test_a_route_becomes_a_blackhole_with_its_nat_gateway(
    world: StrictWorld, ec2: Any, subnet: str, table: str
) -> None:
    nat = make_nat(ec2, subnet)
    ec2.create_route(RouteTableId=table, DestinationCidrBlock=ANYWHERE, NatGatewayId=nat)
    assert default_route(ec2, table)["State"] == "active"
    ec2.delete_nat_gateway(NatGatewayId=nat)
    for seconds in (0, 40, 3600):
        world.clock.advance(seconds)
        assert default_route(ec2, table)["State"] == "blackhole"
        assert default_route(ec2, table)["NatGatewayId"] == nat
    second = make_nat(ec2, subnet)
    ec2.replace_route(RouteTableId=table, DestinationCidrBlock=ANYWHERE, NatGatewayId=second)
    assert (default_route(ec2, table)["State"], default_route(ec2, table)["NatGatewayId"]) == ("active", second)


def test_a_failed_nat_gateway_is_a_blackhole_too(world: StrictWorld, ec2: Any, subnet: str, table: str) -> None:
    world.settings.fail_nat = [["InternalError", "no"]]
    nat = make_nat(ec2, subnet)
    ec2.create_route(RouteTableId=table, DestinationCidrBlock=ANYWHERE, NatGatewayId=nat)
    world.clock.advance(100)
    assert default_route(ec2, table)["State"] == "blackhole"


def test_a_route_to_a_detached_gateway_is_a_blackhole(ec2: Any, site: Foundation) -> None:
    ec2.detach_internet_gateway(InternetGatewayId=site.internet_gateway_id, VpcId=site.vpc_id)
    assert default_route(ec2, site.public_route_table_id)["State"] == "blackhole"


@pytest.mark.parametrize("action", ["create_route", "replace_route"])
def test_no_route_to_a_nat_gateway_that_is_not_there(
    world: StrictWorld, ec2: Any, site: Foundation, subnet: str, action: str
) -> None:
    table = site.private_route_tables["ap-northeast-1a"]
    nat = make_nat(ec2, subnet)
    if action == "replace_route":
        ec2.create_route(RouteTableId=table, DestinationCidrBlock=ANYWHERE, NatGatewayId=nat)
    ec2.delete_nat_gateway(NatGatewayId=nat)
    for target in (UNKNOWN, nat):
        with refused("InvalidNatGatewayID.NotFound"):
            getattr(ec2, action)(RouteTableId=table, DestinationCidrBlock=ANYWHERE, NatGatewayId=target)


@pytest.mark.parametrize(
    ("destination", "value"), [("DestinationCidrBlock", ANYWHERE), ("DestinationIpv6CidrBlock", "::/0")]
)
def test_existing_and_missing_destinations(
    ec2: Any, site: Foundation, table: str, destination: str, value: str
) -> None:
    where = {"RouteTableId": table, destination: value}
    with refused("InvalidParameterValue"):
        ec2.replace_route(**where, GatewayId=site.internet_gateway_id)
    with refused("InvalidRoute.NotFound"):
        ec2.delete_route(**where)
    ec2.create_route(**where, GatewayId=site.internet_gateway_id)
    with refused("RouteAlreadyExists"):
        ec2.create_route(**where, GatewayId=site.internet_gateway_id)
    ec2.replace_route(**where, GatewayId=site.internet_gateway_id)
    ec2.delete_route(**where)


def test_an_unknown_table(ec2: Any) -> None:
    with refused("InvalidRouteTableID.NotFound"):
        ec2.create_route(RouteTableId="rtb-0123456789abcdef0", DestinationCidrBlock=ANYWHERE, GatewayId="local")
