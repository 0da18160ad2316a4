"""Reads a World off AWS's answers: real ones, or those simulated for after a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from netsec.insight.routing import ipv6_blocks, subnets_of, table_of
from netsec.insight.world import Acl, ElasticIp, Endpoint, Group, Interface, NatGateway, Thing, World
from netsec.kinds.nat_gateway.reading import STATES
from netsec.kinds.security_group_rules import DIRECTIONS
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import KEEP_TAG, Address, Answers, Live, Query, by_vpc, tag_map
from netsec.model.answer import cidr, missing, structure, structures, text, texts, texts_of, unknown
from netsec.planning.map import draw
from netsec.planning.observe import Observation

Item = Mapping[str, Any]
LivesById = Mapping[tuple[str, str], Live]
Read = TypeVar("Read", bound=Thing)

ENDED = frozenset({"deleted", "failed"})
# The operations that a World is read from; each may be denied by itself.
OPERATIONS = (
    "describe_security_groups", "describe_network_acls", "describe_nat_gateways", "describe_addresses",
    "describe_vpc_endpoints", "describe_network_interfaces",
)  # fmt: skip


def world_queries(vpc_id: str) -> tuple[Query, ...]:
    """What to ask for a World beyond what every plan asks: endpoints and network interfaces."""
    return (
        by_vpc("describe_vpc_endpoints", "VpcEndpoints", vpc_id),
        by_vpc("describe_network_interfaces", "NetworkInterfaces", vpc_id),
    )


def read_world(seen: Observation, region: str = "") -> World:
    """The VPC that was observed; operations that were not answered, or in part, are in its `unknown`."""
    answers, vpc_id = seen.answers, seen.network.vpc_id
    topology = draw(answers, vpc_id)
    lives = {(live.kind, live.id): live for live in seen.lives}
    acls = _by_id(_acls(answers, lives))
    return World(
        vpc_id=vpc_id,
        cidrs=(seen.network.cidr, *seen.network.secondary_cidrs, *ipv6_blocks(answers)),
        region=region,
        subnets=_by_id(subnets_of(topology, acls.values())),
        tables=_by_id(table_of(table) for table in topology.tables.values()),
        groups=_by_id(_groups(answers, lives)),
        acls=acls,
        gateways=_by_id(_gateways(answers, vpc_id, lives)),
        addresses=_by_id(_addresses(answers, lives)),
        endpoints=_by_id(_endpoint(item, lives) for item in answers.of("describe_vpc_endpoints")),
        interfaces=_by_id(_interface(item) for item in answers.of("describe_network_interfaces")),
        unknown=frozenset(op for op in OPERATIONS if not answers.asked(op) or answers.in_part(op)),
    )


def _by_id(resources: Iterable[Read]) -> dict[str, Read]:
    return {each.id: each for each in sorted(resources, key=lambda each: each.id)}


class _Identity(NamedTuple):
    """What `Thing` holds of every resource."""

    id: str
    name: str
    address: Address | None
    owned: bool
    recorded: bool


def _identity(kind: str, item: Item, field: str, lives: LivesById) -> _Identity:
    """Whose an item is, as its kind reads it; `field` holds its id. `name` is its Name tag."""
    live, name = lives.get((kind, item[field])), tag_map(item).get("Name", "")
    if live is None or not live.owned or live.address is None:
        return _Identity(item[field], name, None, owned=False, recorded=bool(live and live.recorded))
    return _Identity(live.id, name, live.address, owned=True, recorded=False)


def _groups(answers: Answers, lives: LivesById) -> Iterable[Group]:
    for item in answers.of("describe_security_groups"):
        identity = _identity("security_group", item, "GroupId", lives)
        ingress, egress = (
            _rules(lives.get(("security_group_rules", f"{item['GroupId']}/{direction}"))) for direction in DIRECTIONS
        )
        missing_of_rules = {field for rule in (*ingress, *egress) for field in rule.unclear}
        name = identity.address.name if identity.address else text(item, "GroupName")
        yield Group(
            **identity._replace(name=name)._asdict(),
            group_name=text(item, "GroupName"),
            ingress=ingress,
            egress=egress,
            unclear=(*missing(item, "GroupName", "IpPermissions", "IpPermissionsEgress"), *sorted(missing_of_rules)),
        )


def _rules(live: Live | None) -> tuple[GroupRule, ...]:
    """One direction of a group, without sgr- ids: they are only known where a plan was about to change rules."""
    rules = (replace(rule, id="") for rule in live.data) if live else ()
    return tuple(sorted(rules, key=lambda rule: str(rule.identity)))


def _acls(answers: Answers, lives: LivesById) -> Iterable[Acl]:
    entries = {live.owner: live.data for live in lives.values() if live.kind == "network_acl_entries"}
    for item in answers.of("describe_network_acls"):
        identity = _identity("network_acl", item, "NetworkAclId", lives)
        own = sorted(entries.get(item["NetworkAclId"], ()), key=lambda entry: (entry.egress, entry.number))
        missing_of_entries = sorted({field for entry in own for field in entry.unclear})
        lacks_subnet = any(not text(each, "SubnetId") for each in structures(item, "Associations"))
        name = identity.address.name if identity.address else identity.name
        yield Acl(
            **identity._replace(name=name)._asdict(),
            entries=tuple(own),
            default=bool(item.get("IsDefault")),
            subnet_ids=texts_of(item, "Associations", "SubnetId"),
            unclear=(
                *missing(item, "IsDefault", "Entries", "Associations"),
                *missing_of_entries,
                *(("SubnetId",) if lacks_subnet else ()),
            ),
        )


def _gateways(answers: Answers, vpc_id: str, lives: LivesById) -> Iterable[NatGateway]:
    for item in answers.of("describe_nat_gateways"):
        if text(item, "VpcId") in ("", vpc_id) and text(item, "State") not in ENDED:
            public_ips = texts_of(item, "NatGatewayAddresses", "PublicIp")
            yield NatGateway(
                **_identity("nat_gateway", item, "NatGatewayId", lives)._asdict(),
                state=text(item, "State") or "unknown",
                subnet_id=text(item, "SubnetId"),
                public_ips=public_ips,
                allocation_ids=texts_of(item, "NatGatewayAddresses", "AllocationId"),
                connectivity=text(item, "ConnectivityType") or ("public" if public_ips else "unknown"),
                created=_seconds(item.get("CreateTime")),
                unclear=(*_missing_subnet(item), *unknown(item, "State", STATES)),
                tags=tag_map(item),
            )


def _missing_subnet(gateway: Item) -> tuple[str, ...]:
    """A regional NAT gateway is in no subnet (VPC user guide, "Regional NAT gateways"); any other is in one."""
    return () if text(gateway, "AvailabilityMode") == "regional" else missing(gateway, "SubnetId")


def _seconds(time: datetime | None) -> float | None:
    """A time of AWS's in seconds since the epoch."""
    return time.timestamp() if time else None


def _addresses(answers: Answers, lives: LivesById) -> Iterable[ElasticIp]:
    for item in answers.of("describe_addresses"):
        holder = item.get("NetworkInterfaceId") or item.get("InstanceId") or item.get("AssociationId")
        yield ElasticIp(
            **_identity("elastic_ip", item, "AllocationId", lives)._asdict(),
            public_ip=text(item, "PublicIp"),
            holder=str(holder or ""),
            kept=KEEP_TAG in tag_map(item),
            service_managed=text(item, "ServiceManaged"),
        )


def _endpoint(item: Item, lives: LivesById) -> Endpoint:
    """An endpoint to a resource or service network of VPC Lattice has no ServiceName, but the ARN of its target."""
    table_ids, subnet_ids = texts(item, "RouteTableIds"), texts(item, "SubnetIds")
    lattice_arn = text(item, "ResourceConfigurationArn") or text(item, "ServiceNetworkArn")
    type_ = text(item, "VpcEndpointType") or ("Interface" if subnet_ids else "Gateway" if table_ids else "unknown")
    needs_service = type_ in ("Gateway", "Interface", "GatewayLoadBalancer", "unknown")
    return Endpoint(
        **_identity("vpc_endpoint", item, "VpcEndpointId", lives)._asdict(),
        service=text(item, "ServiceName") or lattice_arn,
        type=type_,
        state=text(item, "State") or "unknown",
        table_ids=table_ids,
        subnet_ids=subnet_ids,
        group_ids=texts_of(item, "Groups", "GroupId"),
        private_dns=bool(item.get("PrivateDnsEnabled")),
        created=_seconds(item.get("CreationTimestamp")),
        unclear=missing(item, "VpcEndpointType", "State", *(("ServiceName",) if needs_service else ())),
    )


def _interface(item: Item) -> Interface:
    lacks_group_id = any(not text(group, "GroupId") for group in structures(item, "Groups"))
    # cidr() reads an address as a block of one.
    private_ips = sorted(cidr(each, "PrivateIpAddress") for each in structures(item, "PrivateIpAddresses"))
    return Interface(
        id=item["NetworkInterfaceId"],
        name=text(item, "Description"),
        subnet_id=text(item, "SubnetId"),
        private_ips=tuple(ip for ip in private_ips if ip),
        public_ip=text(structure(item, "Association"), "PublicIp"),
        group_ids=texts_of(item, "Groups", "GroupId"),
        type=text(item, "InterfaceType") or "interface",
        unclear=(*missing(item, "SubnetId", "Groups"), *(("GroupId",) if lacks_group_id else ())),
    )
