"""The VPC as found (netsec does not manage it): zones, subnets, route tables; and which zones get NAT gateways."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from netsec.model.config import Config
from netsec.model.quota import AccountLimits
from netsec.reason import Reason

# The region at the start of a zone's name (ap-northeast-1 in ap-northeast-1a).
REGION_PREFIX = re.compile(r"^[a-z]+(?:-[a-z]+)+-\d+")


@dataclass(frozen=True, kw_only=True)
class Zone:
    """One zone of the VPC.

    `public_subnet`: id of the subnet for its NAT gateway, "" if there is none; `private_tables`: ids of the route
    tables that get a default route; `public_subnets` and `private_subnets`: ids, sorted.
    """

    name: str
    nat_subnet: str
    private_route_tables: tuple[str, ...]
    public_subnets: tuple[str, ...]
    private_subnets: tuple[str, ...]

    @property
    def name_suffix(self) -> str:
        """The part of the zone's name after its region, for the Name tags: ap-northeast-1a → a.

        For a Local Zone or Wavelength Zone that is more than a letter: us-west-2-lax-1a → lax-1a.
        """
        return REGION_PREFIX.sub("", self.name, count=1).removeprefix("-") or self.name


@dataclass(frozen=True, kw_only=True)
class Network:
    """The VPC as found; `problems` are what the config needs and what is missing or ambiguous.

    `cidr` is the primary IPv4 block; `account` the caller's account number ("" if not known); `limits` the account's
    quotas as far as they were asked for.
    """

    vpc_id: str
    cidr: str
    secondary_cidrs: tuple[str, ...] = ()
    has_ipv6: bool = False
    zones: tuple[Zone, ...] = ()
    problems: tuple[Reason, ...] = ()
    account: str = ""
    limits: AccountLimits = field(default_factory=AccountLimits)


def nat_zones(config: Config, network: Network) -> tuple[Zone, ...]:
    """The zones that get a NAT gateway: none (switched off), all with a public subnet, or the single one."""
    if not config.enable_nat_gateway:
        return ()
    candidates = tuple(zone for zone in network.zones if zone.nat_subnet)
    if config.nat.topology == "per_az":
        return candidates
    named = tuple(zone for zone in candidates if zone.name == config.nat.zone)
    return named if config.nat.zone else candidates[:1]


def egress_zone(config: Config, network: Network, zone: Zone) -> Zone | None:
    """The zone whose NAT gateway serves the private tables of `zone`: its own or the single one; None without any."""
    with_gateway = nat_zones(config, network)
    if config.nat.topology == "single":
        return with_gateway[0] if with_gateway else None
    return zone if zone in with_gateway else None
