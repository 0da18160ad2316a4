"""Security groups: names, uniqueness, and when they can't be deleted."""

from __future__ import annotations

from typing import Any

import pytest

from netsec.sandbox.foundation import Foundation, lay_foundation
from netsec.sandbox.world import StrictWorld
from tests.support.sandbox_calls import make_group, named, refused, rule

EVERYTHING = {"CidrIp": "0.0.0.0/0"}


@pytest.mark.parametrize(
    ("name", "description", "code"),
    [
        ("ウェブ", "x", "InvalidParameterValue"),
        ("web", "ウェブ用", "InvalidParameterValue"),
        ("web", "a 'quote'", "InvalidParameterValue"),
        ("web", "new\nline", "InvalidParameterValue"),
        ("sg-web", "x", "InvalidParameterValue"),
        ("SG-web", "x", "InvalidParameterValue"),
        ("default", "x", "InvalidParameterValue"),
        ("w" * 256, "x", "InvalidParameterValue"),
        ("web", "x" * 256, "InvalidParameterValue"),
    ],
)
def test_names_and_descriptions_that_ec2_refuses(
    ec2: Any, site: Foundation, name: str, description: str, code: str
) -> None:
    with refused(code):
        ec2.create_security_group(GroupName=name, Description=description, VpcId=site.vpc_id)


def test_every_character_that_ec2_takes(ec2: Any, site: Foundation) -> None:
    text = "azAZ09 ._-:/()#,@[]+=&;{}!$*"
    ec2.create_security_group(GroupName=text, Description=text.ljust(255, "x"), VpcId=site.vpc_id)


def test_names_are_unique_without_regard_to_case(ec2: Any, site: Foundation) -> None:
    make_group(ec2, site.vpc_id, "Web")
    with refused("InvalidGroup.Duplicate"):
        make_group(ec2, site.vpc_id, "wEB")
    other = lay_foundation(ec2, project="other", environment="dev", zones=[])
    make_group(ec2, other.vpc_id, "web")


def test_a_new_group_lets_everything_out(ec2: Any, site: Foundation) -> None:
    (group,) = ec2.describe_security_groups(GroupIds=[make_group(ec2, site.vpc_id)])["SecurityGroups"]
    (block,) = group["IpPermissionsEgress"]
    assert (block["IpProtocol"], block["IpRanges"], block["Ipv6Ranges"]) == ("-1", [EVERYTHING], [])
    assert group["IpPermissions"] == []


def test_with_ipv6_also_over_ipv6(ec2: Any) -> None:
    dual = lay_foundation(ec2, project="dual", environment="dev", zones=["ap-northeast-1a"], ipv6=True)
    (group,) = ec2.describe_security_groups(GroupIds=[make_group(ec2, dual.vpc_id)])["SecurityGroups"]
    (block,) = group["IpPermissionsEgress"]
    assert (block["IpRanges"], block["Ipv6Ranges"]) == ([EVERYTHING], [{"CidrIpv6": "::/0"}])


def test_the_default_group_trusts_itself_and_stays(ec2: Any, site: Foundation) -> None:
    here = [*named("vpc-id", site.vpc_id), *named("group-name", "default")]
    (group,) = ec2.describe_security_groups(Filters=here)["SecurityGroups"]
    (block,) = group["IpPermissions"]
    assert block["IpProtocol"] == "-1"
    assert [each["GroupId"] for each in block["UserIdGroupPairs"]] == [group["GroupId"]]
    with refused("CannotDelete"):
        ec2.delete_security_group(GroupId=group["GroupId"])


@pytest.mark.parametrize("direction", ["ingress", "egress"])
def test_no_deletion_while_another_group_refers_to_it(ec2: Any, site: Foundation, direction: str) -> None:
    wanted, other = make_group(ec2, site.vpc_id, "a"), make_group(ec2, site.vpc_id, "b")
    refers = [rule(group=wanted)]
    getattr(ec2, f"authorize_security_group_{direction}")(GroupId=other, IpPermissions=refers)
    with refused("DependencyViolation"):
        ec2.delete_security_group(GroupId=wanted)
    getattr(ec2, f"revoke_security_group_{direction}")(GroupId=other, IpPermissions=refers)
    ec2.delete_security_group(GroupId=wanted)


def test_a_group_that_refers_to_itself_can_go(ec2: Any, site: Foundation) -> None:
    group = make_group(ec2, site.vpc_id)
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule(group=group)])
    ec2.delete_security_group(GroupId=group)
    with refused("InvalidGroup.NotFound"):
        ec2.delete_security_group(GroupId=group)


def test_no_deletion_while_an_interface_wears_it(ec2: Any, site: Foundation, subnet: str) -> None:
    group = make_group(ec2, site.vpc_id)
    interface = ec2.create_network_interface(SubnetId=subnet, Groups=[group])["NetworkInterface"]
    with refused("DependencyViolation"):
        ec2.delete_security_group(GroupId=group)
    ec2.delete_network_interface(NetworkInterfaceId=interface["NetworkInterfaceId"])
    ec2.delete_security_group(GroupId=group)


def test_the_quota(world: StrictWorld, ec2: Any, site: Foundation) -> None:
    world.settings.group_quota = len(ec2.describe_security_groups()["SecurityGroups"]) + 1
    make_group(ec2, site.vpc_id, "last")
    with refused("SecurityGroupLimitExceeded"):
        make_group(ec2, site.vpc_id, "one too many")


def test_unknown_groups(ec2: Any) -> None:
    unknown = "sg-0123456789abcdef0"
    with refused("InvalidGroup.NotFound"):
        ec2.describe_security_groups(GroupIds=[unknown])
    with refused("InvalidGroup.NotFound"):
        ec2.authorize_security_group_ingress(GroupId=unknown, IpPermissions=[rule(v4="10.0.0.0/8")])
    assert ec2.describe_security_groups(Filters=named("group-id", unknown))["SecurityGroups"] == []
