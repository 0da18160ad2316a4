"""Reads a World off AWS's answers: real ones, or those simulated for after a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from netsec.insight.route_reader import read_ipv6_blocks, read_route_table, read_subnets
from netsec.insight.snapshot import (
    ElasticIp,
    NatGateway,
    NetworkAcl,
    NetworkInterface,
    Resource,
    SecurityGroup,
    VpcEndpoint,
    VpcSnapshot,
)
from netsec.kinds import KINDS, vpc_endpoint
from netsec.kinds.nat_gateway.reading import KNOWN_STATES
from netsec.kinds.security_group_rules import DIRECTIONS
from netsec.kinds.security_group_rules.rule import GroupRule
from netsec.model import KEEP_TAG, Address, Answers, Live, Query, query_by_vpc, tag_map
from netsec.model.response_fields import (
    absent_fields,
    cidr_field,
    member_texts,
    structure_field,
    structure_list,
    text_field,
    text_list,
    unrecognized_field,
)
from netsec.planning.incomplete_answers import NETWORK_OPERATIONS
from netsec.planning.observation import Observation
from netsec.planning.topology import read_topology

Item = Mapping[str, Any]
LivesById = Mapping[tuple[str, str], Live]
Read = TypeVar("Read", bound=Resource)

ENDED_STATES = frozenset({"deleted", "failed"})
# The operations that a World is read from; each may be denied by itself.
SNAPSHOT_OPERATIONS = (
    "describe_security_groups", "describe_network_acls", "describe_nat_gateways", "describe_addresses",
    "describe_vpc_endpoints", "describe_network_interfaces",
)  # fmt: skip


def deniable_operations() -> tuple[str, ...]:
    """The operations that a report can do without, one by one: a snapshot's, and those of kinds beside the
    network's.
    """
    of_kinds = (op for op in KINDS.operations if op not in NETWORK_OPERATIONS)
    return tuple(dict.fromkeys((*SNAPSHOT_OPERATIONS, *of_kinds)))


def snapshot_queries(vpc_id: str) -> tuple[Query, ...]:
    """What to ask for a World beyond what every plan asks: endpoints and network interfaces."""
    return (
        *vpc_endpoint.KIND.queries(vpc_id),
        query_by_vpc("describe_network_interfaces", "NetworkInterfaces", vpc_id),
    )


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
        gateways=_by_id(_gateways(answers, vpc_id, lives)),
        addresses=_by_id(_addresses(answers, lives)),
        endpoints=_by_id(_endpoint(item, lives) for item in answers.of("describe_vpc_endpoints")),
        interfaces=_by_id(_interface(item) for item in answers.of("describe_network_interfaces")),
        unread_operations=frozenset(
            op for op in SNAPSHOT_OPERATIONS if not answers.was_asked(op) or answers.is_partial(op)
        ),
    )


def _by_id(resources: Iterable[Read]) -> dict[str, Read]:
    return {each.id: each for each in sorted(resources, key=lambda each: each.id)}


class _Identity(NamedTuple):
    """What `Resource` holds of every resource."""

    id: str
    name: str
    address: Address | None
    is_owned: bool
    is_recorded: bool


def _identity(kind: str, item: Item, field: str, lives: LivesById) -> _Identity:
    """Whose an item is, as its kind reads it; `field` holds its id. `name` is its Name tag."""
    live, name = lives.get((kind, item[field])), tag_map(item).get("Name", "")
    if live is None or not live.is_owned or live.address is None:
        return _Identity(item[field], name, None, is_owned=False, is_recorded=bool(live and live.is_recorded))
    return _Identity(live.id, name, live.address, is_owned=True, is_recorded=False)


def _groups(answers: Answers, lives: LivesById) -> Iterable[SecurityGroup]:
    for item in answers.of("describe_security_groups"):
        identity = _identity("security_group", item, "GroupId", lives)
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
        identity = _identity("network_acl", item, "NetworkAclId", lives)
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


def _gateways(answers: Answers, vpc_id: str, lives: LivesById) -> Iterable[NatGateway]:
    for item in answers.of("describe_nat_gateways"):
        if text_field(item, "VpcId") in ("", vpc_id) and text_field(item, "State") not in ENDED_STATES:
            public_ips = member_texts(item, "NatGatewayAddresses", "PublicIp")
            yield NatGateway(
                **_identity("nat_gateway", item, "NatGatewayId", lives)._asdict(),
                state=text_field(item, "State") or "unknown",
                subnet_id=text_field(item, "SubnetId"),
                public_ips=public_ips,
                allocation_ids=member_texts(item, "NatGatewayAddresses", "AllocationId"),
                connectivity=text_field(item, "ConnectivityType") or ("public" if public_ips else "unknown"),
                created_at=_seconds(item.get("CreateTime")),
                table_id=text_field(item, "RouteTableId"),
                missing_fields=(*_missing_subnet(item), *unrecognized_field(item, "State", KNOWN_STATES)),
                tags=tag_map(item),
            )


def _missing_subnet(gateway: Item) -> tuple[str, ...]:
    """A regional NAT gateway is in no subnet (VPC user guide, "Regional NAT gateways"); any other is in one."""
    return () if text_field(gateway, "AvailabilityMode") == "regional" else absent_fields(gateway, "SubnetId")


def _seconds(time: datetime | None) -> float | None:
    """A time of AWS's in seconds since the epoch."""
    return time.timestamp() if time else None


def _addresses(answers: Answers, lives: LivesById) -> Iterable[ElasticIp]:
    for item in answers.of("describe_addresses"):
        holder = item.get("NetworkInterfaceId") or item.get("InstanceId") or item.get("AssociationId")
        yield ElasticIp(
            **_identity("elastic_ip", item, "AllocationId", lives)._asdict(),
            public_ip=text_field(item, "PublicIp"),
            attached_to=str(holder or ""),
            is_kept=KEEP_TAG in tag_map(item),
            service_managed=text_field(item, "ServiceManaged"),
        )


def _endpoint(item: Item, lives: LivesById) -> VpcEndpoint:
    """An endpoint to a resource or service network of VPC Lattice has no ServiceName, but the ARN of its target."""
    table_ids, subnet_ids = text_list(item, "RouteTableIds"), text_list(item, "SubnetIds")
    lattice_arn = text_field(item, "ResourceConfigurationArn") or text_field(item, "ServiceNetworkArn")
    type_ = text_field(item, "VpcEndpointType") or (
        "Interface" if subnet_ids else "Gateway" if table_ids else "unknown"
    )
    needs_service = type_ in ("Gateway", "Interface", "GatewayLoadBalancer", "unknown")
    return VpcEndpoint(
        **_identity("vpc_endpoint", item, "VpcEndpointId", lives)._asdict(),
        service=text_field(item, "ServiceName") or lattice_arn,
        type=type_,
        state=text_field(item, "State") or "unknown",
        table_ids=table_ids,
        subnet_ids=subnet_ids,
        group_ids=member_texts(item, "Groups", "GroupId"),
        private_dns_enabled=bool(item.get("PrivateDnsEnabled")),
        created_at=_seconds(item.get("CreationTimestamp")),
        missing_fields=absent_fields(item, "VpcEndpointType", "State", *(("ServiceName",) if needs_service else ())),
    )


def _interface(item: Item) -> NetworkInterface:
    lacks_group_id = any(not text_field(group, "GroupId") for group in structure_list(item, "Groups"))
    # cidr() reads an address as a block of one.
    addresses = structure_list(item, "PrivateIpAddresses")
    private_ips = sorted(cidr_field(address, "PrivateIpAddress") for address in addresses)
    ipv6 = sorted(cidr_field(address, "Ipv6Address") for address in structure_list(item, "Ipv6Addresses"))
    public_ip = text_field(structure_field(item, "Association"), "PublicIp")
    public_ips = {text_field(structure_field(address, "Association"), "PublicIp") for address in addresses}
    return NetworkInterface(
        id=item["NetworkInterfaceId"],
        name=text_field(item, "Description"),
        subnet_id=text_field(item, "SubnetId"),
        private_ips=tuple(ip for ip in (*private_ips, *ipv6) if ip),
        public_ip=public_ip,
        more_public_ips=tuple(sorted(public_ips - {"", public_ip})),
        group_ids=member_texts(item, "Groups", "GroupId"),
        type=text_field(item, "InterfaceType") or "interface",
        missing_fields=(*absent_fields(item, "SubnetId", "Groups"), *(("GroupId",) if lacks_group_id else ())),
    )
