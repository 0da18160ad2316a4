"""The sandbox: start its server, create the VPC of the hands-on's part 1 in it, stop it, reset it."""

from __future__ import annotations

import fcntl
import importlib.util
import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from netsec.app.connection import GlobalOptions, SettingSources
from netsec.app.placeholders import Placeholders
from netsec.aws.client import AwsClient, ConnectionSettings
from netsec.aws.failure import error_from_failure, failure_from_exception
from netsec.errors import Locked, Refused
from netsec.messages import Message, message
from netsec.model import Config, Reason, VpcConfig, reason
from netsec.model.response_fields import text_field
from netsec.store.lock import is_held, read_lock_info

DEFAULT_REGION = "ap-northeast-1"
DEFAULT_ZONE_LETTERS = "ac"
SANDBOX_LINEAGE = '"lineage": "sandbox-'
LARGEST_FILE = 1_000_000
NEEDED = ("moto", "flask", "flask_cors")


def sandbox_region(config: Config, flags: GlobalOptions) -> tuple[str, str | Message]:
    """The region and its source: --region, netsec.toml, else the default; environment and profiles don't count."""
    candidates = (
        (flags.region, "--region"),
        (config.region, "netsec.toml"),
        (DEFAULT_REGION, message("header.from_sandbox_default")),
    )
    return next((region, source) for region, source in candidates if region)


@contextmanager
def sandbox_errors() -> Iterator[None]:
    """Turn errors of the sandbox and of its files into Refused."""
    from netsec.sandbox.daemon_files import SandboxError, Untrusted

    try:
        yield
    except Untrusted as refused:
        code = "sandbox_file_refused" if refused.ours else "sandbox_directory_refused"
        raise Refused(reason(code, path=refused.path, problem=refused.problem)) from refused
    except (SandboxError, OSError) as error:
        raise Refused(reason("sandbox_unusable", detail=str(error))) from error


def start_sandbox(config: Config, flags: GlobalOptions, directory: Path) -> tuple[ConnectionSettings, SettingSources]:
    """Start the server unless it runs; its endpoint and keys. Refused where the extra `sandbox` is not installed."""
    from netsec.sandbox import daemon

    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        raise Refused(reason("sandbox_extra_missing"))
    with sandbox_errors():
        running = daemon.ensure(world_directory(directory))
    region, source = sandbox_region(config, flags)
    origin = SettingSources({"region": (region, source), "endpoint": (running.endpoint_url, "--sandbox")})
    settings = ConnectionSettings(
        region=region,
        endpoint_url=running.endpoint_url,
        ignores_environment=True,
        access_key_id=running.keys.key_id,
        secret_access_key=running.keys.secret,
    )
    return settings, origin


def legacy_sandbox(root: Path, directory: Path) -> Reason | None:
    """A remark where an older version left a sandbox under `root` and there is none at `directory` yet."""
    legacy = root / "state" / "sandbox"
    if directory == legacy or os.path.lexists(world_directory(directory)) or not os.path.lexists(legacy / "world"):
        return None
    return reason("sandbox_in_work_tree", path=str(legacy))


def world_directory(directory: Path) -> Path:
    """Where the server keeps its data."""
    return directory / "world"


def prepare_sandbox(config: Config, aws: AwsClient, directory: Path) -> Config:
    """Create the VPC of this config once; the config with the zones and ids that are valid in the sandbox."""
    created_file = world_directory(directory) / "laid.json"
    try:
        zones = config.availability_zones or _created_zones(config, created_file) or _first_zones(config, aws)
        _create_vpc_once(config, aws, zones, created_file)
        sandbox_config = replace(config, account_id="", vpc=VpcConfig(), availability_zones=zones)
        return Placeholders(aws, sandbox_config).config_with_placeholders()
    except Exception as error:
        failure = failure_from_exception(error, "the creation of the sandbox's VPC")
        raise (error_from_failure(failure) if failure else error) from error


def _create_vpc_once(config: Config, aws: AwsClient, zones: tuple[str, ...], created_file: Path) -> None:
    """Create the VPC unless the file lists it; one process at a time, so that there are never two."""
    vpc = {"project": config.project, "environment": config.environment, "zones": sorted(zones)}
    if vpc in _created_vpcs(created_file):
        return
    from netsec.sandbox import private_files
    from netsec.sandbox.foundation import lay_foundation

    with (
        sandbox_errors(),
        os.fdopen(private_files.open_file(created_file.with_suffix(".lock"), os.O_RDWR | os.O_CREAT)) as lock,
    ):
        fcntl.flock(lock, fcntl.LOCK_EX)
        lay_foundation(aws.service_client("ec2"), project=config.project, environment=config.environment, zones=zones)
        private_files.replace_private(created_file, json.dumps([*_created_vpcs(created_file), vpc]).encode())


def _created_zones(config: Config, created_file: Path) -> tuple[str, ...]:
    """The zones of this stack's existing VPC: a destroy, which reads no zones, must not create it in others."""
    vpcs = [vpc for vpc in _created_vpcs(created_file) if _is_of_stack(vpc, config)]
    return tuple(sorted({str(zone) for vpc in vpcs for zone in vpc["zones"]}))


def _is_of_stack(vpc: dict[str, Any], config: Config) -> bool:
    same_stack = (vpc.get("project"), vpc.get("environment")) == (config.project, config.environment)
    return same_stack and all(str(zone).startswith(config.region) for zone in vpc.get("zones", ()))


def _first_zones(config: Config, aws: AwsClient) -> tuple[str, ...]:
    """Two zones of the region: a and c, as in the hands-on, where they exist."""
    zones = aws.service_client("ec2").describe_availability_zones()["AvailabilityZones"]
    letters = sorted((name[-1] for zone in zones if (name := text_field(zone, "ZoneName"))), key=_hands_on_first)
    return tuple(f"{config.region}{letter}" for letter in letters[: len(DEFAULT_ZONE_LETTERS)])


def _hands_on_first(letter: str) -> tuple[bool, str]:
    return letter not in DEFAULT_ZONE_LETTERS, letter


def stop_sandbox(directory: Path) -> bool:
    """Stop the server; whether one was running. Locked while a command works in it."""
    from netsec.sandbox import daemon

    _refuse_while_locked(directory)
    with sandbox_errors():
        return daemon.stop(world_directory(directory))


def reset_sandbox(directory: Path) -> None:
    """Stop the server; delete its data and the state files of its stacks. Locked while a command works in it."""
    from netsec.sandbox import daemon
    from netsec.sandbox.daemon_files import remove_path

    _refuse_while_locked(directory)
    with sandbox_errors():
        daemon.reset(world_directory(directory))
        for name in ("laid.json", "laid.lock"):
            remove_path(world_directory(directory) / name)
        # A directory named by NETSEC_SANDBOX_DIR may hold other files.
        for path in (*directory.glob("*.json"), *directory.glob("*.json.backup")):
            if is_sandbox_state(path):
                path.unlink()


def is_sandbox_state(path: Path) -> bool:
    """Whether this file is the state of a stack in the sandbox."""
    try:
        is_regular = stat.S_ISREG(path.lstat().st_mode)
        return is_regular and SANDBOX_LINEAGE in path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def _refuse_while_locked(directory: Path) -> None:
    for lock in sorted(directory.glob("*.lock")):
        if is_held(lock):
            raise Locked(reason("locked", path=str(lock), **read_lock_info(lock)))


def _created_vpcs(created_file: Path) -> list[dict[str, Any]]:
    """Project, environment and zones of each VPC that was created; none for a missing or damaged file."""
    from netsec.sandbox import private_files

    with sandbox_errors():
        try:
            vpcs = json.loads(private_files.read_private(created_file, LARGEST_FILE))
        except (FileNotFoundError, ValueError):
            return []
    return [vpc for vpc in vpcs if isinstance(vpc, dict)] if isinstance(vpcs, list) else []
