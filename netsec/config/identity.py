"""The top-level keys that identify a stack (project, region, account, zones), and `[tags]`."""

from __future__ import annotations

import re

from netsec.config.environments import check_name
from netsec.config.mistakes import Spot, shown
from netsec.config.text import check_tag_value, has_control

_REGION = "[a-z]{2,4}(?:-[a-z]+){1,3}-[0-9]{1,2}"
_ZONE = re.compile(rf"(?P<region>{_REGION})(?:-[a-z0-9-]+)?[a-z]")
LONGEST_TAG_KEY = 128
MOST_TAGS = 40
# netsec writes these itself, and netsec:*.
OUR_TAGS = ("Name", "Project", "Environment", "ManagedBy")


def check_project(project: str | None, where: Spot) -> str:
    """`project`, the start of every resource's name; "" for a missing one."""
    if project is None:
        where.say('missing; the file must say project = "NAME"')
        return ""
    check_name(project, where)
    if re.fullmatch("sg(-.*)?", project):
        where.wrong(project, 'it may not be "sg" or start with "sg-": EC2 takes no group names that start so')
    return project


def check_region(region: str | None, where: Spot) -> str:
    """A region's name, "" for none or a malformed one; whether it exists only AWS knows."""
    if region is None or re.fullmatch(_REGION, region):
        return region or ""
    zone = _ZONE.fullmatch(region)
    if zone:
        where.wrong(region, f'this is a zone; its region is "{zone["region"]}"')
    else:
        where.wrong(region, 'expected the name of a region, like "ap-northeast-1"')
    return ""


def check_account(account: str | None, where: Spot) -> str:
    """An account id: twelve digits, as a text since some start with 0; "" for none."""
    if account is not None and not re.fullmatch("[0-9]{12}", account):
        where.wrong(account, "an account id is 12 digits, in quotes")
    return account or ""


def check_zone(zone: str, region: str, where: Spot) -> bool:
    """Whether it is a zone's name, and in the region where that is known ("" if not)."""
    match = _ZONE.fullmatch(zone)
    if not match:
        hint = (
            ": zones are given by name, since ids like this mean another name in each account" if _is_id(zone) else ""
        )
        where.wrong(zone, f'expected the name of a zone, like "ap-northeast-1a"{hint}')
    elif region and match["region"] != region:
        where.wrong(zone, f'this zone is not in the region "{region}"')
    else:
        return True
    return False


def check_zones(zones: list[str] | None, region: str, where: Spot) -> tuple[str, ...]:
    """`availability_zones`: valid names, none twice, at least one; () for none or any mistake."""
    if zones == []:
        where.say("found an empty list; name at least one zone, or leave the key out for all of them")
    where.refuse_repeats(zones or ())
    valid = [check_zone(zone, region, where / index) for index, zone in enumerate(zones or ())]
    # With a wrong one in it, other zones in the file are not compared with this list.
    return tuple(zones or ()) if all(valid) else ()


def check_tags(tags: dict[str, str], where: Spot) -> dict[str, str]:
    """`[tags]`: at most MOST_TAGS, none of netsec's own or AWS's keys."""
    if len(tags) > MOST_TAGS:
        where.say(f"found {len(tags)} tags; at most {MOST_TAGS}, since AWS takes 50 and netsec writes its own")
    for key, value in tags.items():
        problem = _tag_key_problem(key)
        if problem:
            (where / key).say(f"found the key {shown(key)}; {problem}")
        check_tag_value(value, where / key)
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
