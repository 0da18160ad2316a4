"""Which addresses the internet routes, and which ones answer inside every subnet, past groups and ACLs."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network

from netsec.insight.intervals import (
    SERVICE_NUMBER,
    SPECIAL_PURPOSE_BLOCKS,
    IntervalSet,
    address_intervals,
)
from netsec.insight.snapshot import VpcSnapshot

FAMILIES = (4, 6)
# IANA IPv4 Special-Purpose Address Registry: beside private and reserved blocks, those for protocols, documentation
# (RFC 5737) and benchmarks are not routed on the internet either.
_NOT_ROUTED_IPV4 = (
    *SPECIAL_PURPOSE_BLOCKS, "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
)  # fmt: skip
# IANA IPv6 Global Unicast Address Assignments, without documentation (RFC 3849, RFC 9637) and benchmarks (RFC 5180).
_NOT_ROUTED_IPV6 = ("2001:db8::/32", "3fff::/20", "2001:2::/48")
# RFC 4193: unique local addresses, which no internet gateway carries.
UNIQUE_LOCAL = address_intervals("fc00::/7", family=6)
# RFC 6052: IPv4 addresses as IPv6 ones, for NAT gateways to translate (VPC user guide, "DNS64 and NAT64").
NAT64 = address_intervals("64:ff9b::/96", family=6)
INTERNET = {
    4: address_intervals("0.0.0.0/0") & IntervalSet.of(0, 2**32 - 1) - address_intervals(*_NOT_ROUTED_IPV4),
    6: address_intervals("2000::/3", family=6) - address_intervals(*_NOT_ROUTED_IPV6, family=6),
}
# VPC Lattice (its user guide, "How VPC Lattice works"): link-local, but with groups and services behind it.
LATTICE = {
    4: address_intervals("169.254.171.0/24"),
    6: address_intervals("fd00:ec2:80::/64", family=6),
}
# EC2 and VPC user guides: DNS ("Amazon DNS server"), instance metadata, time, licences of Windows, credentials of ECS
# tasks and EKS pods. "Control traffic to subnets using network ACLs" and "Security group basics" list them.
_UNFILTERED = frozenset(
    {
        "169.254.169.253", "169.254.169.254", "169.254.169.123", "169.254.169.250", "169.254.169.251",
        "169.254.170.2", "169.254.170.23",
        "fd00:ec2::253", "fd00:ec2::254", "fd00:ec2::123", "fd00:ec2::23", "fd00:ec2::250", "fd00:ec2::251",
    }
)  # fmt: skip


def internet_addresses(family: int) -> IntervalSet:
    """What an internet gateway carries to and from the internet, with the number of services behind endpoints."""
    return INTERNET[family] | IntervalSet.of(SERVICE_NUMBER) if family == 4 else INTERNET[family]


def vpc_addresses(vpc: VpcSnapshot, family: int) -> IntervalSet:
    """The addresses of the VPC's blocks."""
    return address_intervals(*vpc.cidrs, family=family)


def is_unfiltered(vpc: VpcSnapshot, block: IPv4Network | IPv6Network) -> bool:
    """Whether this one address is of the resolver, metadata, time and so on, which groups and ACLs do not filter.

    The resolver also answers at the base of the VPC's primary block plus two.
    """
    resolvers = {ip_network(cidr, strict=False).network_address + 2 for cidr in vpc.cidrs[:1] if ":" not in cidr}
    address = block.network_address
    return block.num_addresses == 1 and (str(address) in _UNFILTERED or address in resolvers)


def as_cidrs(addresses: IntervalSet, family: int) -> str:
    """The addresses as CIDR blocks: `10.0.0.0/25, 10.0.1.0/24`."""
    from ipaddress import IPv4Address, IPv6Address, summarize_address_range

    blocks: list[str] = []
    for first, last in addresses.intervals:
        if family == 4:
            blocks += map(str, summarize_address_range(IPv4Address(first), IPv4Address(min(last, 2**32 - 1))))
        else:
            blocks += map(str, summarize_address_range(IPv6Address(first), IPv6Address(last)))
    return ", ".join(blocks)
