"""Placeholders for resources that a config names by ids of a real account: created once, found again by their tag."""

from __future__ import annotations

from typing import Any

TAG = "netsec:stands-for"
ACCOUNT = "123456789012"
"""The account that moto plays."""


def placeholder_address(ec2: Any, real_id: str) -> str:
    """An Elastic IP for an eipalloc- that people bring; it counts against the sandbox's quota, as theirs does."""
    existing = ec2.describe_addresses(Filters=_filter(real_id))["Addresses"]
    address = (
        existing[0] if existing else ec2.allocate_address(Domain="vpc", TagSpecifications=_tags("elastic-ip", real_id))
    )
    return str(address["AllocationId"])


def placeholder_group(ec2: Any, vpc_id: str, real_id: str) -> str:
    """A group in the stack's VPC for an sg- that rules refer to."""
    inside = [*_filter(real_id), {"Name": "vpc-id", "Values": [vpc_id]}]
    existing = ec2.describe_security_groups(Filters=inside)["SecurityGroups"]
    if existing:
        return str(existing[0]["GroupId"])
    created = ec2.create_security_group(
        GroupName=f"stands-for-{real_id}",
        Description=f"Stands for {real_id}",
        VpcId=vpc_id,
        TagSpecifications=_tags("security-group", real_id),
    )
    return str(created["GroupId"])


def placeholder_prefix_list(ec2: Any, real_id: str) -> str:
    """An empty prefix list of one entry for a pl- that rules refer to."""
    name = f"stands-for-{real_id}"
    known = [{"Name": "prefix-list-name", "Values": [name]}]
    existing = ec2.describe_managed_prefix_lists(Filters=known)["PrefixLists"]
    if existing:
        return str(existing[0]["PrefixListId"])
    created = ec2.create_managed_prefix_list(
        PrefixListName=name,
        AddressFamily="IPv4",
        MaxEntries=1,
        TagSpecifications=_tags("prefix-list", real_id),
    )
    return str(created["PrefixList"]["PrefixListId"])


def placeholder_subnet(ec2: Any, vpc_id: str, real_id: str, *, zone: str, cidr: str) -> str:
    """A subnet of the main route table for a subnet- that only a network ACL names."""
    inside = [*_filter(real_id), {"Name": "vpc-id", "Values": [vpc_id]}]
    existing = ec2.describe_subnets(Filters=inside)["Subnets"]
    if existing:
        return str(existing[0]["SubnetId"])
    tags = _tags("subnet", real_id)
    created = ec2.create_subnet(VpcId=vpc_id, AvailabilityZone=zone, CidrBlock=cidr, TagSpecifications=tags)
    return str(created["Subnet"]["SubnetId"])


def _filter(real_id: str) -> list[dict[str, Any]]:
    return [{"Name": f"tag:{TAG}", "Values": [real_id]}]


def _tags(kind: str, real_id: str) -> list[dict[str, Any]]:
    return [{"ResourceType": kind, "Tags": [{"Key": TAG, "Value": real_id}, {"Key": "Name", "Value": real_id}]}]
