"""A picture of a whole AWS without its ids: two runs that end alike have equal pictures; doubles and orphans show."""

from __future__ import annotations

from collections import Counter
from typing import Any

from netsec.model import ADDRESS_TAG, STACK_TAG, tag_map

Portrait = dict[str, Any]


def ours(ec2: Any) -> dict[str, str]:
    """Id → address of everything alive that carries the stack's tag."""
    return {
        identifier: tag_map(item)[ADDRESS_TAG]
        for identifier, item in _everything(ec2)
        if STACK_TAG in tag_map(item)
    }


def strangers(ec2: Any) -> dict[str, str]:
    """Id → all that AWS says of everything alive without it; associations of the VPC's default ACL left out."""
    return {
        identifier: repr(_still(item))
        for identifier, item in _everything(ec2)
        if STACK_TAG not in tag_map(item) and not item.get("IsDefault")
    }


def portrait(ec2: Any) -> Portrait:
    """Everything that matters, by address or Name; the same for the same result, whatever the ids."""
    names = {identifier: tag_map(item).get(ADDRESS_TAG) or _label(item) for identifier, item in _everything(ec2)}
    return {
        "things": Counter(names.values()),
        "tags": {names[identifier]: sorted(tag_map(item).items()) for identifier, item in _everything(ec2)},
        "rules": _rules(ec2, names),
        "gateways": _gateways(ec2, names),
        "routes": _routes(ec2, names),
        "acls": _acls(ec2, names),
    }


def _everything(ec2: Any) -> list[tuple[str, dict[str, Any]]]:
    gateways = [each for each in ec2.describe_nat_gateways()["NatGateways"] if each["State"] != "deleted"]
    return [
        *((each["GroupId"], each) for each in ec2.describe_security_groups()["SecurityGroups"]),
        *((each["AllocationId"], each) for each in ec2.describe_addresses()["Addresses"]),
        *((each["NatGatewayId"], each) for each in gateways),
        *((each["NetworkAclId"], each) for each in ec2.describe_network_acls()["NetworkAcls"]),
    ]


def _label(item: dict[str, Any]) -> str:
    default = "default-acl" if item.get("IsDefault") else ""
    return str(tag_map(item).get("Name") or item.get("GroupName") or default or "nameless")


def _still(item: dict[str, Any]) -> dict[str, Any]:
    """Without what passes by itself."""
    return {key: value for key, value in item.items() if key != "State"}


def _rules(ec2: Any, names: dict[str, str]) -> list[tuple[Any, ...]]:
    return sorted(
        (
            names[each["GroupId"]],
            each["IsEgress"],
            each["IpProtocol"],
            each["FromPort"],
            each["ToPort"],
            each.get("CidrIpv4") or names[each["ReferencedGroupInfo"]["GroupId"]],
            each.get("Description", ""),
        )
        for each in ec2.describe_security_group_rules()["SecurityGroupRules"]
        if each["GroupId"] in names
    )


def _gateways(ec2: Any, names: dict[str, str]) -> list[tuple[Any, ...]]:
    return sorted(
        (
            names[each["NatGatewayId"]],
            each["State"],
            each["SubnetId"],
            [names.get(address["AllocationId"], "?") for address in each["NatGatewayAddresses"]],
        )
        for each in ec2.describe_nat_gateways()["NatGateways"]
        if each["State"] != "deleted"
    )


def _routes(ec2: Any, names: dict[str, str]) -> list[tuple[Any, ...]]:
    return sorted(
        (
            table["RouteTableId"],
            route.get("DestinationCidrBlock", ""),
            names.get(route.get("NatGatewayId", ""), route.get("GatewayId") or route.get("NatGatewayId")),
            route["State"],
        )
        for table in ec2.describe_route_tables()["RouteTables"]
        for route in table["Routes"]
    )


def _acls(ec2: Any, names: dict[str, str]) -> list[tuple[Any, ...]]:
    return sorted(
        (
            names[acl["NetworkAclId"]],
            sorted(str(sorted(entry.items(), key=str)) for entry in acl["Entries"]),
            sorted(each["SubnetId"] for each in acl["Associations"]),
        )
        for acl in ec2.describe_network_acls()["NetworkAcls"]
    )
