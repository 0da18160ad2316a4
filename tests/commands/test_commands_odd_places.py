"""Odd state folders and files, no home, a working directory that is gone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from commands_shell import Shell

ESC, CSI, BIDI, DEL = "\x1b[2J", "\x9b2J", "\u202e", "\x7f"
VENOM = f"x{CSI}{BIDI}\u2066y"
SECRET = "MARKED-SECRET-0123456789"
VERY_TOKEN = "MARKED-TOKEN-0123456789"


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
    said = shell("apply", "-y")
    assert said.code == 9 or (kind == "link to nowhere" and said.code == 0), said.all
    groups = shell.ec2.describe_security_groups()["SecurityGroups"]
    assert said.code == 0 or len([each for each in groups if each["VpcId"] == shell.site.vpc_id]) == 1


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
    said = shell("apply", "-y")
    assert said.code == 9, said.all
    assert str(path) in said.err.replace("\n       ", "")
    assert target.read_bytes() == before


def test_without_a_home(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.delenv("USER", raising=False)
    shell.done("apply")


def test_in_a_folder_that_is_gone(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    for command in ("plan", "show", "sandbox status"):
        said = shell(*command.split())
        assert (said.code, "the folder you are in" in said.err) == (3, True), said.all
    os.chdir(tmp_path)
