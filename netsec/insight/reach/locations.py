"""What FROM and TO may name, and where that is: a group, subnet, zone, address, endpoint, or the internet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from ipaddress import IPv4Network, ip_network
from typing import TypeVar

from netsec.insight.intervals import (
    INTERNET_ADDRESSES,
    SERVICE_NUMBER,
    IntervalSet,
    address_interval,
    address_intervals,
)
from netsec.insight.snapshot import NetworkInterface, SecurityGroup, Subnet, VpcEndpoint, VpcSnapshot
from netsec.model import Reason, reason

INTERNET_NAME = "internet"
Named = TypeVar("Named", SecurityGroup, Subnet)


@dataclass(frozen=True, kw_only=True)
class Location:
    """Where packets begin or end; without a `subnet`, outside the VPC.

    `addresses`: IPv4, as integers. `groups`: ids of its groups; None if groups don't apply, so that none stops it.
    `public`: it has a public address of its own. `service`: the gateway endpoint that leads to it. `is_assumed`:
    nothing runs there yet. `unclear`: the fields that AWS's answer about it lacks.
    """

    label: str
    addresses: IntervalSet
    subnet: Subnet | None = None
    group_ids: tuple[str, ...] | None = None
    has_public_ip: bool = False
    gateway_endpoint: VpcEndpoint | None = None
    is_assumed: bool = False
    missing_fields: tuple[str, ...] = ()


def known_names(vpc: VpcSnapshot) -> tuple[str, ...]:
    """Every name that can be asked about, sorted, without ids: groups, subnets, services of endpoints, zones."""
    resources = (*vpc.groups.values(), *vpc.subnets.values())
    names = {each.name for each in resources} | {short_service_name(endpoint) for endpoint in vpc.endpoints.values()}
    return tuple(sorted({*names, *vpc.zones, INTERNET_NAME} - {""}))


def short_service_name(endpoint: VpcEndpoint) -> str:
    """`ecr.api` for com.amazonaws.ap-northeast-1.ecr.api; a service name of another form as it is."""
    return endpoint.service.split(".", 3)[-1] if endpoint.service.count(".") > 2 else endpoint.service


def find_locations(vpc: VpcSnapshot, name: str) -> tuple[Location, ...] | Reason:
    """Where `name` is: an id, a name, an address, a CIDR block or "internet"; a Reason if it names no one thing."""
    if name == INTERNET_NAME:
        return (Location(label=name, addresses=INTERNET_ADDRESSES - address_intervals(*vpc.cidrs)),)
    block = _block(name)
    if block is not None:
        return tuple(_in_block(vpc, block, name))
    if (":" in name and "/" in name) or name.count(":") > 1:
        return reason("only_ipv4", name=name)
    named = {
        **{group.id: tuple(_in_group(vpc, group)) for group in _called(vpc.groups.values(), name)},
        **{subnet.id: (_in_subnet(subnet, name),) for subnet in _called(vpc.subnets.values(), name)},
        **{each.id: tuple(_behind(vpc, each, name)) for each in vpc.endpoints.values() if _is_called(each, name)},
    }
    if name in vpc.zones:
        subnets = (subnet for subnet in vpc.subnets.values() if subnet.zone == name)
        named[name] = tuple(_in_subnet(subnet, subnet.label) for subnet in subnets)
    if len(named) > 1:
        return reason("place_ambiguous", name=name, found=sorted(named))
    return next(iter(named.values()), None) or reason("place_unknown", name=name, near=_similar(vpc, name))


def _similar(vpc: VpcSnapshot, name: str) -> tuple[str, ...]:
    """Up to three names like it, else the first twelve there are."""
    import difflib

    names = known_names(vpc)
    close = difflib.get_close_matches(name, names, 3, 0.5)
    return tuple(close or names[:12])


def _called(resources: Iterable[Named], name: str) -> list[Named]:
    """The groups or subnets of this id or name; this stack's alone if it has one."""
    matching = [each for each in resources if name in _names(each)]
    return [each for each in matching if each.is_owned] or matching


def _names(resource: SecurityGroup | Subnet) -> tuple[str, ...]:
    """What it can be called; a group has two names: its key in netsec.toml (or Name tag), and its GroupName."""
    own = (resource.id, resource.name)
    return (*own, resource.group_name) if isinstance(resource, SecurityGroup) else own


def _is_called(endpoint: VpcEndpoint, name: str) -> bool:
    """Whether the endpoint has this id or name, or leads to the service of this name."""
    return name in (endpoint.id, endpoint.name, endpoint.service, short_service_name(endpoint))


def _block(name: str) -> IPv4Network | None:
    """The IPv4 address or block; None for other text."""
    try:
        network = ip_network(name, strict=False)
    except ValueError:
        return None
    return network if isinstance(network, IPv4Network) else None


def _in_block(vpc: VpcSnapshot, block: IPv4Network, name: str) -> Iterator[Location]:
    """The interface that has the address; else the parts of the block in each subnet, and what is outside the VPC."""
    wanted, is_one_address = address_intervals(str(block)), block.prefixlen == 32
    for interface in vpc.interfaces.values() if is_one_address else ():
        if str(block.network_address) in (*interface.private_ips, interface.public_ip):
            yield replace(_at_interface(vpc, interface), label=name)
            return
    in_subnets = IntervalSet()
    for subnet in vpc.subnets.values():
        inside = wanted & _addresses(subnet)
        if inside:
            yield replace(_in_subnet(subnet, name), addresses=inside)
            in_subnets |= inside
    outside = wanted - in_subnets - address_intervals(*vpc.cidrs)
    if outside:
        yield Location(label=name, addresses=outside)


def _in_subnet(subnet: Subnet, label: str) -> Location:
    """Anywhere in the subnet, with a public address if the subnet is public."""
    missing = tuple(field for field in subnet.missing_fields if field == "CidrBlock")
    return Location(
        label=label,
        addresses=_addresses(subnet),
        subnet=subnet,
        has_public_ip=bool(subnet.is_public),
        is_assumed=True,
        missing_fields=missing if subnet.is_public is not None else (*missing, "RouteTableId"),
    )


def _addresses(subnet: Subnet) -> IntervalSet:
    """The subnet's IPv4 addresses; an IPv6-only one has none."""
    return address_intervals(subnet.cidr) if subnet.cidr else IntervalSet()


def _at_interface(vpc: VpcSnapshot, interface: NetworkInterface) -> Location:
    """Where an interface is, with its groups."""
    addresses = IntervalSet()
    for ip in interface.private_ips:
        addresses |= address_interval(ip) if ":" not in ip else IntervalSet()
    missing = {*interface.missing_fields}
    missing |= set() if addresses else {"PrivateIpAddress"}
    missing |= set() if interface.subnet_id in vpc.subnets else {"SubnetId"}
    return Location(
        label=interface.name or interface.id,
        addresses=addresses,
        subnet=vpc.subnets.get(interface.subnet_id),
        group_ids=interface.group_ids,
        has_public_ip=bool(interface.public_ip),
        missing_fields=tuple(sorted(missing)),
    )


def _in_group(vpc: VpcSnapshot, group: SecurityGroup) -> Iterable[Location]:
    """Where the group's interfaces are; if it has none yet, anywhere in the subnets where they would be."""
    interfaces = [each for each in vpc.interfaces.values() if group.id in each.group_ids]
    # An interface whose groups AWS left out of its answer may be in this one.
    interfaces += [each for each in vpc.interfaces.values() if {"Groups", "GroupId"} & set(each.missing_fields)]
    if interfaces:
        return _merged(replace(_at_interface(vpc, each), label=group.label) for each in interfaces)
    subnets = _likely_subnets(vpc, group)
    return [replace(_in_subnet(subnet, group.label), group_ids=(group.id,)) for subnet in subnets]


def _likely_subnets(vpc: VpcSnapshot, group: SecurityGroup) -> list[Subnet]:
    """Where members of a group without any would be: public subnets for a load balancer, else the others.

    A load balancer's group lets the internet in and no other group: one that does both is behind the load balancer.
    """
    rules = [rule for rule in group.ingress if not rule.missing_fields]
    for_internet = any(
        rule.peer_type == "cidr_ipv4" and address_intervals(str(rule.peer)) & INTERNET_ADDRESSES for rule in rules
    )
    for_groups = any(rule.peer_type == "group" and rule.peer != group.id for rule in rules)
    is_public = for_internet and not for_groups
    likely = [subnet for subnet in vpc.subnets.values() if subnet.is_public in (is_public, None)]
    return likely or list(vpc.subnets.values())


def _merged(places: Iterable[Location]) -> Iterable[Location]:
    """Places that every filter treats alike, for they share subnet, groups and public address, made one."""
    merged: dict[object, Location] = {}
    for place in places:
        key = (place.subnet, place.group_ids, place.has_public_ip, place.missing_fields)
        same = merged.get(key)
        merged[key] = replace(same, addresses=same.addresses | place.addresses) if same else place
    return merged.values()


def _behind(vpc: VpcSnapshot, endpoint: VpcEndpoint, name: str) -> Iterator[Location]:
    """A gateway endpoint's service; an interface endpoint's interfaces, one in each of its subnets."""
    if endpoint.type == "Gateway":
        yield Location(label=name, addresses=IntervalSet.of(SERVICE_NUMBER), gateway_endpoint=endpoint)
    for subnet_id in endpoint.subnet_ids:
        if subnet := vpc.subnets.get(subnet_id):
            place = _in_subnet(subnet, name)
            yield replace(place, group_ids=endpoint.group_ids, has_public_ip=False, is_assumed=False)
