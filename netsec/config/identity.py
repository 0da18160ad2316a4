"""The top-level keys that identify a stack (project, region, account, zones), and `[tags]`."""

from __future__ import annotations

import re

from netsec.config.diagnostics import ConfigKey, value_text
from netsec.config.environments import check_name
from netsec.config.text import check_tag_value, has_control_characters
from netsec.messages import Message, message

_REGION = "[a-z]{2,4}(?:-[a-z]+){1,3}-[0-9]{1,2}"
_ZONE = re.compile(rf"(?P<region>{_REGION})(?:-[a-z0-9-]+)?[a-z]")
LONGEST_TAG_KEY = 128
MOST_TAGS = 40
# netsec writes these itself, and netsec:*.
OUR_TAGS = ("Name", "Project", "Environment", "ManagedBy")


def check_project(project: str | None, where: ConfigKey) -> str:
    """`project`, the start of every resource's name; "" for a missing one."""
    if project is None:
        where.error("config.project_missing")
        return ""
    check_name(project, where)
    if re.fullmatch("sg(-.*)?", project):
        where.invalid(project, "config.project_sg")
    return project


def check_region(region: str | None, where: ConfigKey) -> str:
    """A region's name, "" for none or a malformed one; whether it exists only AWS knows."""
    if region is None or re.fullmatch(_REGION, region):
        return region or ""
    zone = _ZONE.fullmatch(region)
    if zone:
        where.invalid(region, "config.region_is_zone", region=zone["region"])
    else:
        where.invalid(region, "config.region")
    return ""


def check_account(account: str | None, where: ConfigKey) -> str:
    """An account id: twelve digits, as a text since some start with 0; "" for none."""
    if account is not None and not re.fullmatch("[0-9]{12}", account):
        where.invalid(account, "config.account")
    return account or ""


def check_zone(zone: str, region: str, where: ConfigKey) -> bool:
    """Whether it is a zone's name, and in the region where that is known ("" if not)."""
    match = _ZONE.fullmatch(zone)
    if not match:
        # A zone's id is another zone's name in each account.
        where.invalid(zone, "config.zone_id" if _is_id(zone) else "config.zone")
    elif region and match["region"] != region:
        where.invalid(zone, "config.zone_of_other_region", region=region)
    else:
        return True
    return False


def check_zones(zones: list[str] | None, region: str, where: ConfigKey) -> tuple[str, ...]:
    """`availability_zones`: valid names, none twice, at least one; () for none or any mistake."""
    if zones == []:
        where.error("config.zones_empty")
    where.reject_duplicates(zones or ())
    valid = [check_zone(zone, region, where / index) for index, zone in enumerate(zones or ())]
    # With a wrong one in it, other zones in the file are not compared with this list.
    return tuple(zones or ()) if all(valid) else ()


def check_user_tags(tags: dict[str, str], where: ConfigKey) -> dict[str, str]:
    """`[tags]`: at most MOST_TAGS, none of netsec's own or AWS's keys."""
    if len(tags) > MOST_TAGS:
        where.error("config.too_many_tags", n=len(tags), most=MOST_TAGS)
    for key, value in tags.items():
        problem = _tag_key_problem(key)
        if problem:
            (where / key).error("config.bad_tag_key", key=value_text(key), problem=problem)
        check_tag_value(value, where / key)
    return dict(tags)


def _tag_key_problem(key: str) -> Message | None:
    if not key or len(key) > LONGEST_TAG_KEY:
        return message("config.tag_key_length", most=LONGEST_TAG_KEY, n=len(key))
    if has_control_characters(key):
        return message("config.control_characters")
    if key.lower().startswith("aws:"):
        return message("config.tag_key_aws")
    ours = key in OUR_TAGS or key.startswith("netsec:")
    return message("config.tag_key_ours", keys=OUR_TAGS) if ours else None


def _is_id(zone: str) -> bool:
    return re.fullmatch(r"[a-z0-9]+-az[0-9]+", zone) is not None
