"""Zones that are no availability zones: left out unless named, and then only for an address of their border group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from netsec.model import Change, Config, Reason, reason
from netsec.model.answer import text
from netsec.planning.observe import Observation
from netsec.planning.preflight.findings import Findings
from netsec.planning.zones import ORDINARY, sort_of, zone_queries


def check(config: Config, seen: Observation, makes: Sequence[Change]) -> Findings:
    """What is said of them; what sort they are is asked on the side, where a name leaves it open."""
    found = {text(each, "AvailabilityZone") for each in seen.answers.of("describe_subnets")} - {""}
    names = sorted(found | _named(config))
    odd = [name for name in names if sort_of(name, seen.answers) != ORDINARY]
    served = config.enable_nat_gateway or bool(config.network_acls) or bool(config.endpoints)
    left = [name for name in odd if name in found and name not in {zone.name for zone in seen.network.zones}]
    told = [(name, sort_of(name, seen.answers)) for name in left]
    return Findings(
        problems=tuple(_refused(config, seen, odd)) if config.enable_nat_gateway else (),
        warnings=(reason("zones_left_out", zones=told),) if told and served and not config.availability_zones else (),
        asks=zone_queries(names),
    )


def _named(config: Config) -> set[str]:
    return {*config.availability_zones, *config.vpc.public_subnets, *config.nat.eips, config.nat.zone} - {""}


def _refused(config: Config, seen: Observation, odd: list[str]) -> Iterator[Reason]:
    """Where a NAT gateway would stand in one without an address that was brought for it.

    Whether that one is of the zone's border group is looked at with all that were brought.
    """
    per_az = config.availability_zones if config.nat.topology == "per_az" else ()
    wanted = {*per_az, *config.vpc.public_subnets, *config.nat.eips, config.nat.zone}
    for name in odd:
        if name in wanted and name not in config.nat.eips:
            yield reason("zone_not_for_nat", zone=name, type=sort_of(name, seen.answers))
