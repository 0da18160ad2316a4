"""A copy of the project as git has it, built into an sdist and a wheel with the locked build tool."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


def project_files() -> list[str]:
    """What belongs to the project: all that git tracks, or would with the next commit."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    if not (PROJECT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a checkout of git: nothing says which files are the project's")
    told = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    return sorted(each for each in told.split("\0") if each and (PROJECT / each).exists())


def copied(target: Path) -> Path:
    """The project's files, and nothing else, in a new folder."""
    for name in project_files():
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / name, place)
    return target


def built(project: Path, out: Path) -> tuple[Path, Path]:
    """The sdist and the wheel."""
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(out)]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (sdist,), (wheel,) = out.glob("*.tar.gz"), out.glob("*.whl")
    return sdist, wheel


def plain_environ(**more: str) -> dict[str, str]:
    """This environment without what would steer Python, netsec, boto3 or the place that uv installs to."""
    steering = ("AWS_", "NETSEC_", "PYTHON", "VIRTUAL_ENV", "UV_TOOL", "COVERAGE")
    return {name: value for name, value in os.environ.items() if not name.startswith(steering)} | more


def uv_at_hand() -> str | None:
    """The uv that tools/setup used: from PATH, or the pinned one that it fetched."""
    pinned = PROJECT / ".tools" / "bin" / "uv"
    return shutil.which("uv") or (str(pinned) if pinned.exists() else None)
