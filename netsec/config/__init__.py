"""netsec.toml: find it, load it into a frozen Config, or write the first one.

The modules, in the order in which a file passes through them:

    source        the file's bytes, size and TOML syntax
    schema        the keys and their types, as attrs classes
    converter     a strict cattrs converter
    shape         compares the file with the schema, reports what does not match
    environments  selects the environment and merges its table
    identity      project, environment, region, account, zones, tags
    placement     [vpc] and [nat]
    traffic       protocol, ports and CIDR of a line, for groups and ACLs alike
    security_groups, rules, public_access    groups, their rules, and the check for ports open to everyone
    network_acls  ACLs and their entries
    hands_on      the groups and ACLs of a file that has none
    mistakes      collects every mistake with its location; `places` has the line of each key
    first_file    the text of the first netsec.toml

Importing this package loads none of them: attrs and cattrs take time, which a command without config saves.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from netsec.model.config import Config

FILE_NAME = "netsec.toml"


def find_config_file(start: Path) -> Path | None:
    """The netsec.toml in `start`, else in its nearest parent that has one; None without any."""
    folder = start.absolute()
    candidates = (parent / FILE_NAME for parent in (folder, *folder.parents))
    # os.path.isfile, unlike Path.is_file, is false and raises nothing in a folder without read permission.
    return next((path for path in candidates if os.path.isfile(path)), None)


def load_config(path: Path, environment: str | None = None) -> Config:
    """The whole file for one environment; ConfigInvalid lists every mistake."""
    from netsec.config.loading import load_all

    return load_all(path, environment)


def load_identity(path: Path, environment: str | None = None) -> Config:
    """Only the keys that identify the stack and its location: what `show` and `destroy` need."""
    from netsec.config.loading import load_identity_only

    return load_identity_only(path, environment)


def default_config(project: str = "myapp", environment: str = "dev", zones: tuple[str, ...] = ()) -> Config:
    """The config of a file with only the project: the hands-on's three groups, NAT gateways and ACLs off."""
    from netsec.config.default_rules import default_groups

    config = Config(project=project, environment=environment, availability_zones=tuple(zones))
    return replace(config, security_groups=default_groups(config.name_prefix))


def with_nat_switch(config: Config, nat: bool | None, expires_at: str = "") -> Config:
    """The config with `--nat` (True), `--no-nat` (False) or neither (None); `until` is the expiry by `nat on`."""
    if nat is None:
        return config
    return replace(
        config, enable_nat_gateway=nat, is_nat_switch_given=True, nat=replace(config.nat, expires_at=expires_at)
    )


def starter_config(
    *,
    project: str = "myapp",
    environment: str = "dev",
    region: str = "",
    account_id: str = "",
    vpc_id: str = "",
    vpc_name: str = "",
    zones: tuple[str, ...] = (),
    public_subnets: Mapping[str, str] | None = None,
    private_route_tables: Mapping[str, tuple[str, ...]] | None = None,
) -> str:
    """The text of the first netsec.toml; what is not given is in it as a comment."""
    from netsec.config.starter_file import StarterValues, render_starter_file

    return render_starter_file(
        StarterValues(
            project=project,
            environment=environment,
            region=region,
            account_id=account_id,
            vpc_id=vpc_id,
            vpc_name=vpc_name,
            zones=tuple(zones),
            public_subnets=public_subnets or {},
            private_route_tables=private_route_tables or {},
        )
    )


__all__ = [
    "FILE_NAME",
    "default_config",
    "find_config_file",
    "load_config",
    "load_identity",
    "starter_config",
    "with_nat_switch",
]
