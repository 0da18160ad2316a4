"""From the file to a frozen Config: each section is checked, and all mistakes are raised together."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from netsec.config import identity, network, source
from netsec.config.audit import read_audit
from netsec.config.diagnostics import ConfigKey, Diagnostics
from netsec.config.endpoints import read_endpoints, with_endpoint_group
from netsec.config.environments import DEFAULT_ENVIRONMENT, NAME_PATTERN, merge_environment
from netsec.config.expect import read_expectations
from netsec.config.network_acls import read_acls
from netsec.config.schema import ENVIRONMENTS_KEY, IDENTITY_KEYS
from netsec.config.security_groups import read_groups
from netsec.config.state import read_state
from netsec.config.structuring import to_document
from netsec.config.workload import read_workload
from netsec.model.config import Config


def load_all(path: Path, environment: str | None) -> Config:
    """The config of the whole file; ConfigInvalid with every mistake."""
    text, raw = source.read_toml(path)
    return _checked(path, text, raw, environment)


def load_identity_only(path: Path, environment: str | None) -> Config:
    """The config as if the file held only the keys in IDENTITY, so that mistakes elsewhere don't matter."""
    text, raw = source.read_toml(path)
    identified = _checked(path, text, _identity_of(raw, environment), environment)
    return Config(
        project=identified.project,
        environment=identified.environment,
        region=identified.region,
        account_id=identified.account_id,
        vpc=identified.vpc,
        nat=identified.nat,
        state=identified.state,
    )


def _checked(path: Path, text: str, raw: dict[str, Any], environment: str | None) -> Config:
    mistakes = Diagnostics(path.name, text)
    try:
        config = _config(raw, environment, mistakes)
        mistakes.raise_if_any()
    except RecursionError:
        raise source.nesting_error(path) from None
    return config


def _config(raw: dict[str, Any], environment: str | None, mistakes: Diagnostics) -> Config:
    name, table = merge_environment(raw, environment, mistakes)
    document, top = to_document(table), ConfigKey(mistakes)
    project = identity.check_project(document.project, top / "project")
    region = identity.check_region(document.region, top / "region")
    zones = identity.check_zones(document.availability_zones, region, top / "availability_zones")
    prefix = f"{project}-{name}"
    groups = read_groups(document, prefix, top)
    endpoints = read_endpoints(document.endpoints, groups, region, zones, top / "endpoints")
    return Config(
        project=project,
        environment=name,
        region=region,
        account_id=identity.check_account(document.account_id, top / "account_id"),
        availability_zones=zones,
        enable_nat_gateway=document.enable_nat_gateway,
        vpc=network.read_vpc(document.vpc, region, zones, top / "vpc"),
        nat=network.read_nat(document.nat, region, zones, top / "nat"),
        tags=identity.check_user_tags(document.tags, top / "tags"),
        security_groups=with_endpoint_group(groups, endpoints, prefix),
        network_acls=read_acls(document, prefix, top),
        endpoints=endpoints,
        state=read_state(document.state, top / "state"),
        workload=read_workload(document.workload, top / "workload"),
        expect=read_expectations(document.expect, top / "expect"),
        suppressions=read_audit(document.audit, top / "audit"),
    )


def _identity_of(raw: dict[str, Any], environment: str | None) -> dict[str, Any]:
    """The raw file with only the keys in IDENTITY; of other environments only the names."""
    identity_keys = {key: raw[key] for key in IDENTITY_KEYS if key in raw}
    tables = raw.get(ENVIRONMENTS_KEY)
    if isinstance(tables, dict):
        chosen = environment or raw.get("environment", DEFAULT_ENVIRONMENT)
        identity_keys[ENVIRONMENTS_KEY] = {
            name: {key: table[key] for key in IDENTITY_KEYS if key in table and name == chosen}
            for name, table in tables.items()
            if isinstance(table, dict) and re.fullmatch(NAME_PATTERN, name)
        }
    return identity_keys
