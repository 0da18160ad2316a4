"""Sorts of zones: availability zones, and the Local Zones and Wavelength Zones that hang on a region.

DescribeAvailabilityZones tells of each its ZoneType and NetworkBorderGroup; an availability zone is called by its
region and a letter, others by more (EC2 user guide, Regions and Zones), so most networks need not be asked about. An
address and the NAT gateway that holds it must be of one border group (API reference, CreateNatGateway).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from netsec.model import Answers, Query
from netsec.model.answer import text
from netsec.model.network import REGION

ZONES = Query("describe_availability_zones", "AvailabilityZones", params=(("AllAvailabilityZones", True),), aside=True)
ORDINARY = "availability-zone"
CALLED_SO = re.compile(f"{REGION.pattern}[a-z]")


def looks_ordinary(name: str) -> bool:
    """Whether a zone is called like an availability zone: by its region and a letter."""
    return bool(CALLED_SO.fullmatch(name))


def zone_queries(names: Iterable[str]) -> tuple[Query, ...]:
    """What to ask where a zone's name does not say that it is an availability zone."""
    return () if all(looks_ordinary(name) for name in names if name) else (ZONES,)


def sort_of(name: str, answers: Answers) -> str:
    """The zone's ZoneType; by its name, where AWS was not asked or does not say."""
    guess = ORDINARY if looks_ordinary(name) else "no availability zone"
    return _told(name, "ZoneType", answers) or guess


def border_group_of(name: str, answers: Answers) -> str:
    """The zone's NetworkBorderGroup; where AWS does not say, the name without its letter (us-west-2-lax-1)."""
    return _told(name, "NetworkBorderGroup", answers) or (name[:-1] if name[-1:].isalpha() else name)


def _told(name: str, field: str, answers: Answers) -> str:
    rows = answers.get(ZONES) or ()
    return next((text(row, field) for row in rows if text(row, "ZoneName") == name), "")
