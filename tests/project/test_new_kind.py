"""`make new-kind`: the skeleton passes ruff, mypy and its tests at once, and what can't be a kind is refused."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PARTS = ("netsec", "tests", "tools", "docs", "pyproject.toml", "README.md", "CHANGELOG.md")
NAME = "carrier_gateway"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the sources, to write into."""
    for part in PARTS:
        source = PROJECT / part
        if source.is_dir():
            shutil.copytree(
                source, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__", "pictures", "demo.md")
            )
        else:
            shutil.copy(source, tmp_path / part)
    return tmp_path


def run(checkout: Path, *command: str) -> str:
    """Run a Python module or script there with the copied sources; its output, if it ends well."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=checkout,
        env={"PYTHONPATH": str(checkout), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("name", [NAME, "egress_only_internet_gateway", "vpc_peering_connection"])
def test_the_skeleton_is_laid_out(checkout: Path, name: str) -> None:
    run(checkout, "tools/new_kind.py", name)
    files = [f"netsec/kinds/{name}.py", f"tests/unit/kinds/test_{name}.py", "netsec/kinds/__init__.py"]
    run(checkout, "-m", "ruff", "check", *files)
    run(checkout, "-m", "ruff", "format", "--check", *files)


def test_the_skeleton_passes_the_checks(checkout: Path) -> None:
    written = run(checkout, "tools/new_kind.py", NAME)
    assert f"wrote netsec/kinds/{NAME}.py\n" in written
    run(checkout, "-m", "mypy", f"netsec/kinds/{NAME}.py")
    tests = ["tests/unit/kinds/test_registry.py", f"tests/unit/kinds/test_{NAME}.py", "tests/project/test_policy.py"]
    run(checkout, "-m", "pytest", *tests)
    run(checkout, "-m", "pytest", "tests/project/test_architecture.py", "-k", f"kind or {NAME}")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("carier_gateway", "alike: CarrierGateway"),
        ("nat_gateway", "has nat_gateway already"),
        ("Carrier", "NAME is a word"),
        ("", "NAME is a word"),
    ],
)
def test_what_is_no_kind_is_refused(checkout: Path, name: str, told: str) -> None:
    before = sorted(path for path in checkout.rglob("*.py"))
    command = [sys.executable, "tools/new_kind.py", name]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert told in done.stderr
    assert sorted(path for path in checkout.rglob("*.py")) == before
