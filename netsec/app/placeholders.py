"""Placeholders in the sandbox for the resources of a real account that netsec.toml names by id."""

from __future__ import annotations

from dataclasses import replace

from netsec.aws.client import AwsClient
from netsec.model import AclConfig, Config, GroupConfig, Rule, tag_map
from netsec.model.response_fields import text_field


class Placeholders:
    """Creates the placeholders, and replaces the ids in the config by theirs."""

    def __init__(self, aws: AwsClient, config: Config) -> None:
        self.ec2, self.config = aws.service_client("ec2"), config

    def config_with_placeholders(self) -> Config:
        """The config with the ids of placeholders: Elastic IPs, groups and prefix lists in rules, subnets of ACLs."""
        from netsec.sandbox import placeholders

        config = self.config
        has_subnet_ids = any(not isinstance(acl.subnets, str) for acl in config.network_acls)
        addresses = {zone: placeholders.placeholder_address(self.ec2, real) for zone, real in config.nat.eips.items()}
        return replace(
            config,
            vpc=replace(config.vpc, private_route_tables=self._tables() if has_subnet_ids else {}),
            nat=replace(config.nat, eips=addresses),
            security_groups=tuple(self._group(group) for group in config.security_groups),
            network_acls=tuple(self._acl(acl) for acl in config.network_acls),
        )

    def _group(self, group: GroupConfig) -> GroupConfig:
        return replace(
            group,
            ingress=tuple(self._rule(rule) for rule in group.ingress),
            egress=tuple(self._rule(rule) for rule in group.egress),
        )

    def _rule(self, rule: Rule) -> Rule:
        from netsec.sandbox import placeholders

        if rule.peer.type == "group_id":
            return replace(rule, peer=replace(rule.peer, value=self._peer_group(rule.peer.value)))
        if rule.peer.type == "prefix_list":
            return replace(
                rule, peer=replace(rule.peer, value=placeholders.placeholder_prefix_list(self.ec2, rule.peer.value))
            )
        return rule

    def _peer_group(self, real: str) -> str:
        """A placeholder for a group of the sandbox's own account; a group of another account keeps its id."""
        from netsec.sandbox import placeholders

        account, _, group = real.rpartition("/")
        return (
            real
            if account not in ("", placeholders.ACCOUNT)
            else placeholders.placeholder_group(self.ec2, self._vpc(), group)
        )

    def _acl(self, acl: AclConfig) -> AclConfig:
        from netsec.sandbox import placeholders

        if isinstance(acl.subnets, str):
            return acl
        zone, vpc = self.config.availability_zones[0], self._vpc()
        subnets = tuple(
            placeholders.placeholder_subnet(self.ec2, vpc, real, zone=zone, cidr=self._free_cidr(vpc))
            for real in acl.subnets
        )
        return replace(acl, subnets=subnets)

    def _tables(self) -> dict[str, tuple[str, ...]]:
        """The sandbox's private route tables by zone: named, since placeholder subnets are on another table."""
        filters = [{"Name": "vpc-id", "Values": [self._vpc()]}]
        tables = self.ec2.describe_route_tables(Filters=filters)["RouteTables"]
        ids = {tag_map(table).get("Name"): text_field(table, "RouteTableId") for table in tables}
        return {
            zone: (ids[f"{self.config.name_prefix}-private-rt-{zone[-1]}"],) for zone in self.config.availability_zones
        }

    def _free_cidr(self, vpc: str) -> str:
        """A /24 of the VPC that no subnet has, from 10.0.100.0 on."""
        filters = [{"Name": "vpc-id", "Values": [vpc]}]
        taken = {text_field(subnet, "CidrBlock") for subnet in self.ec2.describe_subnets(Filters=filters)["Subnets"]}
        return next(block for number in range(100, 255) if (block := f"10.0.{number}.0/24") not in taken)

    def _vpc(self) -> str:
        filters = [{"Name": "tag:Name", "Values": [self.config.vpc_name]}]
        return str(self.ec2.describe_vpcs(Filters=filters)["Vpcs"][0]["VpcId"])
