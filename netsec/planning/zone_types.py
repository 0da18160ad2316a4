"""Types of zones: availability zones, and the Local Zones and Wavelength Zones of a region.

DescribeAvailabilityZones reports ZoneType and NetworkBorderGroup of each. The name of an availability zone is its
region and a letter, other zones' names are longer (EC2 user guide, Regions and Zones), so most networks need no query.
An Elastic IP and the NAT gateway that uses it must be of one border group (EC2 API reference, CreateNatGateway).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from netsec.messages import Message, message
from netsec.model import Answers, Query
from netsec.model.network import REGION_PREFIX
from netsec.model.response_fields import text_field

ZONES_QUERY = Query(
    "describe_availability_zones", "AvailabilityZones", params=(("AllAvailabilityZones", True),), optional=True
)
AVAILABILITY_ZONE = "availability-zone"
AVAILABILITY_ZONE_NAME = re.compile(f"{REGION_PREFIX.pattern}[a-z]")


def has_availability_zone_name(name: str) -> bool:
    """Whether the zone's name is that of an availability zone: its region and a letter."""
    return bool(AVAILABILITY_ZONE_NAME.fullmatch(name))


def zone_type_queries(names: Iterable[str]) -> tuple[Query, ...]:
    """The query for the zones' types; () if all names are those of availability zones."""
    return () if all(has_availability_zone_name(name) for name in names if name) else (ZONES_QUERY,)


def zone_type(name: str, answers: Answers) -> str | Message:
    """The zone's ZoneType; without an answer, what its name says."""
    by_name = AVAILABILITY_ZONE if has_availability_zone_name(name) else message("problem.no_availability_zone")
    return _field_of_zone(name, "ZoneType", answers) or by_name


def network_border_group(name: str, answers: Answers) -> str:
    """The zone's NetworkBorderGroup; without an answer, its name without the last letter (us-west-2-lax-1)."""
    by_name = name[:-1] if name[-1:].isalpha() else name
    return _field_of_zone(name, "NetworkBorderGroup", answers) or by_name


def _field_of_zone(name: str, field: str, answers: Answers) -> str:
    zones = answers.get(ZONES_QUERY) or ()
    return next((text_field(zone, field) for zone in zones if text_field(zone, "ZoneName") == name), "")
