"""The sdist and the wheel hold what they should and nothing else, whatever lies about in the tree."""

from __future__ import annotations

import tarfile
import tomllib
import zipfile
from email import message_from_string
from pathlib import Path

import pytest

from netsec.version import VERSION
from tests.support.distribution import PROJECT, built, copied, project_files

NAME = f"netsec_aws-{VERSION}"
STRAYS = [
    ".env",
    ".venv/lib/site.py",
    ".hypothesis/x.json",
    "build/lib/x.py",
    "docs/draft.pem",
    "docs/pictures/draft.psd",
    "netsec/.env",
    "netsec/__pycache__/cli.cpython-311.pyc",
    "netsec/notes.txt",
    "netsec/sandbox/world.pickle",
    "netsec/views/report/report.css.orig",
    "state/myapp-dev.json",
    "state/sandbox/world/world.pickle",
    "tests/.hypothesis/examples/1",
    "tests/golden/secret.key",
    "tools/token",
]


@pytest.fixture(scope="module")
def distribution(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    tree = copied(tmp_path_factory.mktemp("tree"))
    for stray in STRAYS:
        (tree / stray).parent.mkdir(parents=True, exist_ok=True)
        (tree / stray).write_bytes(b"not for anybody")
    return built(tree, tmp_path_factory.mktemp("dist"))


def test_the_sdist_is_the_project(distribution: tuple[Path, Path]) -> None:
    with tarfile.open(distribution[0]) as archive:
        held = {each.name.removeprefix(f"{NAME}/") for each in archive.getmembers() if each.isfile()}
    assert distribution[0].name == f"{NAME}.tar.gz"
    assert held == {*project_files(), "PKG-INFO"}


def test_the_wheel_is_the_package(distribution: tuple[Path, Path]) -> None:
    package = {each for each in project_files() if each.startswith("netsec/")}
    about = {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}
    with zipfile.ZipFile(distribution[1]) as archive:
        assert set(archive.namelist()) == package | {f"{NAME}.dist-info/{each}" for each in about}
    assert {"netsec/py.typed", "netsec/views/report/report.html.j2"} <= package


def test_the_metadata_name_the_distribution_and_what_it_needs(distribution: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(distribution[1]) as archive:
        metadata = message_from_string(archive.read(f"{NAME}.dist-info/METADATA").decode())
        entry = archive.read(f"{NAME}.dist-info/entry_points.txt").decode().split()
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (metadata["Name"], metadata["Version"]) == ("netsec-aws", VERSION)
    plain = [each for each in metadata.get_all("Requires-Dist", []) if "extra ==" not in each]
    assert sorted(plain) == sorted(project["dependencies"])
    assert metadata.get_all("Provides-Extra") == ["sandbox"]
    assert entry == ["[console_scripts]", "netsec", "=", "netsec.__main__:main"]
