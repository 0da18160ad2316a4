"""Whose stack it is: project, region, account, zones, and the tags the person wants on everything."""

from __future__ import annotations

import re

from netsec.config.environments import check_name
from netsec.config.mistakes import Spot, shown
from netsec.config.text import check_tag_value, has_control

_REGION = "[a-z]{2,4}(?:-[a-z]+){1,3}-[0-9]{1,2}"
_ZONE = re.compile(rf"(?P<region>{_REGION})(?:-[a-z0-9-]+)?[a-z]")
LONGEST_TAG_KEY = 128
MOST_TAGS = 40
# netsec writes these itself; netsec:* too.
OUR_TAGS = ("Name", "Project", "Environment", "ManagedBy")


def check_project(project: str | None, spot: Spot) -> str:
    """The start of every name."""
    if project is None:
        spot.say('missing; the file must say project = "NAME"')
        return ""
    check_name(project, spot)
    if re.fullmatch("sg(-.*)?", project):
        spot.wrong(project, 'it may not be "sg" or start with "sg-": EC2 takes no group names that start so')
    return project


def check_region(region: str | None, spot: Spot) -> str:
    """A region's name, or "" for none; which regions exist is for AWS to say."""
    if region is None or re.fullmatch(_REGION, region):
        return region or ""
    zone = _ZONE.fullmatch(region)
    if zone:
        spot.wrong(region, f'this is a zone; its region is "{zone["region"]}"')
    else:
        spot.wrong(region, 'expected the name of a region, like "ap-northeast-1"')
    return ""


def check_account(account: str | None, spot: Spot) -> str:
    """Twelve digits; a text, because some start with 0."""
    if account is not None and not re.fullmatch("[0-9]{12}", account):
        spot.wrong(account, "an account id is 12 digits, in quotes")
    return account or ""


def check_zone(zone: str, region: str, spot: Spot) -> bool:
    """A zone's name, in the region when that is known."""
    found = _ZONE.fullmatch(zone)
    if not found:
        more = (
            ": zones are given by name, since ids like this mean another name in each account" if _is_id(zone) else ""
        )
        spot.wrong(zone, f'expected the name of a zone, like "ap-northeast-1a"{more}')
    elif region and found["region"] != region:
        spot.wrong(zone, f'this zone is not in the region "{region}"')
    else:
        return True
    return False


def check_zones(zones: list[str] | None, region: str, spot: Spot) -> tuple[str, ...]:
    """`availability_zones`: each one a zone, none twice, and not none at all."""
    if zones == []:
        spot.say("found an empty list; name at least one zone, or leave the key out for all of them")
    spot.refuse_repeats(zones or ())
    right = [check_zone(zone, region, spot / index) for index, zone in enumerate(zones or ())]
    # With one of them wrong, the zones named elsewhere are not measured by this list.
    return tuple(zones or ()) if all(right) else ()


def check_tags(tags: dict[str, str], spot: Spot) -> dict[str, str]:
    """`[tags]`."""
    if len(tags) > MOST_TAGS:
        spot.say(f"found {len(tags)} tags; at most {MOST_TAGS}, since AWS takes 50 and netsec writes its own")
    for key, value in tags.items():
        problem = _tag_key_problem(key)
        if problem:
            (spot / key).say(f"found the key {shown(key)}; {problem}")
        check_tag_value(value, spot / key)
    return dict(tags)


def _tag_key_problem(key: str) -> str:
    if not key or len(key) > LONGEST_TAG_KEY:
        return f"a tag's key has 1 to {LONGEST_TAG_KEY} characters, not {len(key)}"
    if has_control(key):
        return "control characters are not allowed in a tag"
    if key.lower().startswith("aws:"):
        return 'AWS keeps keys that start with "aws:" for itself'
    ours = key in OUR_TAGS or key.startswith("netsec:")
    return f"netsec writes {', '.join(OUR_TAGS)} and netsec:* itself" if ours else ""


def _is_id(zone: str) -> bool:
    return re.fullmatch(r"[a-z0-9]+-az[0-9]+", zone) is not None
