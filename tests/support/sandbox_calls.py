"""What the sandbox's tests share: an expected refusal, and short spellings of requests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError


@contextmanager
def refused(code: str, status: int = 400) -> Iterator[None]:
    """The block must end in this EC2 error."""
    with pytest.raises(ClientError) as caught:
        yield
    answer = caught.value.response
    assert (answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]) == (code, status)


def rule(protocol: str = "tcp", ports: tuple[int, int] | None = (80, 80), **sources: Any) -> dict[str, Any]:
    """One IpPermission; `v4="10.0.0.0/8"` and so on, each with an optional `said` description."""
    said = {"Description": sources.pop("said")} if "said" in sources else {}
    places = {
        "v4": ("IpRanges", "CidrIp"),
        "v6": ("Ipv6Ranges", "CidrIpv6"),
        "group": ("UserIdGroupPairs", "GroupId"),
        "prefix": ("PrefixListIds", "PrefixListId"),
    }
    block: dict[str, Any] = {"IpProtocol": protocol}
    if ports is not None:
        block |= {"FromPort": ports[0], "ToPort": ports[1]}
    for name, value in sources.items():
        kind, key = places[name]
        block[kind] = [{key: value, **said}]
    return block


def tagged(kind: str, **tags: str) -> list[dict[str, Any]]:
    return [{"ResourceType": kind, "Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}]


def allocate(ec2: Any) -> str:
    return str(ec2.allocate_address(Domain="vpc")["AllocationId"])


def make_nat(ec2: Any, subnet: str, allocation: str | None = None, **more: Any) -> str:
    allocation = allocation or allocate(ec2)
    made = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=allocation, ConnectivityType="public", **more)
    return str(made["NatGateway"]["NatGatewayId"])


def make_group(ec2: Any, vpc_id: str, name: str = "web") -> str:
    return str(ec2.create_security_group(GroupName=name, Description="for tests", VpcId=vpc_id)["GroupId"])


def named(name: str, *values: str) -> list[dict[str, Any]]:
    return [{"Name": name, "Values": list(values)}]
