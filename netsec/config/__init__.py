"""The one door to netsec.toml: find it, load it into a frozen Config, or write a first one.

The rooms behind it, in the order a file walks through them:

    source        the file's bytes, size and TOML syntax
    schema        which keys exist and what type each has: attrs classes, no rule of ours
    converter     cattrs, made strict
    shape         lays the file over the schema and says what does not fit
    environments  picks the environment and merges its table
    identity      project, environment, region, account, zones, tags
    placement     [vpc] and [nat]
    traffic       protocol, ports and CIDR of a line, for groups and ACLs alike
    security_groups, rules, public_access    groups, their rules, and the guard against opening a port to everyone
    network_acls  ACLs and their entries
    hands_on      what is meant when nothing is written
    mistakes      collects every mistake with its place; `places` knows the line of each key
    first_file    the text of a first netsec.toml

Importing this package loads none of them: a command that reads no config must not pay for attrs and cattrs.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from netsec.model.config import Config

FILE_NAME = "netsec.toml"


def find(start: Path) -> Path | None:
    """The nearest netsec.toml in `start` or above it."""
    folder = start.absolute()
    candidates = (each / FILE_NAME for each in (folder, *folder.parents))
    # os.path.isfile, unlike Path.is_file, takes a folder that may not be read for one without the file.
    return next((each for each in candidates if os.path.isfile(each)), None)


def load(path: Path, environment: str | None = None) -> Config:
    """The whole file for one environment; ConfigInvalid lists every mistake."""
    from netsec.config.loading import load_all

    return load_all(path, environment)


def load_identity(path: Path, environment: str | None = None) -> Config:
    """Only whose stack it is and where: what `show` and `destroy` need, even of a file with a broken rule."""
    from netsec.config.loading import load_identity_only

    return load_identity_only(path, environment)


def defaults(project: str = "myapp", environment: str = "dev", zones: tuple[str, ...] = ()) -> Config:
    """What an almost empty file gives: the hands-on's three groups, its switches off."""
    from netsec.config.hands_on import groups

    config = Config(project=project, environment=environment, availability_zones=tuple(zones))
    return replace(config, security_groups=groups(config.prefix))


def with_switch(config: Config, nat: bool | None, until: str = "") -> Config:
    """The config under `--nat` (True), `--no-nat` (False) or neither (None); `until` is the end that `nat on` sets."""
    if nat is None:
        return config
    return replace(config, enable_nat_gateway=nat, nat_given=True, nat=replace(config.nat, until=until))


def template(
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
    """The text of a first netsec.toml; what is not given stands in it as a comment."""
    from netsec.config.first_file import Known, write

    return write(
        Known(
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


__all__ = ["FILE_NAME", "defaults", "find", "load", "load_identity", "template", "with_switch"]
