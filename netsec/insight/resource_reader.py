"""Reads NAT gateways, Elastic IPs, endpoints and network interfaces off AWS's answers, and whose a resource is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from netsec.insight.snapshot import ElasticIp, NatGateway, NetworkInterface, VpcEndpoint
from netsec.kinds.nat_gateway.reading import KNOWN_STATES
from netsec.model import KEEP_TAG, Address, Answers, Live, tag_map
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

Item = Mapping[str, Any]
LivesById = Mapping[tuple[str, str], Live]
ENDED_STATES = frozenset({"deleted", "failed"})


class Identity(NamedTuple):
    """What `Resource` holds of every resource."""

    id: str
    name: str
    address: Address | None
    is_owned: bool
    is_recorded: bool


def read_identity(kind: str, item: Item, field: str, lives: LivesById) -> Identity:
    """Whose an item is, as its kind reads it; `field` holds its id. `name` is its Name tag."""
    live, name = lives.get((kind, item[field])), tag_map(item).get("Name", "")
    if live is None or not live.is_owned or live.address is None:
        return Identity(item[field], name, None, is_owned=False, is_recorded=bool(live and live.is_recorded))
    return Identity(live.id, name, live.address, is_owned=True, is_recorded=False)


def read_gateways(answers: Answers, vpc_id: str, lives: LivesById) -> Iterable[NatGateway]:
    """The NAT gateways of the VPC that are not deleted and did not fail."""
    for item in answers.of("describe_nat_gateways"):
        if text_field(item, "VpcId") in ("", vpc_id) and text_field(item, "State") not in ENDED_STATES:
            public_ips = member_texts(item, "NatGatewayAddresses", "PublicIp")
            yield NatGateway(
                **read_identity("nat_gateway", item, "NatGatewayId", lives)._asdict(),
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


def read_addresses(answers: Answers, lives: LivesById) -> Iterable[ElasticIp]:
    """The account's Elastic IP addresses in the region."""
    for item in answers.of("describe_addresses"):
        holder = item.get("NetworkInterfaceId") or item.get("InstanceId") or item.get("AssociationId")
        yield ElasticIp(
            **read_identity("elastic_ip", item, "AllocationId", lives)._asdict(),
            public_ip=text_field(item, "PublicIp"),
            attached_to=str(holder or ""),
            is_kept=KEEP_TAG in tag_map(item),
            service_managed=text_field(item, "ServiceManaged"),
        )


def read_endpoint(item: Item, lives: LivesById) -> VpcEndpoint:
    """An endpoint to a resource or service network of VPC Lattice has no ServiceName, but the ARN of its target."""
    table_ids, subnet_ids = text_list(item, "RouteTableIds"), text_list(item, "SubnetIds")
    lattice_arn = text_field(item, "ResourceConfigurationArn") or text_field(item, "ServiceNetworkArn")
    type_ = text_field(item, "VpcEndpointType") or (
        "Interface" if subnet_ids else "Gateway" if table_ids else "unknown"
    )
    needs_service = type_ in ("Gateway", "Interface", "GatewayLoadBalancer", "unknown")
    return VpcEndpoint(
        **read_identity("vpc_endpoint", item, "VpcEndpointId", lives)._asdict(),
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


def read_interface(item: Item) -> NetworkInterface:
    """A network interface, with the IPv4 and IPv6 addresses and the groups it has."""
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
