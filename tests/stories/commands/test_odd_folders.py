"""Odd state folders and files, no home, a working directory that is gone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.shell import Shell, flat

ROTTEN = {
    "empty": b"",
    "torn": b'{"version": 1, "resour',
    "no number": b'{"version": 1, "serial": NaN}',
    "a key twice": b'{"version": 1, "version": 1}',
    "bottomless": b'{"a":' * 100_000,
    "no text": b"\xff\xfe\x00",
    "newer": b'{"version": 99}',
}


@pytest.mark.parametrize("kind", ["file", "read-only", "link to nowhere", "world-writable"])
def test_odd_state_folders(shell: Shell, kind: str) -> None:
    folder = shell.folder / "state"
    if kind == "file":
        folder.write_text("", encoding="utf-8")
    elif kind == "link to nowhere":
        folder.symlink_to(shell.folder / "nowhere" / "at-all")
    else:
        folder.mkdir()
        folder.chmod(0o500 if kind == "read-only" else 0o777)
    if kind == "read-only" and os.access(folder, os.W_OK):
        pytest.skip("whoever runs this may write everywhere")
    result = shell("apply", "-y")
    assert result.code == 9 or (kind == "link to nowhere" and result.code == 0), result.all
    groups = shell.ec2.describe_security_groups()["SecurityGroups"]
    assert result.code == 0 or len([each for each in groups if each["VpcId"] == shell.site.vpc_id]) == 1


@pytest.mark.parametrize("name", ["myapp-dev.json", "myapp-dev.lock"])
@pytest.mark.parametrize("kind", ["link", "folder", "writable by others", "hard link"])
def test_odd_state_files(shell: Shell, name: str, kind: str) -> None:
    shell.done("apply")
    target, path = shell.folder / "target", shell.folder / "state" / name
    before = path.read_bytes()
    target.write_bytes(before)
    path.unlink()
    if kind == "link":
        path.symlink_to(target)
    elif kind == "folder":
        path.mkdir()
    elif kind == "hard link":
        path.hardlink_to(target)
    else:
        path.write_bytes(before)
        path.chmod(0o666)
    result = shell("apply", "-y")
    assert result.code == 9, result.all
    assert str(path) in result.err.replace("\n       ", "")
    assert target.read_bytes() == before


@pytest.mark.parametrize("name", ROTTEN)
def test_a_rotten_state_stops_everything_before_aws_is_asked(shell: Shell, name: str) -> None:
    shell.state_path.parent.mkdir(mode=0o700)
    shell.state_path.write_bytes(ROTTEN[name])
    shell.state_path.chmod(0o600)
    for command in ("plan", "apply -y", "destroy -y", "show"):
        result = shell(*command.split(), "-v")
        assert (result.code, "netsec state rebuild" in result.err) == (9, True), result.all
        assert "  aws " not in result.err
    assert shell.state_path.read_bytes() == ROTTEN[name]


def test_a_pipe_for_a_lock_does_not_hang(shell: Shell) -> None:
    shell.state_path.parent.mkdir(mode=0o700)
    os.mkfifo(shell.state_path.with_suffix(".lock"), 0o600)
    assert shell("apply", "-y").code == 9


def test_a_lock_that_only_its_owner_may_read(shell: Shell) -> None:
    shell.done("apply")
    lock = shell.state_path.with_suffix(".lock")
    lock.chmod(0o400)
    result = shell("apply", "-y")
    assert result.code == (0 if os.geteuid() == 0 else 9), result.all


def test_a_state_folder_that_another_group_may_write(shell: Shell) -> None:
    shell.state_path.parent.mkdir()
    others = {1} if os.geteuid() == 0 else set(os.getgroups()) - {os.getgid()}
    if not others:
        pytest.skip("whoever runs this is in no other group")
    os.chown(shell.state_path.parent, -1, min(others))
    shell.state_path.parent.chmod(0o770)
    result = shell("apply", "-y")
    assert (result.code, "chmod go-w" in flat(result.err)) == (9, True), result.all


def test_what_moves_to_another_address_stands_at_one(shell: Shell) -> None:
    """The group follows its name in netsec.toml; were it recorded at both, the next run would refuse the state."""
    shell.done("apply")
    group = shell.group("by-hand")
    shell.done("forget", "security_group/alb")
    shell.done("adopt", "security_group/alb", group)
    ids = [each["id"] for each in shell.state["resources"].values() if each["id"]]
    assert len(ids) == len(set(ids))
    assert shell("plan").code in (0, 5)


def test_without_a_home(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.delenv("USER", raising=False)
    shell.done("apply")


def test_in_a_folder_that_is_gone(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    for command in ("plan", "show", "sandbox status"):
        result = shell(*command.split())
        assert (result.code, "the current directory" in result.err) == (3, True), result.all
    os.chdir(tmp_path)
