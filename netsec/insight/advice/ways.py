"""The ways out of private subnets as a world shows them: NAT gateways, endpoints, IPv6, what the groups allow."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from netsec.insight.world import Acl, Endpoint, Group, RouteTable, World
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import AclEntry
from netsec.planning.preflight.acls import lets_https

HTTPS = 443
ANYWHERE, ANYWHERE6 = "0.0.0.0/0", "::/0"


class Ways:
    """Questions to one world, for the members of these groups in its private subnets."""

    def __init__(self, world: World, groups: tuple[str, ...]) -> None:
        self.world = world
        self.groups = tuple(group for group in world.groups.values() if group.owned and group.name in groups)

    @cached_property
    def tables(self) -> tuple[RouteTable, ...]:
        """Those of the private subnets; isolated ones, which lead nowhere, only where none leads anywhere."""
        ids = {subnet.table_id for subnet in self.world.subnets.values() if not subnet.public}
        private = tuple(table for i, table in sorted(self.world.tables.items()) if i in ids)
        leading = tuple(table for table in private if any(route.destination == ANYWHERE for route in table.routes))
        return leading or private

    @cached_property
    def nat(self) -> bool:
        """Whether every private table leads to a NAT gateway that works."""
        working = {gateway.id for gateway in self.world.gateways.values() if gateway.state == "available"}
        return bool(self.tables) and all(self._leads(table, ANYWHERE, working) for table in self.tables)

    @cached_property
    def ipv6(self) -> bool:
        """Whether every private table leads to an egress-only internet gateway."""
        return bool(self.tables) and all(
            any(r.destination == ANYWHERE6 and r.target.startswith("eigw-") and r.works for r in table.routes)
            for table in self.tables
        )

    def _leads(self, table: RouteTable, destination: str, targets: Iterable[str]) -> bool:
        return any(r.destination == destination and r.target in targets and r.works for r in table.routes)

    @cached_property
    def closed(self) -> tuple[str, ...]:
        """The app's groups that let nothing out on HTTPS."""
        return tuple(sorted(group.name for group in self.groups if not any(map(_lets_https, group.egress))))

    @cached_property
    def by_public_ip(self) -> bool:
        """Whether everything that wears the app's groups now is in a public subnet and has a public IP of its own."""
        ids = {group.id for group in self.groups}
        there = [each for each in self.world.interfaces.values() if ids & set(each.group_ids)]
        public = {subnet.id for subnet in self.world.subnets.values() if subnet.public}
        return bool(there) and all(each.public_ip and each.subnet_id in public for each in there)

    def shut(self, peer: str) -> tuple[str, ...]:
        """The ACLs of the app's subnets that let no HTTPS through to `peer`; "vpc" is the VPC itself."""
        vpc = next(iter(self.world.cidrs), ANYWHERE)
        tables = {table.id for table in self.tables}
        ids = {each.acl_id for each in self.world.subnets.values() if each.table_id in tables}
        acls = [self.world.acls[i] for i in sorted(ids) if i in self.world.acls]
        wanted = vpc if peer == "vpc" else peer
        return tuple(acl.label for acl in acls if not lets_https(_incoming_and_outgoing(acl), wanted, vpc))

    def missing(self, services: Iterable[str]) -> tuple[str, ...]:
        """The services that no endpoint leads to."""
        return tuple(service for service in services if not any(self._leads_to(each, service) for each in self._alive))

    @cached_property
    def _alive(self) -> tuple[Endpoint, ...]:
        return tuple(each for each in self.world.endpoints.values() if each.state.lower() in ("available", "pending"))

    def _leads_to(self, endpoint: Endpoint, service: str) -> bool:
        if not endpoint.service.endswith(f".{service}"):
            return False
        if endpoint.type == "Gateway":
            return {table.id for table in self.tables} <= set(endpoint.table_ids)
        return endpoint.private_dns and self._open(endpoint)

    def _open(self, endpoint: Endpoint) -> bool:
        """Whether one of its groups lets the app's groups in on HTTPS."""
        lets = [self.world.groups[i] for i in endpoint.group_ids if i in self.world.groups]
        return all(any(_lets_in(door, group) for door in lets) for group in self.groups)


def _incoming_and_outgoing(acl: Acl) -> tuple[AclEntry, ...]:
    return tuple(entry for entry in acl.entries if ":" not in entry.cidr)


def _lets_https(rule: GroupRule) -> bool:
    return rule.protocol == "-1" or (rule.protocol == "tcp" and (rule.from_port or 0) <= HTTPS <= (rule.to_port or 0))


def _lets_in(door: Group, group: Group) -> bool:
    """By the group, or by addresses: whoever opens HTTPS to a CIDR here means the VPC."""
    return any(
        _lets_https(rule) and (rule.peer in (group.id, f"{group.address}") or rule.peer_type != "group")
        for rule in door.ingress
    )
