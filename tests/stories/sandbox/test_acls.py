"""Network ACLs: default denies, checked entries, associations whose id changes."""

from __future__ import annotations

from typing import Any

import pytest

from netsec.sandbox.foundation import Foundation, lay_foundation
from netsec.sandbox.world import StrictWorld
from tests.support.sandbox_calls import named, refused, tagged

ENTRY = {"RuleNumber": 100, "Egress": False, "Protocol": "6", "RuleAction": "allow"}
HTTP = {**ENTRY, "CidrBlock": "0.0.0.0/0", "PortRange": {"From": 80, "To": 80}}


@pytest.fixture
def acl(ec2: Any, site: Foundation) -> str:
    return str(ec2.create_network_acl(VpcId=site.vpc_id)["NetworkAcl"]["NetworkAclId"])


def entries(ec2: Any, acl: str) -> list[dict[str, Any]]:
    (found,) = ec2.describe_network_acls(NetworkAclIds=[acl])["NetworkAcls"]
    return list(found["Entries"])


def numbers(rows: list[dict[str, Any]]) -> list[tuple[int, bool, str]]:
    return sorted((each["RuleNumber"], each["Egress"], each["RuleAction"]) for each in rows)


def test_a_new_one_denies_everything(ec2: Any, site: Foundation) -> None:
    made = ec2.create_network_acl(VpcId=site.vpc_id, TagSpecifications=tagged("network-acl", Name="n"))["NetworkAcl"]
    assert numbers(made["Entries"]) == [(32767, False, "deny"), (32767, True, "deny")]
    assert (made["IsDefault"], made["Tags"]) == (False, [{"Key": "Name", "Value": "n"}])


def test_with_ipv6_twice(ec2: Any) -> None:
    dual = lay_foundation(ec2, project="dual", environment="dev", zones=["ap-northeast-1a"], ipv6=True)
    made = ec2.create_network_acl(VpcId=dual.vpc_id)["NetworkAcl"]
    assert [each[0] for each in numbers(made["Entries"])] == [32767, 32767, 32768, 32768]
    (default,) = ec2.describe_network_acls(Filters=[*named("vpc-id", dual.vpc_id), *named("default", "true")])[
        "NetworkAcls"
    ]
    assert [each[0] for each in numbers(default["Entries"])] == [100, 100, 101, 101, 32767, 32767, 32768, 32768]


def test_entries_come_change_and_go(ec2: Any, acl: str) -> None:
    ec2.create_network_acl_entry(NetworkAclId=acl, **HTTP)
    with refused("NetworkAclEntryAlreadyExists"):
        ec2.create_network_acl_entry(NetworkAclId=acl, **{**HTTP, "RuleAction": "deny"})
    ec2.create_network_acl_entry(NetworkAclId=acl, **{**HTTP, "Egress": True})
    ec2.replace_network_acl_entry(NetworkAclId=acl, **{**HTTP, "RuleAction": "deny"})
    assert (100, False, "deny") in numbers(entries(ec2, acl))
    ec2.delete_network_acl_entry(NetworkAclId=acl, RuleNumber=100, Egress=False)
    with refused("InvalidNetworkAclEntry.NotFound"):
        ec2.delete_network_acl_entry(NetworkAclId=acl, RuleNumber=100, Egress=False)
    with refused("InvalidNetworkAclEntry.NotFound"):
        ec2.replace_network_acl_entry(NetworkAclId=acl, **HTTP)
    assert len(entries(ec2, acl)) == 3


def test_what_is_stored(ec2: Any, acl: str) -> None:
    ec2.create_network_acl_entry(NetworkAclId=acl, **{**HTTP, "CidrBlock": "10.1.2.3/16"})
    ping = {"Protocol": "1", "IcmpTypeCode": {"Type": 8, "Code": -1}, "CidrBlock": "0.0.0.0/0", "RuleNumber": 110}
    ec2.create_network_acl_entry(NetworkAclId=acl, **{**ENTRY, **ping})
    http, icmp = entries(ec2, acl)[-2:]
    assert (http["CidrBlock"], http["PortRange"]) == ("10.1.0.0/16", {"From": 80, "To": 80})
    assert icmp["IcmpTypeCode"] == {"Type": 8, "Code": -1}


@pytest.mark.parametrize("action", ["create_network_acl_entry", "replace_network_acl_entry"])
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"PortRange": {}}, "MissingParameter"),
        ({"PortRange": {"From": 80}}, "MissingParameter"),
        ({"PortRange": {"From": 81, "To": 80}}, "InvalidParameterValue"),
        ({"PortRange": {"From": 0, "To": 65536}}, "InvalidParameterValue"),
        ({"RuleNumber": 32767}, "InvalidParameterValue"),
        ({"RuleNumber": 0}, "InvalidParameterValue"),
        ({"Protocol": "tcp"}, "InvalidParameterValue"),
        ({"Protocol": "1"}, "MissingParameter"),
        ({"CidrBlock": "10.0.0.0/40"}, "InvalidParameterValue"),
        ({"Ipv6CidrBlock": "::/0"}, "InvalidParameterValue"),
    ],
)
def test_entries_that_ec2_refuses(ec2: Any, acl: str, action: str, change: dict[str, Any], code: str) -> None:
    if action.startswith("replace"):
        ec2.create_network_acl_entry(NetworkAclId=acl, **HTTP)
    before = entries(ec2, acl)
    with refused(code):
        getattr(ec2, action)(NetworkAclId=acl, **{**HTTP, **change})
    assert entries(ec2, acl) == before


def test_the_default_denies_can_not_be_touched(ec2: Any, acl: str) -> None:
    with refused("InvalidParameterValue"):
        ec2.delete_network_acl_entry(NetworkAclId=acl, RuleNumber=32767, Egress=False)


def test_twenty_to_a_direction_the_default_deny_included(ec2: Any, acl: str) -> None:
    for number in range(1, 20):
        ec2.create_network_acl_entry(NetworkAclId=acl, **{**HTTP, "RuleNumber": number})
    with refused("NetworkAclEntryLimitExceeded"):
        ec2.create_network_acl_entry(NetworkAclId=acl, **{**HTTP, "RuleNumber": 20})
    ec2.create_network_acl_entry(NetworkAclId=acl, **{**HTTP, "Egress": True})


def test_each_family_has_twenty_of_its_own(ec2: Any, acl: str) -> None:
    six = {**{key: value for key, value in HTTP.items() if key != "CidrBlock"}, "Ipv6CidrBlock": "fd00::/8"}
    for number in range(1, 20):
        ec2.create_network_acl_entry(NetworkAclId=acl, **{**HTTP, "RuleNumber": number})
        ec2.create_network_acl_entry(NetworkAclId=acl, **{**six, "RuleNumber": 100 + number})
    for entry in ({**HTTP, "RuleNumber": 20}, {**six, "RuleNumber": 120}):
        with refused("NetworkAclEntryLimitExceeded"):
            ec2.create_network_acl_entry(NetworkAclId=acl, **entry)
    with refused("NetworkAclEntryLimitExceeded"):
        ec2.replace_network_acl_entry(NetworkAclId=acl, **{**six, "RuleNumber": 1})
    ec2.replace_network_acl_entry(NetworkAclId=acl, **{**HTTP, "RuleNumber": 1, "RuleAction": "deny"})


def test_service_quotas_tells_the_quotas_that_are_kept(world: StrictWorld) -> None:
    world.settings.rule_quota, world.settings.entry_quota = 100, 40
    asking = world.client("service-quotas")
    values = {
        code: asking.get_service_quota(ServiceCode="vpc", QuotaCode=code)["Quota"]["Value"]
        for code in ("L-0EA8095F", "L-2AEEBF1A", "L-FE5A380F")
    }
    assert values == {"L-0EA8095F": 100, "L-2AEEBF1A": 40, "L-FE5A380F": 5}


def association(ec2: Any, subnet: str) -> tuple[str, str]:
    (found,) = ec2.describe_network_acls(Filters=named("association.subnet-id", subnet))["NetworkAcls"]
    (ours,) = [each for each in found["Associations"] if each["SubnetId"] == subnet]
    return ours["NetworkAclAssociationId"], ours["NetworkAclId"]


def test_an_association_gets_a_new_id_and_the_old_one_is_dead(ec2: Any, acl: str, subnet: str) -> None:
    old, default = association(ec2, subnet)
    new = ec2.replace_network_acl_association(AssociationId=old, NetworkAclId=acl)["NewAssociationId"]
    assert association(ec2, subnet) == (new, acl)
    for dead in (old, "aclassoc-0123456789abcdef0"):
        with refused("InvalidAssociationID.NotFound"):
            ec2.replace_network_acl_association(AssociationId=dead, NetworkAclId=default)
    with refused("InvalidNetworkAclID.NotFound"):
        ec2.replace_network_acl_association(AssociationId=new, NetworkAclId="acl-0123456789abcdef0")
    assert association(ec2, subnet) == (new, acl)
    with refused("DependencyViolation"):
        ec2.delete_network_acl(NetworkAclId=acl)
    ec2.replace_network_acl_association(AssociationId=new, NetworkAclId=default)
    ec2.delete_network_acl(NetworkAclId=acl)


def test_no_association_across_vpcs(ec2: Any, site: Foundation, subnet: str) -> None:
    other = lay_foundation(ec2, project="other", environment="dev", zones=[])
    foreign = ec2.create_network_acl(VpcId=other.vpc_id)["NetworkAcl"]["NetworkAclId"]
    with refused("InvalidParameterValue"):
        ec2.replace_network_acl_association(AssociationId=association(ec2, subnet)[0], NetworkAclId=foreign)


def test_the_default_one_stays(ec2: Any, subnet: str) -> None:
    with refused("InvalidParameterValue"):
        ec2.delete_network_acl(NetworkAclId=association(ec2, subnet)[1])


def test_unknown_ones(ec2: Any) -> None:
    unknown = {"NetworkAclId": "acl-0123456789abcdef0"}
    with refused("InvalidNetworkAclID.NotFound"):
        ec2.describe_network_acls(NetworkAclIds=list(unknown.values()))
    with refused("InvalidNetworkAclID.NotFound"):
        ec2.delete_network_acl(**unknown)
    with refused("InvalidNetworkAclID.NotFound"):
        ec2.create_network_acl_entry(**unknown, **HTTP)


def test_the_quota(world: StrictWorld, ec2: Any, site: Foundation) -> None:
    world.settings.acl_quota = 2
    ec2.create_network_acl(VpcId=site.vpc_id)
    with refused("NetworkAclLimitExceeded"):
        ec2.create_network_acl(VpcId=site.vpc_id)
