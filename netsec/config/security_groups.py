"""`[security_groups]`: all of them or none; none means the hands-on's three."""

from __future__ import annotations

import re

from netsec.config import hands_on
from netsec.config.mistakes import Spot, shown
from netsec.config.public_access import refuse_public
from netsec.config.rules import SELF, Groups, read_rules
from netsec.config.schema import Document, GroupTable
from netsec.config.text import check_required_ec2_text
from netsec.model.config import GroupConfig, Rule

KEY = "[a-z][a-z0-9-]*"
_RESERVED = re.compile(f"{SELF}|(sg|pl)-.*")


def read_groups(document: Document, prefix: str, spot: Spot) -> tuple[GroupConfig, ...]:
    """The groups in the file's order."""
    tables, here = document.security_groups, spot / "security_groups"
    _check_ports(document, bool(tables), spot)
    if not tables:
        app_port, db_port = document.app_port or hands_on.APP_PORT, document.db_port or hands_on.DB_PORT
        return hands_on.groups(prefix, app_port, db_port)
    keys = tuple(tables)
    groups = tuple(_group(key, table, keys, prefix, here / key) for key, table in tables.items())
    _refuse_same_names(groups, here)
    return groups


def check_key(key: str, spot: Spot) -> None:
    """A key is part of names and addresses."""
    if not re.fullmatch(KEY, key):
        spot.say(f"found the name {shown(key)}; allowed are lowercase letters, digits and hyphens, a letter first")


def _check_ports(document: Document, written: bool, spot: Spot) -> None:
    for key, port in (("app_port", document.app_port), ("db_port", document.db_port)):
        if port is None:
            continue
        if written:
            (spot / key).say(
                "only while the groups are the hands-on's; yours are written, and so is the port in their rules"
            )
        elif not 1 <= port <= 65535:
            (spot / key).wrong(port, "a port to listen on is 1 to 65535")


def _group(key: str, table: GroupTable, keys: tuple[str, ...], prefix: str, spot: Spot) -> GroupConfig:
    check_key(key, spot)
    if _RESERVED.fullmatch(key):
        spot.say(f'found the name {shown(key)}; no rule could name it: "self", sg-… and pl-… mean something else')
    name = table.name if table.name is not None else f"{prefix}-{key}-sg"
    _check_name(name, spot / "name")
    description = table.description if table.description is not None else f"Security group {key}"
    check_required_ec2_text(description, spot / "description")
    ingress = read_rules(table.ingress or [], "ingress", Groups(key, keys), spot / "ingress")
    refuse_public(ingress, spot / "ingress")
    return GroupConfig(
        key=key,
        name=name,
        description=description,
        ingress=tuple(ingress.values()),
        egress=_egress(table, Groups(key, keys), spot / "egress"),
        exclusive=table.exclusive is not False,
    )


def _egress(table: GroupTable, groups: Groups, spot: Spot) -> tuple[Rule, ...]:
    """Left out is everything to everyone, as EC2 itself has it; an empty list is nothing."""
    if table.egress is None:
        return (hands_on.ALL_TRAFFIC,)
    return tuple(read_rules(table.egress, "egress", groups, spot).values())


def _check_name(name: str, spot: Spot) -> None:
    check_required_ec2_text(name, spot)
    if name.lower().startswith("sg-"):
        spot.wrong(name, 'EC2 takes no group name that starts with "sg-"')
    if name.lower() == "default":
        spot.wrong(name, "every VPC has a group of that name already")


def _refuse_same_names(groups: tuple[GroupConfig, ...], spot: Spot) -> None:
    seen: dict[str, str] = {}
    for group in groups:
        first = seen.setdefault(group.name.lower(), group.key)
        if first != group.key:
            (spot / group.key / "name").wrong(
                group.name, f"{spot / first} has that name already; EC2 does not tell upper and lower case apart"
            )
