"""Reads a World off one look at AWS, real or as it will be after a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from netsec.insight.routing import subnets_of, table_of
from netsec.insight.world import (
    Acl,
    ElasticIp,
    Endpoint,
    Group,
    Interface,
    NatGateway,
    World,
)
from netsec.kinds.nat_gateway.reading import STATES
from netsec.kinds.security_group_rules import DIRECTIONS as SIDES
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import KEEP_TAG, Answers, Live, Query, by_vpc, tag_map
from netsec.model.answer import cidr, missing, structure, structures, text, texts, texts_of, unknown
from netsec.planning.map import draw
from netsec.planning.observe import Observation

ENDED = frozenset({"deleted", "failed"})
# Everything that a World is made of; each may be denied by itself.
OPERATIONS = (
    "describe_security_groups", "describe_network_acls", "describe_nat_gateways", "describe_addresses",
    "describe_vpc_endpoints", "describe_network_interfaces",
)  # fmt: skip


def world_queries(vpc_id: str) -> tuple[Query, ...]:
    """What a World is read from, beyond what every plan asks."""
    return (
        by_vpc("describe_vpc_endpoints", "VpcEndpoints", vpc_id),
        by_vpc("describe_network_interfaces", "NetworkInterfaces", vpc_id),
    )


def read_world(seen: Observation, region: str = "") -> World:
    """The world as seen; what was not answered, or answered in part, is unknown in it."""
    answers, vpc_id = seen.answers, seen.network.vpc_id
    drawn = draw(answers, vpc_id)
    lives = {(live.kind, live.id): live for live in seen.lives}
    acls = _by_id(_acls(answers, lives))
    return World(
        vpc_id=vpc_id,
        cidrs=(seen.network.cidr, *seen.network.secondary_cidrs, *_blocks6(answers)),
        region=region,
        subnets=_by_id(subnets_of(drawn, acls.values())),
        tables=_by_id(table_of(table) for table in drawn.tables.values()),
        groups=_by_id(_groups(answers, lives)),
        acls=acls,
        gateways=_by_id(_gateways(answers, vpc_id, lives)),
        addresses=_by_id(_addresses(answers, lives)),
        endpoints=_by_id(_endpoint(each, lives) for each in answers.of("describe_vpc_endpoints")),
        interfaces=_by_id(_interface(each) for each in answers.of("describe_network_interfaces")),
        unknown=frozenset(op for op in OPERATIONS if not answers.asked(op) or answers.in_part(op)),
    )


def _by_id(things: Iterable[Any]) -> dict[str, Any]:
    return {thing.id: thing for thing in sorted(things, key=lambda thing: thing.id)}


def _blocks6(answers: Answers) -> list[str]:
    field = "Ipv6CidrBlockAssociationSet"
    return sorted(block for vpc in answers.of("describe_vpcs") for block in texts_of(vpc, field, "Ipv6CidrBlock"))


def _whose(kind: str, item: Mapping[str, Any], field: str, lives: Mapping[tuple[str, str], Live]) -> dict[str, Any]:
    """Id, name, address and owner of what one of our kinds reads."""
    live, name = lives.get((kind, item[field])), tag_map(item).get("Name", "")
    if live is None or not live.owned or live.address is None:
        return {"id": item[field], "name": name, "recorded": bool(live and live.recorded)}
    return {"id": live.id, "name": name, "address": live.address, "owned": True}


def _groups(answers: Answers, lives: Mapping[tuple[str, str], Live]) -> Iterable[Group]:
    for item in answers.of("describe_security_groups"):
        whose = _whose("security_group", item, "GroupId", lives)
        address = whose.get("address")
        named = {**whose, "name": address.name if address else text(item, "GroupName")}
        ingress, egress = (_rules(lives.get(("security_group_rules", f"{item['GroupId']}/{side}"))) for side in SIDES)
        gaps = {field for rule in (*ingress, *egress) for field in rule.unclear}
        unclear = (*missing(item, "GroupName", "IpPermissions", "IpPermissionsEgress"), *sorted(gaps))
        yield Group(group_name=text(item, "GroupName"), ingress=ingress, egress=egress, unclear=unclear, **named)


def _rules(live: Live | None) -> tuple[GroupRule, ...]:
    """Without their sgr- ids, which are known only where rules were about to change."""
    rules = (replace(rule, id="") for rule in live.data) if live else ()
    return tuple(sorted(rules, key=lambda rule: str(rule.identity)))


def _acls(answers: Answers, lives: Mapping[tuple[str, str], Live]) -> Iterable[Acl]:
    entries = {live.owner: live.data for live in lives.values() if live.kind == "network_acl_entries"}
    for item in answers.of("describe_network_acls"):
        whose = _whose("network_acl", item, "NetworkAclId", lives)
        address = whose.get("address")
        mine = sorted(entries.get(item["NetworkAclId"], ()), key=lambda entry: (entry.egress, entry.number))
        gaps = {field for entry in mine for field in entry.unclear}
        loose = [each for each in structures(item, "Associations") if not text(each, "SubnetId")]
        yield Acl(
            entries=tuple(mine),
            default=bool(item.get("IsDefault")),
            subnet_ids=texts_of(item, "Associations", "SubnetId"),
            unclear=(
                *missing(item, "IsDefault", "Entries", "Associations"),
                *sorted(gaps),
                *(["SubnetId"] * bool(loose)),
            ),
            **{**whose, "name": address.name if address else whose["name"]},
        )


def _gateways(answers: Answers, vpc_id: str, lives: Mapping[tuple[str, str], Live]) -> Iterable[NatGateway]:
    for item in answers.of("describe_nat_gateways"):
        if text(item, "VpcId") in ("", vpc_id) and text(item, "State") not in ENDED:
            ips = texts_of(item, "NatGatewayAddresses", "PublicIp")
            yield NatGateway(
                state=text(item, "State") or "unknown",
                subnet_id=text(item, "SubnetId"),
                public_ips=ips,
                allocation_ids=texts_of(item, "NatGatewayAddresses", "AllocationId"),
                connectivity=text(item, "ConnectivityType") or ("public" if ips else "unknown"),
                created=_moment(item.get("CreateTime")),
                unclear=(*_nowhere(item), *unknown(item, "State", STATES)),
                tags=tag_map(item),
                **_whose("nat_gateway", item, "NatGatewayId", lives),
            )


def _nowhere(gateway: Mapping[str, Any]) -> tuple[str, ...]:
    """A regional gateway stands in no subnet (VPC user guide, regional NAT gateways); any other does."""
    return () if text(gateway, "AvailabilityMode") == "regional" else missing(gateway, "SubnetId")


def _moment(time: datetime | None) -> float | None:
    return time.timestamp() if time else None


def _addresses(answers: Answers, lives: Mapping[tuple[str, str], Live]) -> Iterable[ElasticIp]:
    for item in answers.of("describe_addresses"):
        holder = item.get("NetworkInterfaceId") or item.get("InstanceId") or item.get("AssociationId")
        yield ElasticIp(
            public_ip=text(item, "PublicIp"),
            holder=str(holder or ""),
            kept=KEEP_TAG in tag_map(item),
            service_managed=text(item, "ServiceManaged"),
            **_whose("elastic_ip", item, "AllocationId", lives),
        )


def _endpoint(item: Mapping[str, Any], lives: Mapping[tuple[str, str], Live]) -> Endpoint:
    """One to a resource or a service network of VPC Lattice has no ServiceName: it is called what it leads to."""
    tables, subnets = texts(item, "RouteTableIds"), texts(item, "SubnetIds")
    lattice = text(item, "ResourceConfigurationArn") or text(item, "ServiceNetworkArn")
    kind = text(item, "VpcEndpointType") or ("Interface" if subnets else "Gateway" if tables else "unknown")
    named = kind in ("Gateway", "Interface", "GatewayLoadBalancer", "unknown")
    return Endpoint(
        service=text(item, "ServiceName") or lattice,
        type=kind,
        state=text(item, "State") or "unknown",
        table_ids=tables,
        subnet_ids=subnets,
        group_ids=texts_of(item, "Groups", "GroupId"),
        private_dns=bool(item.get("PrivateDnsEnabled")),
        created=_moment(item.get("CreationTimestamp")),
        unclear=missing(item, "VpcEndpointType", "State", *(("ServiceName",) if named else ())),
        **_whose("vpc_endpoint", item, "VpcEndpointId", lives),
    )


def _interface(item: Mapping[str, Any]) -> Interface:
    return Interface(
        id=item["NetworkInterfaceId"],
        name=text(item, "Description"),
        subnet_id=text(item, "SubnetId"),
        private_ips=tuple(each for each in _ips(item) if each),
        public_ip=text(structure(item, "Association"), "PublicIp"),
        group_ids=texts_of(item, "Groups", "GroupId"),
        type=text(item, "InterfaceType") or "interface",
        requester=text(item, "RequesterId"),
        unclear=(*missing(item, "SubnetId", "Groups"), *_loose(item)),
    )


def _ips(interface: Mapping[str, Any]) -> list[str]:
    """Its private addresses; an address is read as a block of one."""
    return sorted(cidr(each, "PrivateIpAddress") for each in structures(interface, "PrivateIpAddresses"))


def _loose(interface: Mapping[str, Any]) -> tuple[str, ...]:
    """What is missing of its groups and addresses."""
    groups = [each for each in structures(interface, "Groups") if not text(each, "GroupId")]
    return ("GroupId",) if groups else ()
