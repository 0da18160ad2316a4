"""The sandbox inside one process: moto with the strict layer, for tests; nothing of it remains afterwards."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from netsec.sandbox.clock import ManualClock, SandboxClock
from netsec.sandbox.settings import SETTINGS, Settings, configure

__all__ = ["ManualClock", "StrictWorld", "strict_world"]

REGION = "ap-northeast-1"
_OPEN: list[bool] = []
FAKE = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7SANDBOX",
    "AWS_SECRET_ACCESS_KEY": "sandbox",  # nosec B105 # for moto inside this process, no secret
    "AWS_DEFAULT_REGION": REGION,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "MOTO_EC2_LOAD_DEFAULT_AMIS": "false",
}


@dataclass(frozen=True)
class StrictWorld:
    """A strict AWS: its clock, its knobs, and clients that talk to it."""

    clock: Any
    settings: Settings

    def client(self, service: str = "ec2", region: str = REGION) -> Any:
        """A boto3 client in this world, retries off so that every refusal is seen."""
        return _client(service, region)

    def on_write(self, hook: Callable[[], None]) -> None:
        """Call `hook` after each action that changed something, until the world ends."""
        from netsec.sandbox.middleware import AFTER_WRITE

        AFTER_WRITE.append(hook)


@cache
def _client(service: str, region: str) -> Any:
    """One for all worlds: making it takes longer than most tests take to run, and it knows no world."""
    import boto3
    from botocore.config import Config

    session = boto3.Session(FAKE["AWS_ACCESS_KEY_ID"], FAKE["AWS_SECRET_ACCESS_KEY"])
    once = Config(retries={"total_max_attempts": 1, "mode": "standard"})
    return session.client(service, region_name=region, config=once)  # type: ignore[call-overload]


@contextmanager
def strict_world(clock: SandboxClock | None = None, **knobs: object) -> Iterator[StrictWorld]:
    """A fresh strict AWS for this process; a HandClock unless another clock is given."""
    clock = clock or ManualClock()
    with _alone(), _environment():
        from moto import mock_aws

        from netsec.sandbox.install import install
        from netsec.sandbox.middleware import AFTER_WRITE

        install()
        configure(clock=clock, **knobs)
        with mock_aws():
            try:
                yield StrictWorld(clock, SETTINGS)
            finally:
                AFTER_WRITE.clear()
                configure()


@contextmanager
def _alone() -> Iterator[None]:
    """One world at a time: moto would go on with what the other one holds, and its tests would be false."""
    if _OPEN:
        raise RuntimeError("another sandbox world is open in this process")
    _OPEN.append(True)
    try:
        yield
    finally:
        _OPEN.clear()


@contextmanager
def _environment() -> Iterator[None]:
    """Fake credentials and a region, no AMIs; every AWS_* of the shell is away meanwhile and back afterwards."""
    before = dict(os.environ)
    for name in [each for each in before if each.startswith(("AWS_", "MOTO_"))]:
        del os.environ[name]
    os.environ.update(FAKE)
    try:
        yield
    finally:
        _restore(before)


def _restore(before: dict[str, str]) -> None:
    for name in [each for each in os.environ if each.startswith(("AWS_", "MOTO_"))]:
        del os.environ[name]
    os.environ.update({name: value for name, value in before.items() if name.startswith(("AWS_", "MOTO_"))})
