"""The locks: current, a hash for every file, no index named; and nothing is installed around them."""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.distribution import PROJECT, plain_environ, uv_at_hand

LOCKS = [PROJECT / "uv.lock", PROJECT / "tools" / "requirements.txt", PROJECT / "tools" / "uv.txt"]
TOOLS = [path for path in sorted((PROJECT / "tools").glob("[a-z]*")) if path.is_file()]
SCRIPTS = [PROJECT / "Makefile", PROJECT / ".ci" / "run", *TOOLS]
LOCK = tomllib.loads(LOCKS[0].read_text(encoding="utf-8"))
OTHERS = [each for each in LOCK["package"] if each["name"] != "netsec-aws"]


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PROJECT / "tools"))
    return importlib.import_module("locked")


def test_the_locks_fit(locked: ModuleType) -> None:
    assert locked.problems() == []


@pytest.mark.parametrize(
    ("file", "was", "becomes", "said"),
    [
        ("pyproject.toml", '"click>=8.3"', '"click>=8.4"', "pyproject.toml and uv.lock differ in click"),
        ("pyproject.toml", '  "rich>=14",\n', '  "rich>=14",\n  "requests>=2",\n', "differ in requests"),
        ("pyproject.toml", '"flask>=3", ', "", "differ in flask"),
        ("pyproject.toml", '  "bandit>=1.8",\n', "", "differ in bandit"),
        ("pyproject.toml", "moto[ec2]>=5.2", "moto[s3]>=5.2", "differ in moto"),
        ("tools/requirements.txt", "\nclick==", "\nclick==0", "uv.lock and tools/requirements.txt differ in click"),
    ],
)
def test_a_lock_that_does_not_fit_is_said(
    locked: ModuleType, tmp_path: Path, file: str, was: str, becomes: str, said: str
) -> None:
    for name in ("pyproject.toml", "uv.lock"):
        shutil.copy(PROJECT / name, tmp_path)
    shutil.copytree(PROJECT / "tools", tmp_path / "tools")
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert was in text
    (tmp_path / file).write_text(text.replace(was, becomes), encoding="utf-8")
    assert any(said in each for each in locked.problems(tmp_path))
    done = subprocess.run(
        ["sh", "tools/setup"], cwd=tmp_path, env=plain_environ(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "Renew the locks: make lock")
    assert not (tmp_path / ".venv").exists()


def test_uv_finds_its_lock_current() -> None:
    uv = uv_at_hand()
    if uv is None:
        pytest.skip("no uv here: .venv was made with pip")
    environ = {name: value for name, value in plain_environ().items() if not re.match("UV_.*(INDEX|LINKS)", name)}
    done = subprocess.run(
        [uv, "lock", "--check", "--offline", "--no-config", "--project", str(PROJECT)],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("package", OTHERS, ids=lambda each: each["name"])
def test_every_file_in_the_lock_has_its_hash(package: dict[str, object]) -> None:
    files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else ())]  # type: ignore[call-overload]
    assert files
    assert all(re.fullmatch("sha256:[0-9a-f]{64}", each["hash"]) for each in files)


@pytest.mark.parametrize("path", LOCKS[1:], ids=lambda each: each.name)
def test_every_line_to_install_has_hashes(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    assert lines
    line = re.compile(r"[a-z0-9.-]+==\S+( ; [^#]*?)?(\s+--hash=sha256:[0-9a-f]{64})+")
    assert [each for each in lines if not line.fullmatch(each.rstrip())] == []


def test_the_export_holds_what_the_lock_holds() -> None:
    requirements = LOCKS[1].read_text(encoding="utf-8")
    for package in OTHERS:
        files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else ())]
        entry = re.search(
            rf"^{package['name']}=={re.escape(package['version'])}\s(.*?)(?=^\S|\Z)", requirements, re.M | re.S
        )
        assert entry, package["name"]
        assert set(re.findall(r"sha256:[0-9a-f]{64}", entry[1])) == {each["hash"] for each in files}


@pytest.mark.parametrize("path", LOCKS, ids=lambda each: each.name)
def test_no_lock_names_an_index(path: Path) -> None:
    assert not re.search(r"https?:|//|index-url|find-links", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda each: each.name)
def test_nothing_is_installed_around_the_locks(path: Path) -> None:
    """Python packages come with their hashes, or are this one, without what it needs and built by what is locked."""
    text = re.sub(r"^\s*#.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for line in re.findall(r"^.*\bpip\"? (?:install|sync|download).*$|^.*\buvx? (?:tool|run|x).*$", text, re.MULTILINE):
        assert "--require-hashes" in line or "--no-deps --no-build-isolation -e ." in line, line
