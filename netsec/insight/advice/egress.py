"""The ways out of a VPC's private subnets: NAT gateways, endpoints, IPv6; and what the app's groups and ACLs allow."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from netsec.insight.snapshot import NetworkAcl, RouteTable, SecurityGroup, VpcEndpoint, VpcSnapshot
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import AclEntry
from netsec.planning.preflight.acls import allows_https

HTTPS = 443
ANYWHERE, ANYWHERE6 = "0.0.0.0/0", "::/0"


class EgressOptions:
    """The ways out for the app: the members of `groups` (keys in netsec.toml) in the private subnets."""

    def __init__(self, vpc: VpcSnapshot, groups: tuple[str, ...]) -> None:
        self.vpc = vpc
        self.groups = tuple(group for group in vpc.groups.values() if group.is_owned and group.name in groups)

    @cached_property
    def tables(self) -> tuple[RouteTable, ...]:
        """The private subnets' route tables that have a default route; all of them if none has one."""
        private_ids = {subnet.table_id for subnet in self.vpc.subnets.values() if not subnet.is_public}
        private = tuple(table for table_id, table in sorted(self.vpc.tables.items()) if table_id in private_ids)
        with_default = tuple(table for table in private if any(route.destination == ANYWHERE for route in table.routes))
        return with_default or private

    @cached_property
    def has_nat_gateway(self) -> bool:
        """Whether the default route of each of these tables leads to a NAT gateway that is available."""
        available = {gateway.id for gateway in self.vpc.gateways.values() if gateway.state == "available"}
        return bool(self.tables) and all(_leads_to_one_of(available, table) for table in self.tables)

    @cached_property
    def has_ipv6(self) -> bool:
        """Whether the IPv6 default route of each of these tables leads to an egress-only internet gateway."""
        return bool(self.tables) and all(map(_leads_to_egress_only_gateway, self.tables))

    @cached_property
    def groups_without_egress(self) -> tuple[str, ...]:
        """The keys of the app's groups without an egress rule for HTTPS, sorted."""
        return tuple(sorted(group.name for group in self.groups if not any(map(_lets_https, group.egress))))

    @cached_property
    def uses_public_ips(self) -> bool:
        """Whether all interfaces in the app's groups, of which there is one, have public IPs in public subnets."""
        group_ids = {group.id for group in self.groups}
        members = [each for each in self.vpc.interfaces.values() if group_ids & set(each.group_ids)]
        public_ids = {subnet.id for subnet in self.vpc.subnets.values() if subnet.is_public}
        return bool(members) and all(each.public_ip and each.subnet_id in public_ids for each in members)

    def blocking_acls(self, peer: str) -> tuple[str, ...]:
        """Labels of the ACLs of the app's subnets that block HTTPS to `peer`, a CIDR block; "vpc": the VPC's own."""
        vpc_block = next(iter(self.vpc.cidrs), ANYWHERE)
        table_ids = {table.id for table in self.tables}
        acl_ids = {subnet.acl_id for subnet in self.vpc.subnets.values() if subnet.table_id in table_ids}
        acls = [self.vpc.acls[acl_id] for acl_id in sorted(acl_ids) if acl_id in self.vpc.acls]
        block = vpc_block if peer == "vpc" else peer
        return tuple(acl.label for acl in acls if not allows_https(_ipv4_entries(acl), block, vpc_block))

    def services_without_endpoint(self, services: Iterable[str]) -> tuple[str, ...]:
        """The services without an endpoint that the app can use."""
        return tuple(each for each in services if not any(self._serves(endpoint, each) for endpoint in self._usable))

    @cached_property
    def _usable(self) -> tuple[VpcEndpoint, ...]:
        """The endpoints that carry traffic, or soon will."""
        return tuple(each for each in self.vpc.endpoints.values() if each.state.lower() in ("available", "pending"))

    def _serves(self, endpoint: VpcEndpoint, service: str) -> bool:
        """Whether the app's requests to the service take this endpoint: by routes, or by its private DNS name."""
        if not endpoint.service.endswith(f".{service}"):
            return False
        if endpoint.type == "Gateway":
            return {table.id for table in self.tables} <= set(endpoint.table_ids)
        return endpoint.private_dns_enabled and self._open(endpoint)

    def _open(self, endpoint: VpcEndpoint) -> bool:
        """Whether the endpoint's groups let each of the app's groups in on HTTPS."""
        own_groups = [self.vpc.groups[group_id] for group_id in endpoint.group_ids if group_id in self.vpc.groups]
        return all(any(_lets_in(own, client) for own in own_groups) for client in self.groups)


def _leads_to_one_of(targets: Iterable[str], table: RouteTable) -> bool:
    """Whether the table's IPv4 default route leads to one of these ids."""
    return any(route.destination == ANYWHERE and route.target in targets and route.is_active for route in table.routes)


def _leads_to_egress_only_gateway(table: RouteTable) -> bool:
    """Whether the table's IPv6 default route leads to an egress-only internet gateway."""
    defaults = (route for route in table.routes if route.destination == ANYWHERE6)
    return any(route.target.startswith("eigw-") and route.is_active for route in defaults)


def _ipv4_entries(acl: NetworkAcl) -> tuple[AclEntry, ...]:
    """The entries of both directions for IPv4 blocks."""
    return tuple(entry for entry in acl.entries if ":" not in entry.cidr)


def _lets_https(rule: GroupRule) -> bool:
    """Whether the rule is for TCP port 443, whoever its peer is."""
    return rule.protocol == "-1" or (rule.protocol == "tcp" and (rule.from_port or 0) <= HTTPS <= (rule.to_port or 0))


def _lets_in(group: SecurityGroup, client: SecurityGroup) -> bool:
    """Whether `group` lets HTTPS in from `client`, by its id or from any CIDR block: such a block is taken for the
    VPC's.
    """
    return any(
        _lets_https(rule) and (rule.peer in (client.id, f"{client.address}") or rule.peer_type != "group")
        for rule in group.ingress
    )
