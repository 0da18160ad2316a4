"""A work tree that somebody else filled: nothing of its sandbox is run, loaded or written through."""

from __future__ import annotations

import os
import pickle
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from netsec.sandbox import daemon, locations, seal
from tests.support.shell import Result, config, flat, inside, netsec


class Runs:
    """Unpickling it makes a directory."""

    def __init__(self, proof: Path) -> None:
        self.proof = proof

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.proof),)


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cloned tree to work in, and a state directory of the user's own."""
    work = tmp_path / "clone"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.delenv("NETSEC_SANDBOX_DIR", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    config('project = "cloned"\n')
    yield work
    daemon.reset(place_of(work))


def place_of(work: Path) -> Path:
    return locations.sandbox_directory(work, os.environ) / "world"


def refused(result: Result) -> str:
    assert result.code == 3, result.all
    assert "was rejected" in flat(result.err), result.err
    assert "Nothing in it was loaded or run" in flat(result.err)
    return flat(result.err)


def test_the_trees_own_sandbox_is_not_even_looked_at(clone: Path, tmp_path: Path) -> None:
    former, proof = clone / "state" / "sandbox" / "world", tmp_path / "executed"
    former.mkdir(parents=True)
    (former / "world.pickle").write_bytes(pickle.dumps(Runs(proof)))
    for name in ("daemon.json", "live.lock", "laid.json"):
        os.mkfifo(former / name)  # whoever opens one waits for ever
    (former / "log").symlink_to(tmp_path / "log")
    (former.parent / "cloned-dev.json").write_text("not a state")
    before = sorted((each.name, each.lstat().st_mtime_ns) for each in (clone / "state").rglob("*"))
    result = inside("plan")
    assert "no longer used" in flat(result.err)
    assert f"{clone}/state/sandbox is a sandbox of an older version" in flat(result.err)
    assert "no longer used" not in flat(inside("apply", "-y").err)
    assert netsec("sandbox", "status").code == 0
    assert netsec("sandbox", "reset").code == 0
    assert "no longer used" not in flat(inside("plan").err)
    assert sorted((each.name, each.lstat().st_mtime_ns) for each in (clone / "state").rglob("*")) == before
    assert not proof.exists()
    assert not (tmp_path / "log").exists()


def test_a_world_that_would_run_is_refused_until_it_is_reset(clone: Path, tmp_path: Path) -> None:
    place, proof = place_of(clone), tmp_path / "executed"
    locations.prepare_directories(place, os.environ)
    world = place / "world.pickle"
    key = seal.seal_key(locations.state_home(os.environ))
    run = pickle.dumps(Runs(proof))
    for data in (run, seal.MAGIC + b"0" * 64 + b"\n" + run, seal.seal_content(b"{}\n" + run, key)):
        world.write_bytes(data)
        world.chmod(0o600)
        for command in ("plan", "apply -y", "destroy -y"):
            assert "netsec sandbox reset" in refused(netsec("--sandbox", *command.split()))
        assert world.read_bytes() == data
    assert netsec("sandbox", "reset").code == 0
    inside("plan")
    assert not proof.exists()


@pytest.mark.parametrize("how", ["link", "shared", "hard link", "too large"])
def test_a_world_that_may_be_another_ones(clone: Path, tmp_path: Path, how: str) -> None:
    inside("plan")
    assert netsec("sandbox", "stop").code == 0
    world = place_of(clone) / "world.pickle"
    if how == "link":
        world.rename(tmp_path / "moved")
        world.symlink_to(tmp_path / "moved")
    elif how == "shared":
        world.chmod(0o660)
    elif how == "hard link":
        os.link(world, tmp_path / "second")
    else:
        os.truncate(world, 65 * 1024 * 1024)
    assert "netsec sandbox reset" in refused(netsec("--sandbox", "plan"))
    assert netsec("sandbox", "reset").code == 0
    inside("plan")


@pytest.mark.parametrize("level", range(3))
def test_a_directory_that_others_write_in(clone: Path, level: int) -> None:
    place = place_of(clone)
    locations.prepare_directories(place, os.environ)
    shared = place.parents[level]
    shared.chmod(0o777)
    assert f"{shared} was rejected" in refused(netsec("--sandbox", "plan"))
    shared.chmod(0o700)


def test_a_sandbox_that_the_tree_names(clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """NETSEC_SANDBOX_DIR may come from a file in the tree, such as .envrc."""
    victim, proof, world = tmp_path / "victim", tmp_path / "executed", clone / "box" / "world"
    victim.write_text("mine")
    world.mkdir(parents=True)
    monkeypatch.setenv("NETSEC_SANDBOX_DIR", "box")
    for name in ("log", "laid.json", "laid.lock", "daemon.json.new", "world.new", "start.lock", "live.lock"):
        (world / name).symlink_to(victim)
    assert netsec("--sandbox", "plan").code == 3
    assert victim.read_text() == "mine"
    for each in world.iterdir():
        each.unlink()
    (world / "world.pickle").write_bytes(pickle.dumps(Runs(proof)))
    refused(netsec("--sandbox", "plan"))
    assert netsec("sandbox", "reset").code == 0
    inside("plan")
    assert stat.S_IMODE(world.stat().st_mode) == 0o700
    assert (victim.read_text(), proof.exists()) == ("mine", False)
    daemon.reset(world)


def test_no_secret_is_shown_or_kept(clone: Path) -> None:
    told = [inside(*line.split()) for line in ("-v plan --json", "-v apply -y", "show", "-v destroy -y")]
    running = daemon.status(place_of(clone))
    assert running
    told += [netsec("sandbox", "status"), netsec("sandbox", "status", "--json")]
    secret = running.keys.secret
    assert not [each for each in told if secret in each.all]
    written = [each for folder in (clone, place_of(clone).parent) for each in folder.rglob("*") if each.is_file()]
    assert {each.name for each in written if secret.encode() in each.read_bytes()} == {"daemon.json", "aws-config"}
    assert str(running.profile) in told[-2].out
    assert told[-1].json["aws_config_file"] == str(running.profile)
