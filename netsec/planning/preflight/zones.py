"""Local and Wavelength Zones: left out unless named, and then only with an Elastic IP of their border group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from netsec.model import Change, Config, Reason, reason
from netsec.model.response_fields import text_field
from netsec.planning.observation import Observation
from netsec.planning.preflight.findings import PreflightFindings
from netsec.planning.zone_types import AVAILABILITY_ZONE, zone_type, zone_type_queries


def check_zone_types(config: Config, observation: Observation, makes: Sequence[Change]) -> PreflightFindings:
    """Problems and warnings of such zones; the query for their types if a name does not tell."""
    existing = {text_field(subnet, "AvailabilityZone") for subnet in observation.answers.of("describe_subnets")} - {""}
    names = sorted(existing | _named(config))
    other_zones = [name for name in names if zone_type(name, observation.answers) != AVAILABILITY_ZONE]
    served = config.enable_nat_gateway or bool(config.network_acls) or bool(config.endpoints)
    left_out = [
        name
        for name in other_zones
        if name in existing and name not in {zone.name for zone in observation.network.zones}
    ]
    zones = [(name, zone_type(name, observation.answers)) for name in left_out]
    return PreflightFindings(
        problems=tuple(_refused(config, observation, other_zones)) if config.enable_nat_gateway else (),
        warnings=(reason("zones_left_out", zones=zones),) if zones and served and not config.availability_zones else (),
        followup_queries=zone_type_queries(names),
    )


def _named(config: Config) -> set[str]:
    return {*config.availability_zones, *config.vpc.public_subnets, *config.nat.eips, config.nat.zone} - {""}


def _refused(config: Config, observation: Observation, other_zones: list[str]) -> Iterator[Reason]:
    """A problem for each such zone that would get a NAT gateway without an Elastic IP named for it.

    Whether that is of the zone's border group is checked with all Elastic IPs in the config.
    """
    per_az = config.availability_zones if config.nat.topology == "per_az" else ()
    wanted = {*per_az, *config.vpc.public_subnets, *config.nat.eips, config.nat.zone}
    for name in other_zones:
        if name in wanted and name not in config.nat.eips:
            yield reason("zone_not_for_nat", zone=name, type=zone_type(name, observation.answers))
