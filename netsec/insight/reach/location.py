"""A place where packets begin or end, one for each IP version: an interface, anywhere in a subnet, outside the VPC."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from netsec.insight.intervals import EMPTY, IntervalSet, address_interval, address_intervals
from netsec.insight.reach.address_space import FAMILIES, UNIQUE_LOCAL
from netsec.insight.snapshot import NetworkInterface, Subnet, VpcEndpoint, VpcSnapshot


@dataclass(frozen=True, kw_only=True)
class Location:
    """Where packets begin or end; without a `subnet`, outside the VPC.

    `addresses`: of IP version `family`, as integers. `group_ids`: its groups; None if groups don't apply, so that none
    stops it. `has_public_ip`: it has a public address of its own; `public_addresses`: those that are known.
    `is_public_side`: it was asked for by its public address, which is another destination than its private one.
    `is_unfiltered`: neither groups nor ACLs apply. `gateway_endpoint`: the one that leads to it. `is_assumed`: nothing
    runs there yet. `missing_fields`: what AWS's answer about it lacks.
    """

    label: str
    addresses: IntervalSet
    family: int = 4
    subnet: Subnet | None = None
    group_ids: tuple[str, ...] | None = None
    has_public_ip: bool = False
    public_addresses: IntervalSet = EMPTY
    is_public_side: bool = False
    is_unfiltered: bool = False
    gateway_endpoint: VpcEndpoint | None = None
    is_assumed: bool = False
    missing_fields: tuple[str, ...] = ()


def outside(label: str, addresses: IntervalSet, family: int) -> Location:
    """A place outside the VPC."""
    return Location(label=label, addresses=addresses, family=family)


def in_subnet(subnet: Subnet, label: str) -> list[Location]:
    """Anywhere in the subnet, by IPv4, IPv6 or both; with a public IPv4 address if the subnet is public."""
    places = []
    missing = tuple(field for field in subnet.missing_fields if field == "CidrBlock")
    if subnet.cidr or missing or not subnet.ipv6_cidr:
        places.append(
            Location(
                label=label,
                addresses=subnet_addresses(subnet, 4),
                subnet=subnet,
                has_public_ip=bool(subnet.is_public),
                is_assumed=True,
                missing_fields=missing if subnet.is_public is not None else (*missing, "RouteTableId"),
            )
        )
    if subnet.ipv6_cidr:
        addresses = subnet_addresses(subnet, 6)
        places.append(
            Location(
                label=label,
                addresses=addresses,
                family=6,
                subnet=subnet,
                has_public_ip=bool(addresses - UNIQUE_LOCAL),
                is_assumed=True,
            )
        )
    return places


def subnet_addresses(subnet: Subnet, family: int) -> IntervalSet:
    """The subnet's addresses of one IP version."""
    block = subnet.cidr if family == 4 else subnet.ipv6_cidr
    return address_intervals(block, family=family) if block else IntervalSet()


def at_interface(vpc: VpcSnapshot, interface: NetworkInterface) -> list[Location]:
    """Where an interface is, with its groups: by IPv4, IPv6 or both."""
    subnet = vpc.subnets.get(interface.subnet_id)
    missing = {*interface.missing_fields} | (set() if subnet else {"SubnetId"})
    base = Location(
        label=interface.name or interface.id,
        addresses=IntervalSet(),
        subnet=subnet,
        group_ids=interface.group_ids,
        missing_fields=tuple(sorted(missing)),
    )
    by_family = {
        family: _union(ip for ip in interface.private_ips if (":" in ip) == (family == 6)) for family in FAMILIES
    }
    public = _union(ip for ip in (interface.public_ip, *interface.more_public_ips) if ip)
    places = []
    if by_family[4] or not by_family[6]:
        lacking = set() if by_family[4] else {"PrivateIpAddress"}
        places.append(
            replace(
                base,
                addresses=by_family[4],
                has_public_ip=bool(public),
                public_addresses=public,
                missing_fields=tuple(sorted(missing | lacking)),
            )
        )
    if by_family[6]:
        own = by_family[6] - UNIQUE_LOCAL
        places.append(replace(base, family=6, addresses=by_family[6], has_public_ip=bool(own), public_addresses=own))
    return places


def _union(addresses: Iterable[str]) -> IntervalSet:
    """These addresses as a set; each may be written as a block of one."""
    numbers = IntervalSet()
    for address in addresses:
        numbers |= address_interval(address.partition("/")[0])
    return numbers


def merged(places: Iterable[Location]) -> list[Location]:
    """Places that every filter treats alike, for they share subnet, groups and public side, made one."""
    by_key: dict[object, Location] = {}
    for place in places:
        key = (place.family, place.subnet, place.group_ids, place.has_public_ip, place.missing_fields)
        same = by_key.get(key)
        by_key[key] = (
            replace(
                same,
                addresses=same.addresses | place.addresses,
                public_addresses=same.public_addresses | place.public_addresses,
            )
            if same
            else place
        )
    return list(by_key.values())
