"""Reads a World off one look at AWS, real or as it will be after a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from netsec.insight.world import (
    Acl,
    ElasticIp,
    Endpoint,
    Group,
    Interface,
    NatGateway,
    Route,
    RouteTable,
    Subnet,
    World,
)
from netsec.kinds.private_route import TARGETS
from netsec.kinds.security_group_rules import DIRECTIONS as SIDES
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import KEEP_TAG, Answers, Live, Query, by_vpc, tag_map
from netsec.planning.map import Map, draw
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
    """The world as seen; what was not answered is unknown in it."""
    answers, vpc_id = seen.answers, seen.network.vpc_id
    drawn = draw(answers, vpc_id)
    lives = {(live.kind, live.id): live for live in seen.lives}
    acls = _by_id(_acls(answers, lives))
    return World(
        vpc_id=vpc_id,
        cidrs=(seen.network.cidr, *seen.network.secondary_cidrs, *_blocks6(answers)),
        region=region,
        subnets=_by_id(_subnets(drawn, acls.values())),
        tables=_by_id(_table(table) for table in drawn.tables.values()),
        groups=_by_id(_groups(answers, lives)),
        acls=acls,
        gateways=_by_id(_gateways(answers, vpc_id, lives)),
        addresses=_by_id(_addresses(answers, lives)),
        endpoints=_by_id(_endpoint(each, lives) for each in answers.of("describe_vpc_endpoints")),
        interfaces=_by_id(_interface(each) for each in answers.of("describe_network_interfaces")),
        unknown=frozenset(op for op in OPERATIONS if not answers.asked(op)),
    )


def _by_id(things: Iterable[Any]) -> dict[str, Any]:
    return {thing.id: thing for thing in sorted(things, key=lambda thing: thing.id)}


def _blocks6(answers: Answers) -> list[str]:
    sets = (vpc.get("Ipv6CidrBlockAssociationSet") or () for vpc in answers.of("describe_vpcs"))
    return sorted(block["Ipv6CidrBlock"] for blocks in sets for block in blocks)


def _whose(kind: str, item: Mapping[str, Any], field: str, lives: Mapping[tuple[str, str], Live]) -> dict[str, Any]:
    """Id, name, address and owner of what one of our kinds reads."""
    live, name = lives.get((kind, item[field])), tag_map(item).get("Name", "")
    if live is None or not live.owned or live.address is None:
        return {"id": item[field], "name": name, "recorded": bool(live and live.recorded)}
    return {"id": live.id, "name": name, "address": live.address, "owned": True}


def _subnets(drawn: Map, acls: Iterable[Acl]) -> Iterable[Subnet]:
    acl_of = {subnet: acl.id for acl in acls for subnet in acl.subnet_ids}
    for item in drawn.subnets:
        blocks6 = item.get("Ipv6CidrBlockAssociationSet") or ()
        table_id = drawn.table_of[item["SubnetId"]]
        yield Subnet(
            id=item["SubnetId"],
            name=tag_map(item).get("Name", ""),
            zone=item["AvailabilityZone"],
            cidr=item["CidrBlock"],
            cidr6=next((block["Ipv6CidrBlock"] for block in blocks6), ""),
            table_id=table_id,
            acl_id=acl_of.get(item["SubnetId"], ""),
            public=drawn.is_public(table_id),
            gives_public_ips=bool(item.get("MapPublicIpOnLaunch")),
            free_addresses=item.get("AvailableIpAddressCount"),
        )


def _table(item: Mapping[str, Any]) -> RouteTable:
    main = any(association.get("Main") for association in item.get("Associations") or ())
    routes = (_route(route) for route in item.get("Routes") or ())
    return RouteTable(
        id=item["RouteTableId"],
        name=tag_map(item).get("Name", ""),
        routes=tuple(sorted(routes, key=lambda route: (route.destination, route.target))),
        main=main,
    )


def _route(item: Mapping[str, Any]) -> Route:
    fields = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")
    return Route(
        destination=next((item[field] for field in fields if item.get(field)), ""),
        target=next((item[field] for field in TARGETS if item.get(field)), "unknown"),
        state=item.get("State", "active"),
    )


def _groups(answers: Answers, lives: Mapping[tuple[str, str], Live]) -> Iterable[Group]:
    for item in answers.of("describe_security_groups"):
        whose = _whose("security_group", item, "GroupId", lives)
        address = whose.get("address")
        named = {**whose, "name": address.name if address else item["GroupName"]}
        ingress, egress = (_rules(lives.get(("security_group_rules", f"{item['GroupId']}/{side}"))) for side in SIDES)
        yield Group(group_name=item["GroupName"], ingress=ingress, egress=egress, **named)


def _rules(live: Live | None) -> tuple[GroupRule, ...]:
    """Without their sgr- ids, which are known only where rules were about to change."""
    rules = (replace(rule, id="") for rule in live.data) if live else ()
    return tuple(sorted(rules, key=lambda rule: str(rule.identity)))


def _acls(answers: Answers, lives: Mapping[tuple[str, str], Live]) -> Iterable[Acl]:
    entries = {live.owner: live.data for live in lives.values() if live.kind == "network_acl_entries"}
    for item in answers.of("describe_network_acls"):
        whose = _whose("network_acl", item, "NetworkAclId", lives)
        address = whose.get("address")
        yield Acl(
            entries=tuple(
                sorted(entries.get(item["NetworkAclId"], ()), key=lambda entry: (entry.egress, entry.number))
            ),
            default=bool(item.get("IsDefault")),
            subnet_ids=tuple(sorted(each["SubnetId"] for each in item.get("Associations") or ())),
            **{**whose, "name": address.name if address else whose["name"]},
        )


def _gateways(answers: Answers, vpc_id: str, lives: Mapping[tuple[str, str], Live]) -> Iterable[NatGateway]:
    for item in answers.of("describe_nat_gateways"):
        if item.get("VpcId") == vpc_id and item["State"] not in ENDED:
            held = item.get("NatGatewayAddresses") or ()
            yield NatGateway(
                state=item["State"],
                subnet_id=item.get("SubnetId", ""),
                public_ips=tuple(sorted(each["PublicIp"] for each in held if each.get("PublicIp"))),
                allocation_ids=tuple(sorted(each["AllocationId"] for each in held if each.get("AllocationId"))),
                connectivity=item.get("ConnectivityType", "public"),
                created=_moment(item.get("CreateTime")),
                tags=tag_map(item),
                **_whose("nat_gateway", item, "NatGatewayId", lives),
            )


def _moment(time: datetime | None) -> float | None:
    return time.timestamp() if time else None


def _addresses(answers: Answers, lives: Mapping[tuple[str, str], Live]) -> Iterable[ElasticIp]:
    for item in answers.of("describe_addresses"):
        if item.get("AllocationId"):
            yield ElasticIp(
                public_ip=item.get("PublicIp", ""),
                holder=str(item.get("NetworkInterfaceId") or item.get("InstanceId") or item.get("AssociationId") or ""),
                kept=KEEP_TAG in tag_map(item),
                service_managed=item.get("ServiceManaged", ""),
                **_whose("elastic_ip", item, "AllocationId", lives),
            )


def _endpoint(item: Mapping[str, Any], lives: Mapping[tuple[str, str], Live]) -> Endpoint:
    return Endpoint(
        service=item["ServiceName"],
        type=item.get("VpcEndpointType", "Gateway"),
        state=item.get("State", "available"),
        table_ids=tuple(sorted(item.get("RouteTableIds") or ())),
        subnet_ids=tuple(sorted(item.get("SubnetIds") or ())),
        group_ids=tuple(sorted(group["GroupId"] for group in item.get("Groups") or ())),
        private_dns=bool(item.get("PrivateDnsEnabled")),
        created=_moment(item.get("CreationTimestamp")),
        **_whose("vpc_endpoint", item, "VpcEndpointId", lives),
    )


def _interface(item: Mapping[str, Any]) -> Interface:
    return Interface(
        id=item["NetworkInterfaceId"],
        name=item.get("Description", ""),
        subnet_id=item.get("SubnetId", ""),
        private_ips=tuple(sorted(each["PrivateIpAddress"] for each in item.get("PrivateIpAddresses") or ())),
        public_ip=(item.get("Association") or {}).get("PublicIp", ""),
        group_ids=tuple(sorted(group["GroupId"] for group in item.get("Groups") or ())),
        type=item.get("InterfaceType", "interface"),
        requester=item.get("RequesterId", ""),
    )
