"""What was found of the VPC that netsec works in but does not own: zones, subnets, route tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from netsec.model.config import Config
from netsec.model.quota import Limits
from netsec.reason import Reason

# The region at the beginning of a zone's name.
REGION = re.compile(r"^[a-z]+(?:-[a-z]+)+-\d+")


@dataclass(frozen=True, kw_only=True)
class Zone:
    """One availability zone: the subnet a NAT gateway goes to, the private tables that want a route, the subnets."""

    name: str
    public_subnet: str
    private_tables: tuple[str, ...]
    public_subnets: tuple[str, ...]
    private_subnets: tuple[str, ...]

    @property
    def letter(self) -> str:
        """What of the zone stands in names: its letter, as in the hands-on (ap-northeast-1a → a).

        Local Zones and Wavelength Zones are called more than that behind their region (us-west-2-lax-1a → lax-1a).
        """
        return REGION.sub("", self.name, count=1).removeprefix("-") or self.name


@dataclass(frozen=True, kw_only=True)
class Network:
    """The VPC as found; `problems` says what is wanted and could not be found or told apart.

    `account` is who asks; `limits` what is known of its quotas by now.
    """

    vpc_id: str
    cidr: str
    secondary_cidrs: tuple[str, ...] = ()
    has_ipv6: bool = False
    zones: tuple[Zone, ...] = ()
    problems: tuple[Reason, ...] = ()
    account: str = ""
    limits: Limits = field(default_factory=Limits)


def nat_zones(config: Config, network: Network) -> tuple[Zone, ...]:
    """The zones in which a NAT gateway is wanted: none, all, or the single one."""
    if not config.enable_nat_gateway:
        return ()
    able = tuple(zone for zone in network.zones if zone.public_subnet)
    if config.nat.topology == "per_az":
        return able
    named = tuple(zone for zone in able if zone.name == config.nat.zone)
    return named if config.nat.zone else able[:1]


def way_out(config: Config, network: Network, zone: Zone) -> Zone | None:
    """The zone whose NAT gateway serves the private tables of `zone`: its own, or the single one."""
    gateways = nat_zones(config, network)
    if config.nat.topology == "single":
        return gateways[0] if gateways else None
    return zone if zone in gateways else None
