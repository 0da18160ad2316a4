"""What FROM and TO may name, and where that is: a group, subnet, zone, address, endpoint, or the internet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TypeVar

from netsec.insight.intervals import SERVICE_NUMBER, IntervalSet, address_intervals
from netsec.insight.reach.address_space import FAMILIES, INTERNET, NAT64, is_unfiltered, vpc_addresses
from netsec.insight.reach.location import Location, at_interface, in_subnet, merged, outside, subnet_addresses
from netsec.insight.snapshot import NetworkInterface, SecurityGroup, Subnet, VpcEndpoint, VpcSnapshot
from netsec.model import Reason, reason

INTERNET_NAME = "internet"
# States of an endpoint in which it carries nothing (EC2 API reference, VpcEndpoint).
UNUSABLE_STATES = frozenset({"pendingacceptance", "deleting", "deleted", "rejected", "failed", "expired"})
Named = TypeVar("Named", SecurityGroup, Subnet)


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
        beyond = {4: INTERNET[4], 6: INTERNET[6] | NAT64}
        return tuple(outside(name, beyond[family] - vpc_addresses(vpc, family), family) for family in FAMILIES)
    block = _block(name)
    if block is not None:
        return tuple(_in_block(vpc, block, name))
    named = {
        **{group.id: tuple(_in_group(vpc, group)) for group in _called(vpc.groups.values(), name)},
        **{subnet.id: tuple(in_subnet(subnet, name)) for subnet in _called(vpc.subnets.values(), name)},
        **{each.id: tuple(_behind(vpc, each, name)) for each in vpc.endpoints.values() if _is_called(each, name)},
    }
    if name in vpc.zones:
        subnets = (subnet for subnet in vpc.subnets.values() if subnet.zone == name)
        named[name] = tuple(place for subnet in subnets for place in in_subnet(subnet, subnet.label))
    if len(named) > 1:
        return reason("place_ambiguous", name=name, found=sorted(named))
    unknown = reason("place_unknown", name=name, near=_similar(vpc, name))
    return next(iter(named.values()), unknown)


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


def _block(name: str) -> IPv4Network | IPv6Network | None:
    """The address or block; None for other text."""
    try:
        return ip_network(name, strict=False)
    except ValueError:
        return None


def _in_block(vpc: VpcSnapshot, block: IPv4Network | IPv6Network, name: str) -> Iterator[Location]:
    """The interface that has the address; else the parts of the block in each subnet, and what is outside the VPC."""
    family = block.version
    wanted = address_intervals(str(block), family=family) & IntervalSet.of(0, 2**block.max_prefixlen - 1)
    if is_unfiltered(vpc, block):
        yield Location(label=name, addresses=wanted, family=family, is_unfiltered=True)
        return
    for interface in vpc.interfaces.values() if block.num_addresses == 1 else ():
        place = _with_address(vpc, interface, wanted, family)
        if place:
            yield replace(place, label=name)
            return
    in_subnets = IntervalSet()
    for subnet in vpc.subnets.values():
        inside = wanted & subnet_addresses(subnet, family)
        if inside:
            yield from (replace(p, addresses=inside) for p in in_subnet(subnet, name) if p.family == family)
            in_subnets |= inside
    beyond = wanted - in_subnets - vpc_addresses(vpc, family)
    if beyond:
        yield outside(name, beyond, family)


def _with_address(vpc: VpcSnapshot, interface: NetworkInterface, wanted: IntervalSet, family: int) -> Location | None:
    """The interface by this one address of its own: by its private side, or by its public one; None if it is not."""
    for place in at_interface(vpc, interface):
        if place.family != family:
            continue
        if wanted & place.addresses:
            return replace(place, addresses=wanted)
        if wanted & place.public_addresses:
            return replace(place, public_addresses=wanted, is_public_side=True)
    return None


def _in_group(vpc: VpcSnapshot, group: SecurityGroup) -> Iterable[Location]:
    """Where the group's interfaces are; if it has none yet, anywhere in the subnets where they would be."""
    interfaces = [each for each in vpc.interfaces.values() if group.id in each.group_ids]
    # An interface whose groups AWS left out of its answer may be in this one.
    interfaces += [each for each in vpc.interfaces.values() if {"Groups", "GroupId"} & set(each.missing_fields)]
    if interfaces:
        return merged(replace(place, label=group.label) for each in interfaces for place in at_interface(vpc, each))
    subnets = _likely_subnets(vpc, group)
    places = (place for subnet in subnets for place in in_subnet(subnet, group.label))
    return [replace(place, group_ids=(group.id,)) for place in places]


def _likely_subnets(vpc: VpcSnapshot, group: SecurityGroup) -> list[Subnet]:
    """Where members of a group without any would be: public subnets for a load balancer, else the others.

    A load balancer's group lets the internet in and no other group: one that does both is behind the load balancer.
    """
    rules = [rule for rule in group.ingress if not rule.missing_fields]
    for_internet = any(
        rule.peer_type in ("cidr_ipv4", "cidr_ipv6")
        and address_intervals(str(rule.peer), family=family) & INTERNET[family]
        for rule in rules
        for family in FAMILIES
    )
    for_groups = any(rule.peer_type == "group" and rule.peer != group.id for rule in rules)
    is_public = for_internet and not for_groups
    likely = [subnet for subnet in vpc.subnets.values() if subnet.is_public in (is_public, None)]
    return likely or list(vpc.subnets.values())


def _behind(vpc: VpcSnapshot, endpoint: VpcEndpoint, name: str) -> Iterator[Location]:
    """A gateway endpoint's service; an interface endpoint's interfaces, one in each of its subnets.

    One that is ending, or not accepted yet, is nowhere; nor is a Gateway Load Balancer endpoint an address to call.
    """
    if endpoint.state.lower() in UNUSABLE_STATES or endpoint.type == "GatewayLoadBalancer":
        return
    if endpoint.type == "Gateway":
        yield Location(label=name, addresses=IntervalSet.of(SERVICE_NUMBER), gateway_endpoint=endpoint)
    for subnet_id in endpoint.subnet_ids:
        for place in in_subnet(vpc.subnets[subnet_id], name) if subnet_id in vpc.subnets else ():
            if place.family == 4:
                yield replace(place, group_ids=endpoint.group_ids, has_public_ip=False, is_assumed=False)
