"""What the commands are run in: a strict world with the hands-on's VPC, and a folder with a netsec.toml."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from netsec.sandbox import daemon
from netsec.sandbox.clock import WallClock
from netsec.sandbox.world import StrictWorld, strict_world
from tests.support.laid import laid_once
from tests.support.process import Bench
from tests.support.shell import TOML, ZONES, Shell, shared_clients, without_aws


@pytest.fixture(autouse=True)
def _shared() -> Iterator[None]:
    with shared_clients():
        yield


@pytest.fixture
def world() -> Iterator[StrictWorld]:
    with strict_world(WallClock()) as world:
        yield world


@pytest.fixture
def shell(world: StrictWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    site = laid_once(world.client(), project="myapp", environment="dev", zones=ZONES)
    shell = Shell(world, tmp_path, site)
    shell.config(TOML)
    yield shell
    if shell.held >= 0:
        os.close(shell.held)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("bench")
    (folder / "netsec.toml").write_text('project = "signals"\n', encoding="utf-8")
    yield Bench(folder, {**without_aws(), "NETSEC_SANDBOX_DIR": str(folder / "sandbox")})
    daemon.stop(folder / "sandbox" / "world")


@pytest.fixture(scope="module")
def world_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One sandbox for the whole file; each test has a project of its own in it."""
    folder = tmp_path_factory.mktemp("sandbox")
    yield folder
    daemon.stop(folder / "world")


@pytest.fixture
def sandbox(world_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in [each for each in os.environ if each.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("NETSEC_SANDBOX_DIR", str(world_folder))
    return world_folder
