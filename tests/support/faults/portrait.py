"""A picture of a whole AWS without its ids: two runs that end alike have equal pictures; doubles and orphans show."""

from __future__ import annotations

from collections import Counter
from typing import Any

from netsec.model import ADDRESS_TAG, STACK_TAG, tag_map

Portrait = dict[str, Any]


class Picture:
    """One look at everything in AWS; deleted gateways count as gone."""

    def __init__(self, ec2: Any) -> None:
        self.groups = ec2.describe_security_groups()["SecurityGroups"]
        self.group_rules = ec2.describe_security_group_rules()["SecurityGroupRules"]
        self.addresses = ec2.describe_addresses()["Addresses"]
        gateways = ec2.describe_nat_gateways()["NatGateways"]
        self.gateways = [each for each in gateways if each["State"] != "deleted"]
        self.acls = ec2.describe_network_acls()["NetworkAcls"]
        self.tables = ec2.describe_route_tables()["RouteTables"]
        self.things: dict[str, dict[str, Any]] = {
            **{each["GroupId"]: each for each in self.groups},
            **{each["AllocationId"]: each for each in self.addresses},
            **{each["NatGatewayId"]: each for each in self.gateways},
            **{each["NetworkAclId"]: each for each in self.acls},
        }
        self.names = {i: tag_map(each).get(ADDRESS_TAG) or _label(each) for i, each in self.things.items()}

    def ours(self) -> dict[str, str]:
        """Id → address of everything that carries the stack's tag."""
        return {i: tag_map(each)[ADDRESS_TAG] for i, each in self.things.items() if STACK_TAG in tag_map(each)}

    def strangers(self) -> dict[str, str]:
        """Id → all that AWS says of everything without it, apart from the default ACL's associations."""
        return {
            i: repr({key: value for key, value in each.items() if key != "State"})
            for i, each in self.things.items()
            if STACK_TAG not in tag_map(each) and not each.get("IsDefault")
        }

    def portrait(self) -> Portrait:
        """Everything that matters, by address or Name; the same for the same result, whatever the ids."""
        return {
            "things": Counter(self.names.values()),
            "tags": {self.names[i]: sorted(tag_map(each).items()) for i, each in self.things.items()},
            "rules": sorted(self._rule(each) for each in self.group_rules),
            "gateways": sorted(self._gateway(each) for each in self.gateways),
            "routes": sorted(self._route(table, route) for table in self.tables for route in table["Routes"]),
            "acls": sorted(self._acl(each) for each in self.acls),
        }

    def _rule(self, rule: dict[str, Any]) -> tuple[Any, ...]:
        peer = rule.get("CidrIpv4") or self.names[rule["ReferencedGroupInfo"]["GroupId"]]
        shown = [rule[key] for key in ("IsEgress", "IpProtocol", "FromPort", "ToPort")]
        return (self.names[rule["GroupId"]], *shown, peer, rule.get("Description", ""))

    def _gateway(self, gateway: dict[str, Any]) -> tuple[Any, ...]:
        addresses = [self.names.get(each["AllocationId"], "?") for each in gateway["NatGatewayAddresses"]]
        return (self.names[gateway["NatGatewayId"]], gateway["State"], gateway["SubnetId"], addresses)

    def _route(self, table: dict[str, Any], route: dict[str, Any]) -> tuple[Any, ...]:
        target = route.get("NatGatewayId") or route.get("GatewayId", "")
        name = self.names.get(target, target)
        return (table["RouteTableId"], route.get("DestinationCidrBlock", ""), name, route["State"])

    def _acl(self, acl: dict[str, Any]) -> tuple[Any, ...]:
        entries = sorted(str(sorted(entry.items(), key=str)) for entry in acl["Entries"])
        return (self.names[acl["NetworkAclId"]], entries, sorted(each["SubnetId"] for each in acl["Associations"]))


def _label(item: dict[str, Any]) -> str:
    default = "default-acl" if item.get("IsDefault") else ""
    return str(tag_map(item).get("Name") or item.get("GroupName") or default or "nameless")
