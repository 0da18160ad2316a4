"""Tags go on and off everything netsec makes, and EC2's limits hold."""

from __future__ import annotations

from typing import Any

import pytest

from netsec.sandbox.foundation import Foundation
from tests.support.sandbox_calls import allocate, make_group, make_nat, refused, rule, tagged

UNKNOWN = "0123456789abcdef0"


def intent_tags(ec2: Any, resource: str) -> dict[str, str]:
    rows = ec2.describe_tags(Filters=[{"Name": "resource-id", "Values": [resource]}])["Tags"]
    return {each["Key"]: each["Value"] for each in rows}


def test_everything_can_be_tagged_and_untagged(ec2: Any, site: Foundation, subnet: str, table: str) -> None:
    group, allocation = make_group(ec2, site.vpc_id), allocate(ec2)
    answer = ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule(v4="10.0.0.0/8")])
    acl = ec2.create_network_acl(VpcId=site.vpc_id)["NetworkAcl"]["NetworkAclId"]
    nat = make_nat(ec2, subnet, allocation)
    everything = [
        site.vpc_id,
        subnet,
        table,
        group,
        allocation,
        acl,
        nat,
        answer["SecurityGroupRules"][0]["SecurityGroupRuleId"],
    ]
    ec2.create_tags(Resources=everything, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
    ec2.create_tags(Resources=everything, Tags=[{"Key": "a", "Value": "3"}])
    assert all({"a": "3", "b": "2"}.items() <= intent_tags(ec2, each).items() for each in everything)
    ec2.delete_tags(Resources=everything, Tags=[{"Key": "a"}, {"Key": "b", "Value": "other"}])
    assert all("a" not in intent_tags(ec2, each) and "b" in intent_tags(ec2, each) for each in everything)
    assert ec2.describe_nat_gateways()["NatGateways"][0]["Tags"] == [{"Key": "b", "Value": "2"}]
    assert ec2.describe_addresses()["Addresses"][0]["Tags"] == [{"Key": "b", "Value": "2"}]


@pytest.mark.parametrize(
    ("resource", "code"),
    [
        ("nat-" + UNKNOWN, "InvalidNatGatewayID.NotFound"),
        ("eipalloc-" + UNKNOWN, "InvalidAllocationID.NotFound"),
        ("acl-" + UNKNOWN, "InvalidNetworkAclID.NotFound"),
        ("sg-" + UNKNOWN, "InvalidGroup.NotFound"),
        ("sgr-" + UNKNOWN, "InvalidSecurityGroupRuleId.NotFound"),
        ("vpc-" + UNKNOWN, "InvalidVpcID.NotFound"),
    ],
)
def test_what_is_not_there_can_not_be_tagged(ec2: Any, resource: str, code: str) -> None:
    with refused(code):
        ec2.create_tags(Resources=[resource], Tags=[{"Key": "a", "Value": "b"}])


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ([{"Key": "aws:x", "Value": "y"}], "InvalidParameterValue"),
        ([{"Key": "", "Value": "y"}], "InvalidParameterValue"),
        ([{"Key": "k" * 129, "Value": "y"}], "InvalidParameterValue"),
        ([{"Key": "k", "Value": "v" * 257}], "InvalidParameterValue"),
        ([{"Key": "k", "Value": "\x1b[2J"}], "InvalidParameterValue"),
        ([{"Key": "k", "Value": "1"}, {"Key": "k", "Value": "2"}], "InvalidParameterValue"),
        ([{"Key": f"k{each}", "Value": ""} for each in range(51)], "TagLimitExceeded"),
    ],
)
def test_tags_that_ec2_refuses(ec2: Any, tags: list[dict[str, str]], code: str) -> None:
    allocation = allocate(ec2)
    with refused(code):
        ec2.create_tags(Resources=[allocation], Tags=tags)
    with refused(code):
        ec2.allocate_address(TagSpecifications=[{"ResourceType": "elastic-ip", "Tags": tags}])
    assert len(ec2.describe_addresses()["Addresses"]) == 1


def test_fifty_in_all(ec2: Any) -> None:
    allocation = allocate(ec2)
    ec2.create_tags(Resources=[allocation], Tags=[{"Key": f"k{each}", "Value": ""} for each in range(50)])
    with refused("TagLimitExceeded"):
        ec2.create_tags(Resources=[allocation], Tags=[{"Key": "more", "Value": ""}])


def test_the_type_must_be_right(ec2: Any, site: Foundation) -> None:
    with refused("InvalidParameterValue"):
        ec2.create_network_acl(VpcId=site.vpc_id, TagSpecifications=tagged("vpc", Name="x"))
    with refused("InvalidParameterValue"):
        ec2.allocate_address(TagSpecifications=tagged("natgateway", Name="x"))


def test_tags_go_with_what_carried_them(ec2: Any, site: Foundation) -> None:
    group, allocation = make_group(ec2, site.vpc_id), allocate(ec2)
    ec2.create_tags(Resources=[group, allocation], Tags=[{"Key": "a", "Value": "1"}])
    ec2.delete_security_group(GroupId=group)
    ec2.release_address(AllocationId=allocation)
    assert intent_tags(ec2, group) == intent_tags(ec2, allocation) == {}


def test_japanese_is_fine_in_tags(ec2: Any) -> None:
    allocation = allocate(ec2)
    ec2.create_tags(Resources=[allocation], Tags=[{"Key": "用途", "Value": "出口\u202e"}])
    assert intent_tags(ec2, allocation) == {"用途": "出口\u202e"}
