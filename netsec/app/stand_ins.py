"""The config that is true in the sandbox: ids that mean something in a real account replaced by stand-ins there."""

from __future__ import annotations

from dataclasses import replace

from netsec.aws.client import Aws
from netsec.model import AclConfig, Config, GroupConfig, Rule, tag_map
from netsec.model.answer import text


class StandIns:
    """Replaces ids that mean something in a real account by stand-ins made here."""

    def __init__(self, aws: Aws, config: Config) -> None:
        self.ec2, self.config = aws.client("ec2"), config

    def translated(self) -> Config:
        from netsec.sandbox import stand_ins

        config, named_subnets = self.config, any(not isinstance(acl.subnets, str) for acl in self.config.network_acls)
        addresses = {zone: stand_ins.address(self.ec2, brought) for zone, brought in config.nat.eips.items()}
        return replace(
            config,
            vpc=replace(config.vpc, private_route_tables=self._tables() if named_subnets else {}),
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
        from netsec.sandbox import stand_ins

        if rule.peer.type == "group_id":
            return replace(rule, peer=replace(rule.peer, value=self._peer_group(rule.peer.value)))
        if rule.peer.type == "prefix_list":
            return replace(rule, peer=replace(rule.peer, value=stand_ins.prefix_list(self.ec2, rule.peer.value)))
        return rule

    def _peer_group(self, real: str) -> str:
        """A stand-in for a group of the account that the sandbox plays; those of others are taken at their word."""
        from netsec.sandbox import stand_ins

        account, _, group = real.rpartition("/")
        return real if account not in ("", stand_ins.ACCOUNT) else stand_ins.group(self.ec2, self._vpc(), group)

    def _acl(self, acl: AclConfig) -> AclConfig:
        from netsec.sandbox import stand_ins

        if isinstance(acl.subnets, str):
            return acl
        zone, vpc = self.config.availability_zones[0], self._vpc()
        made = tuple(stand_ins.subnet(self.ec2, vpc, real, zone=zone, cidr=self._free(vpc)) for real in acl.subnets)
        return replace(acl, subnets=made)

    def _tables(self) -> dict[str, tuple[str, ...]]:
        """The private tables that were laid, named: subnets of stand-ins hang on another one."""
        inside = [{"Name": "vpc-id", "Values": [self._vpc()]}]
        tables = self.ec2.describe_route_tables(Filters=inside)["RouteTables"]
        ids = {tag_map(each).get("Name"): text(each, "RouteTableId") for each in tables}
        return {zone: (ids[f"{self.config.prefix}-private-rt-{zone[-1]}"],) for zone in self.config.availability_zones}

    def _free(self, vpc: str) -> str:
        """A block for one more stand-in, far from those that are laid."""
        inside = [{"Name": "vpc-id", "Values": [vpc]}]
        taken = {text(each, "CidrBlock") for each in self.ec2.describe_subnets(Filters=inside)["Subnets"]}
        return next(block for number in range(100, 255) if (block := f"10.0.{number}.0/24") not in taken)

    def _vpc(self) -> str:
        named = [{"Name": "tag:Name", "Values": [self.config.vpc_name]}]
        return str(self.ec2.describe_vpcs(Filters=named)["Vpcs"][0]["VpcId"])
