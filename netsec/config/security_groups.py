"""`[security_groups]`: the groups of the file, or without any the hands-on's three."""

from __future__ import annotations

import re

from netsec.config import default_rules
from netsec.config.diagnostics import ConfigKey, value_text
from netsec.config.public_access import reject_public
from netsec.config.rules import SELF, GroupKeys, read_rules
from netsec.config.schema import Document, GroupTable
from netsec.config.text import check_required_ec2_text
from netsec.model.config import GroupConfig, Rule

KEY = "[a-z][a-z0-9-]*"
_RESERVED = re.compile(f"{SELF}|(sg|pl)-.*")


def read_groups(document: Document, prefix: str, where: ConfigKey) -> tuple[GroupConfig, ...]:
    """The groups in the file's order."""
    tables, section = document.security_groups, where / "security_groups"
    _check_ports(document, bool(tables), where)
    if not tables:
        app_port, db_port = document.app_port or default_rules.APP_PORT, document.db_port or default_rules.DB_PORT
        return default_rules.default_groups(prefix, app_port, db_port)
    keys = tuple(tables)
    groups = tuple(_group(key, table, keys, prefix, section / key) for key, table in tables.items())
    _refuse_same_names(groups, section)
    return groups


def check_key(key: str, where: ConfigKey) -> None:
    """Check the key of a group or ACL, which becomes part of its name and address."""
    if not re.fullmatch(KEY, key):
        where.error("config.key_allowed", name=value_text(key))


def _check_ports(document: Document, has_groups: bool, where: ConfigKey) -> None:
    for key, port in (("app_port", document.app_port), ("db_port", document.db_port)):
        if port is None:
            continue
        if has_groups:
            (where / key).error("config.ports_of_default_groups")
        elif not 1 <= port <= 65535:
            (where / key).invalid(port, "config.listening_port")


def _group(key: str, table: GroupTable, keys: tuple[str, ...], prefix: str, where: ConfigKey) -> GroupConfig:
    check_key(key, where)
    if _RESERVED.fullmatch(key):
        where.error("config.key_reserved", name=value_text(key))
    name = table.name if table.name is not None else f"{prefix}-{key}-sg"
    _check_name(name, where / "name")
    description = table.description if table.description is not None else f"Security group {key}"
    check_required_ec2_text(description, where / "description")
    ingress = read_rules(table.ingress or [], "ingress", GroupKeys(key, keys), where / "ingress")
    reject_public(ingress, where / "ingress")
    return GroupConfig(
        key=key,
        name=name,
        description=description,
        ingress=tuple(ingress.values()),
        egress=_egress(table, GroupKeys(key, keys), where / "egress"),
        exclusive=table.exclusive is not False,
    )


def _egress(table: GroupTable, groups: GroupKeys, where: ConfigKey) -> tuple[Rule, ...]:
    """Egress: without the key all traffic to everywhere, as EC2 creates a group; with an empty list none."""
    if table.egress is None:
        return (default_rules.ALL_TRAFFIC,)
    return tuple(read_rules(table.egress, "egress", groups, where).values())


def _check_name(name: str, where: ConfigKey) -> None:
    check_required_ec2_text(name, where)
    if name.lower().startswith("sg-"):
        where.invalid(name, "config.name_sg")
    if name.lower() == "default":
        where.invalid(name, "config.name_default")


def _refuse_same_names(groups: tuple[GroupConfig, ...], where: ConfigKey) -> None:
    key_of_name: dict[str, str] = {}
    for group in groups:
        first = key_of_name.setdefault(group.name.lower(), group.key)
        if first != group.key:
            (where / group.key / "name").invalid(group.name, "config.same_name", other=str(where / first))
