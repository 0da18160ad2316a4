"""The sandbox as a place: its server running, the VPC of part 1 laid in it, ids of a real account replaced."""

from __future__ import annotations

import fcntl
import importlib.util
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from netsec.app.place import Origin
from netsec.aws.client import Aws, Place
from netsec.errors import Refused
from netsec.model import AclConfig, Config, GroupConfig, Rule, VpcConfig, reason

DEFAULT_REGION = "ap-northeast-1"
DEFAULT_ZONE_LETTERS = "ac"
NEEDED = ("moto", "flask", "flask_cors")


def sandbox_region(config: Config) -> str:
    """The config's region; what the environment and profiles say does not count here."""
    return config.region or DEFAULT_REGION


def sandbox_place(config: Config, directory: Path) -> tuple[Place, Origin]:
    """Start the server if need be; where it is."""
    from netsec.sandbox import daemon

    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        raise Refused(reason("sandbox_extra_missing"))
    try:
        running = daemon.ensure(world_directory(directory))
    except daemon.SandboxError as error:
        raise Refused(reason("sandbox_unusable", detail=str(error))) from error
    region = sandbox_region(config)
    source = "netsec.toml" if config.region else "the sandbox's default"
    origin = Origin({"region": (region, source), "endpoint": (running.endpoint_url, "--sandbox")})
    return Place(region=region, endpoint_url=running.endpoint_url, isolated=True), origin


def world_directory(directory: Path) -> Path:
    """Where the server keeps its world."""
    return directory / "world"


def enter(config: Config, aws: Aws, directory: Path) -> Config:
    """Lay the hands-on's part 1 for this config, once, and give the config that is true in there."""
    zones = config.availability_zones or tuple(
        f"{sandbox_region(config)}{letter}" for letter in _letters(aws)[: len(DEFAULT_ZONE_LETTERS)]
    )
    _lay_once(config, aws, zones, world_directory(directory) / "laid.json")
    inside = replace(config, account_id="", vpc=VpcConfig(), availability_zones=zones)
    return _Stranger(aws, inside).translated()


def _lay_once(config: Config, aws: Aws, zones: tuple[str, ...], laid: Path) -> None:
    """Lay the VPC unless `laid` says it lies there; one process at a time, lest there be two of it."""
    wanted = {"project": config.project, "environment": config.environment, "zones": sorted(zones)}
    if wanted in _known(laid):
        return
    from netsec.sandbox.foundation import lay

    with laid.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lay(aws.client("ec2"), project=config.project, environment=config.environment, zones=zones)
        laid.write_text(json.dumps([*_known(laid), wanted]), encoding="utf-8")


def forget_world(directory: Path) -> None:
    """End the server and delete its world, and the states and backups of stacks in it."""
    from netsec.sandbox import daemon

    daemon.reset(world_directory(directory))
    (world_directory(directory) / "laid.json").unlink(missing_ok=True)
    for pattern in ("*.json", "*.json.backup"):
        for each in directory.glob(pattern):
            each.unlink()


def _letters(aws: Aws) -> str:
    """The zone letters of the region, the hands-on's a and c first where they exist."""
    zones = aws.client("ec2").describe_availability_zones()["AvailabilityZones"]
    letters = sorted(zone["ZoneName"][-1] for zone in zones)
    return "".join(sorted(letters, key=lambda letter: (letter not in DEFAULT_ZONE_LETTERS, letter)))


def _known(laid: Path) -> list[dict[str, Any]]:
    try:
        known = json.loads(laid.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return known if isinstance(known, list) else []


class _Stranger:
    """Replaces ids that mean something in a real account by stand-ins made here."""

    def __init__(self, aws: Aws, config: Config) -> None:
        self.ec2, self.config = aws.client("ec2"), config

    def translated(self) -> Config:
        from netsec.sandbox import stand_ins

        config = self.config
        addresses = {zone: stand_ins.address(self.ec2, brought) for zone, brought in config.nat.eips.items()}
        return replace(
            config,
            nat=replace(config.nat, eips=addresses),
            security_groups=tuple(self._group(group) for group in config.security_groups),
            network_acls=tuple(self._acl(acl) for acl in config.network_acls),
        )

    def _group(self, group: GroupConfig) -> GroupConfig:
        return replace(
            group,
            ingress=tuple(self._rule(rule) for rule in group.ingress),
            egress=tuple(self._rule(rule) for rule in group.egress),
        )

    def _rule(self, rule: Rule) -> Rule:
        from netsec.sandbox import stand_ins

        if rule.peer.type == "group_id":
            return replace(rule, peer=replace(rule.peer, value=stand_ins.group(self.ec2, self._vpc(), rule.peer.value)))
        if rule.peer.type == "prefix_list":
            return replace(rule, peer=replace(rule.peer, value=stand_ins.prefix_list(self.ec2, rule.peer.value)))
        return rule

    def _acl(self, acl: AclConfig) -> AclConfig:
        from netsec.sandbox import stand_ins

        if isinstance(acl.subnets, str):
            return acl
        zone = self.config.availability_zones[0]
        made = tuple(
            stand_ins.subnet(self.ec2, self._vpc(), real, zone=zone, cidr=f"10.0.{200 + index}.0/24")
            for index, real in enumerate(acl.subnets)
        )
        return replace(acl, subnets=made)

    def _vpc(self) -> str:
        named = [{"Name": "tag:Name", "Values": [self.config.vpc_name]}]
        return str(self.ec2.describe_vpcs(Filters=named)["Vpcs"][0]["VpcId"])
