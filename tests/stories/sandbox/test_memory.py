"""Answers to reads are kept only while nothing changes, whether by a write or by time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from netsec.sandbox.foundation import Foundation
from netsec.sandbox.middleware import READ_CACHE, Middleware
from netsec.sandbox.world import StrictWorld
from tests.support.sandbox_calls import allocate, make_group, make_nat, refused


@pytest.fixture
def worked(world: StrictWorld, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The actions that moto itself answered, while answers are kept."""
    actions: list[str] = []
    reply = Middleware._reply

    def counted(self: Middleware, action: str) -> Any:
        actions.append(action)
        return reply(self, action)

    monkeypatch.setattr(Middleware, "_reply", counted)
    monkeypatch.setattr(READ_CACHE, "on", True)
    yield actions
    READ_CACHE.forget()


def test_the_same_question_is_answered_once(ec2: Any, site: Foundation, worked: list[str]) -> None:
    first = ec2.describe_vpcs()["Vpcs"]
    for _ in range(3):
        assert ec2.describe_vpcs()["Vpcs"] == first
    assert worked == ["DescribeVpcs"]
    ec2.describe_vpcs(VpcIds=[site.vpc_id])
    assert len(worked) == 2


def test_a_write_ends_it_and_so_does_one_that_fails(ec2: Any, site: Foundation, worked: list[str]) -> None:
    before = len(ec2.describe_security_groups()["SecurityGroups"])
    make_group(ec2, site.vpc_id)
    assert len(ec2.describe_security_groups()["SecurityGroups"]) == before + 1
    with refused("InvalidGroup.Duplicate"):
        make_group(ec2, site.vpc_id)
    worked.clear()
    ec2.describe_security_groups()
    assert worked == ["DescribeSecurityGroups"]


def test_time_ends_it(world: StrictWorld, ec2: Any, subnet: str, worked: list[str]) -> None:
    nat = make_nat(ec2, subnet)

    def state() -> str:
        return str(ec2.describe_nat_gateways(NatGatewayIds=[nat])["NatGateways"][0]["State"])

    assert (state(), state()) == ("pending", "pending")
    world.clock.advance(100)
    assert (state(), state()) == ("available", "available")


def test_each_region_has_answers_of_its_own(world: StrictWorld, ec2: Any, worked: list[str]) -> None:
    assert len(allocate(ec2)) > 0
    assert len(ec2.describe_addresses()["Addresses"]) == 1
    assert world.client(region="us-east-1").describe_addresses()["Addresses"] == []


def test_an_error_is_not_kept(ec2: Any, worked: list[str]) -> None:
    for _ in range(2):
        with refused("InvalidVpcID.NotFound"):
            ec2.describe_vpcs(VpcIds=["vpc-0aaaaaaaaaaaaaaaa"])
    assert len(worked) == 2
