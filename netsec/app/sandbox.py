"""The sandbox as a place: its server running, the VPC of part 1 laid in it; stopping it, starting it over."""

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

from netsec.app.place import Flags, Origin
from netsec.app.stand_ins import StandIns
from netsec.aws.client import Aws, Place
from netsec.aws.failure import error_of, failure_of
from netsec.errors import Locked, Refused
from netsec.model import Config, Reason, VpcConfig, reason
from netsec.model.answer import text
from netsec.store.lock import holder, is_held

DEFAULT_REGION = "ap-northeast-1"
DEFAULT_ZONE_LETTERS = "ac"
SANDBOX_LINEAGE = '"lineage": "sandbox-'
LAID_LIMIT = 1_000_000
NEEDED = ("moto", "flask", "flask_cors")


def sandbox_region(config: Config, flags: Flags) -> tuple[str, str]:
    """The flag's or the config's region, and who said so; the environment and profiles have no say here."""
    said = ((flags.region, "--region"), (config.region, "netsec.toml"), (DEFAULT_REGION, "the sandbox's default"))
    return next((region, source) for region, source in said if region)


@contextmanager
def usable() -> Iterator[None]:
    """What keeps the sandbox from working, as an error of ours."""
    from netsec.sandbox.place import SandboxError, Untrusted

    try:
        yield
    except Untrusted as refused:
        code = "sandbox_file_refused" if refused.ours else "sandbox_directory_refused"
        raise Refused(reason(code, path=refused.path, problem=refused.problem)) from refused
    except (SandboxError, OSError) as error:
        raise Refused(reason("sandbox_unusable", detail=str(error))) from error


def sandbox_place(config: Config, flags: Flags, directory: Path) -> tuple[Place, Origin]:
    """Start the server if need be; where it is."""
    from netsec.sandbox import daemon

    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        raise Refused(reason("sandbox_extra_missing"))
    with usable():
        running = daemon.ensure(world_directory(directory))
    region, source = sandbox_region(config, flags)
    origin = Origin({"region": (region, source), "endpoint": (running.endpoint_url, "--sandbox")})
    keys = {"key_id": running.keys.key_id, "secret": running.keys.secret}
    return Place(region=region, endpoint_url=running.endpoint_url, isolated=True, **keys), origin


def former_world(root: Path, directory: Path) -> Reason | None:
    """That a sandbox of an older version lies under `root`, until there is one at `directory`; none of it is read."""
    former = root / "state" / "sandbox"
    if directory == former or os.path.lexists(world_directory(directory)) or not os.path.lexists(former / "world"):
        return None
    return reason("sandbox_in_work_tree", path=str(former))


def world_directory(directory: Path) -> Path:
    """Where the server keeps its world."""
    return directory / "world"


def enter(config: Config, aws: Aws, directory: Path) -> Config:
    """Lay the hands-on's part 1 for this config, once, and give the config that is true in there."""
    laid = world_directory(directory) / "laid.json"
    try:
        zones = config.availability_zones or _zones_laid(config, laid) or _first_zones(config, aws)
        _lay_once(config, aws, zones, laid)
        inside = replace(config, account_id="", vpc=VpcConfig(), availability_zones=zones)
        return StandIns(aws, inside).translated()
    except Exception as error:
        failure = failure_of(error, "the laying of the sandbox's VPC")
        raise (error_of(failure) if failure else error) from error


def _lay_once(config: Config, aws: Aws, zones: tuple[str, ...], laid: Path) -> None:
    """Lay the VPC unless `laid` says it lies there; one process at a time, lest there be two of it."""
    wanted = {"project": config.project, "environment": config.environment, "zones": sorted(zones)}
    if wanted in _known(laid):
        return
    from netsec.sandbox import private
    from netsec.sandbox.foundation import lay

    with usable(), os.fdopen(private.open_file(laid.with_suffix(".lock"), os.O_RDWR | os.O_CREAT)) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lay(aws.client("ec2"), project=config.project, environment=config.environment, zones=zones)
        private.replace(laid, json.dumps([*_known(laid), wanted]).encode())


def _zones_laid(config: Config, laid: Path) -> tuple[str, ...]:
    """The zones in which this stack's VPC was laid before: a destroy, which reads no zones, must not lay others."""
    ours = [each for each in _known(laid) if _is_of(each, config)]
    return tuple(sorted({str(zone) for each in ours for zone in each["zones"]}))


def _is_of(each: dict[str, Any], config: Config) -> bool:
    same_stack = (each.get("project"), each.get("environment")) == (config.project, config.environment)
    return same_stack and all(str(zone).startswith(config.region) for zone in each.get("zones", ()))


def _first_zones(config: Config, aws: Aws) -> tuple[str, ...]:
    """Two zones of the region, the hands-on's a and c where they exist."""
    zones = aws.client("ec2").describe_availability_zones()["AvailabilityZones"]
    letters = sorted((name[-1] for zone in zones if (name := text(zone, "ZoneName"))), key=_hands_on_first)
    return tuple(f"{config.region}{letter}" for letter in letters[: len(DEFAULT_ZONE_LETTERS)])


def _hands_on_first(letter: str) -> tuple[bool, str]:
    return letter not in DEFAULT_ZONE_LETTERS, letter


def stop_world(directory: Path) -> bool:
    """End the server, unless a command is at work in it; whether there was one."""
    from netsec.sandbox import daemon

    _refuse_while_at_work(directory)
    with usable():
        return daemon.stop(world_directory(directory))


def forget_world(directory: Path) -> None:
    """End the server and delete its world, and the states and backups of stacks in it."""
    from netsec.sandbox import daemon
    from netsec.sandbox.place import remove

    _refuse_while_at_work(directory)
    with usable():
        daemon.reset(world_directory(directory))
        for name in ("laid.json", "laid.lock"):
            remove(world_directory(directory) / name)
        # Whoever names a folder by NETSEC_SANDBOX_DIR may keep other files there.
        for each in (*directory.glob("*.json"), *directory.glob("*.json.backup")):
            if is_of_sandbox(each):
                each.unlink()


def is_of_sandbox(path: Path) -> bool:
    """Whether this is the state of a stack in the sandbox."""
    try:
        plain = stat.S_ISREG(path.lstat().st_mode)
        return plain and SANDBOX_LINEAGE in path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def _refuse_while_at_work(directory: Path) -> None:
    for lock in sorted(directory.glob("*.lock")):
        if is_held(lock):
            raise Locked(reason("locked", path=str(lock), **holder(lock)))


def _known(laid: Path) -> list[dict[str, Any]]:
    from netsec.sandbox import private

    with usable():
        try:
            known = json.loads(private.read(laid, LAID_LIMIT))
        except (FileNotFoundError, ValueError):
            return []
    return [each for each in known if isinstance(each, dict)] if isinstance(known, list) else []
