"""Reads a VpcSnapshot off AWS's answers: real ones, or those simulated for after a plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from netsec.insight.resource_reader import (
    LivesById,
    read_addresses,
    read_endpoint,
    read_gateways,
    read_identity,
    read_interface,
)
from netsec.insight.route_reader import read_ipv6_blocks, read_route_table, read_subnets
from netsec.insight.snapshot import (
    NetworkAcl,
    Resource,
    SecurityGroup,
    VpcSnapshot,
)
from netsec.insight.snapshot_queries import SNAPSHOT_OPERATIONS
from netsec.kinds.security_group_rules import DIRECTIONS
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import Answers, Live
from netsec.model.response_fields import (
    absent_fields,
    member_texts,
    structure_list,
    text_field,
)
from netsec.planning.observation import Observation
from netsec.planning.topology import read_topology

Read = TypeVar("Read", bound=Resource)


def read_snapshot(seen: Observation, region: str = "") -> VpcSnapshot:
    """The VPC that was observed; operations that were not answered, or in part, are in its `unknown`."""
    answers, vpc_id = seen.answers, seen.network.vpc_id
    topology = read_topology(answers, vpc_id)
    lives = {(live.kind, live.id): live for live in seen.lives}
    acls = _by_id(_acls(answers, lives))
    return VpcSnapshot(
        vpc_id=vpc_id,
        cidrs=(seen.network.cidr, *seen.network.secondary_cidrs, *read_ipv6_blocks(answers)),
        region=region,
        subnets=_by_id(read_subnets(topology, acls.values())),
        tables=_by_id(read_route_table(table) for table in topology.tables.values()),
        groups=_by_id(_groups(answers, lives)),
        acls=acls,
        gateways=_by_id(read_gateways(answers, vpc_id, lives)),
        addresses=_by_id(read_addresses(answers, lives)),
        endpoints=_by_id(read_endpoint(item, lives) for item in answers.of("describe_vpc_endpoints")),
        interfaces=_by_id(read_interface(item) for item in answers.of("describe_network_interfaces")),
        unread_operations=frozenset(
            op for op in SNAPSHOT_OPERATIONS if not answers.was_asked(op) or answers.is_partial(op)
        ),
    )


def _by_id(resources: Iterable[Read]) -> dict[str, Read]:
    return {each.id: each for each in sorted(resources, key=lambda each: each.id)}


def _groups(answers: Answers, lives: LivesById) -> Iterable[SecurityGroup]:
    for item in answers.of("describe_security_groups"):
        identity = read_identity("security_group", item, "GroupId", lives)
        ingress, egress = (
            _rules(lives.get(("security_group_rules", f"{item['GroupId']}/{direction}"))) for direction in DIRECTIONS
        )
        missing_of_rules = {field for rule in (*ingress, *egress) for field in rule.missing_fields}
        name = identity.address.name if identity.address else text_field(item, "GroupName")
        yield SecurityGroup(
            **identity._replace(name=name)._asdict(),
            group_name=text_field(item, "GroupName"),
            ingress=ingress,
            egress=egress,
            missing_fields=(
                *absent_fields(item, "GroupName", "IpPermissions", "IpPermissionsEgress"),
                *sorted(missing_of_rules),
            ),
        )


def _rules(live: Live | None) -> tuple[GroupRule, ...]:
    """One direction of a group, without sgr- ids: they are only known where a plan was about to change rules."""
    rules = (replace(rule, id="") for rule in live.data) if live else ()
    return tuple(sorted(rules, key=lambda rule: str(rule.identity)))


def _acls(answers: Answers, lives: LivesById) -> Iterable[NetworkAcl]:
    entries = {live.owner: live.data for live in lives.values() if live.kind == "network_acl_entries"}
    for item in answers.of("describe_network_acls"):
        identity = read_identity("network_acl", item, "NetworkAclId", lives)
        own = sorted(entries.get(item["NetworkAclId"], ()), key=lambda entry: (entry.egress, entry.number))
        missing_of_entries = sorted({field for entry in own for field in entry.missing_fields})
        lacks_subnet = any(not text_field(each, "SubnetId") for each in structure_list(item, "Associations"))
        name = identity.address.name if identity.address else identity.name
        yield NetworkAcl(
            **identity._replace(name=name)._asdict(),
            entries=tuple(own),
            is_default=bool(item.get("IsDefault")),
            subnet_ids=member_texts(item, "Associations", "SubnetId"),
            missing_fields=(
                *absent_fields(item, "IsDefault", "Entries", "Associations"),
                *missing_of_entries,
                *(("SubnetId",) if lacks_subnet else ()),
            ),
        )
