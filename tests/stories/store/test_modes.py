"""Who may read what netsec writes: set by netsec, whatever the umask; what was open before is closed, with a word."""

from __future__ import annotations

import ast
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from netsec.errors import Refused, StateUnusable
from netsec.insight.cost import Prices, list_prices
from netsec.store import price_cache
from netsec.store.local_backend import LocalBackend
from netsec.store.output_files import write_output_file
from netsec.store.rescue_copies import write_rescue_copy
from tests.support.states import full_state

UMASKS = [0o000, 0o022, 0o077, 0o777]
NETSEC = Path(__file__).resolve().parents[3] / "netsec"


@contextmanager
def umask(value: int) -> Iterator[None]:
    former = os.umask(value)
    try:
        yield
    finally:
        os.umask(former)


def modes(directory: Path) -> dict[str, int]:
    return {path.relative_to(directory).as_posix(): mode(path) for path in sorted(directory.rglob("*"))}


def priced() -> Prices:
    found = list_prices("ap-northeast-1")
    assert found
    return found


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("value", UMASKS)
def test_what_is_kept_is_ours_alone(tmp_path: Path, value: int) -> None:
    store = LocalBackend(tmp_path / "a" / "b" / "state", "myapp", "dev")
    with umask(value):
        with store.locked("apply", 0.0):
            store.save(store.save(full_state()))
        price_cache.save_prices(store.directory, priced())
        copy = Path(write_rescue_copy(full_state()))
        assert store.load()
    assert mode(copy) == 0o600
    assert {mode(each) for each in (tmp_path / "a", tmp_path / "a" / "b", store.directory)} == {0o700}
    assert set(modes(store.directory).values()) == {0o600}
    assert {"myapp-dev.json", "myapp-dev.json.backup", "myapp-dev.lock", "prices.json"} < set(modes(store.directory))


def opened(store: LocalBackend, directory: int, file: int) -> None:
    store.save(store.save(full_state()))
    store.lock_path.touch()
    for path in (store.path, store.backup_path, store.lock_path):
        path.chmod(file)
    store.directory.chmod(directory)


@pytest.mark.parametrize(("directory", "file"), [(0o755, 0o644), (0o711, 0o604), (0o700, 0o640), (0o750, 0o600)])
def test_what_was_open_to_others_is_closed_and_said(tmp_path: Path, directory: int, file: int) -> None:
    store = LocalBackend(tmp_path / "state", "myapp", "dev")
    opened(store, directory, file)
    with umask(0), store.locked("apply", 0.0):
        said = {str(each.facts["path"]): each.facts["was"] for each in store.warnings()}
    assert mode(store.directory) == 0o700
    assert {mode(each) for each in (store.path, store.backup_path, store.lock_path)} == {0o600}
    wanted = {str(store.directory): directory, str(store.path): file, str(store.backup_path): file}
    assert said == {path: f"{was:o}" for path, was in wanted.items() if was not in (0o700, 0o600)}
    with store.locked("apply", 0.0):
        assert len(LocalBackend(tmp_path / "state", "myapp", "dev").warnings()) == 0


@pytest.mark.parametrize(("directory", "file"), [(0o757, 0o600), (0o700, 0o606), (0o700, 0o660)])
def test_what_others_could_write_is_refused(tmp_path: Path, directory: int, file: int) -> None:
    store = LocalBackend(tmp_path / "state", "myapp", "dev")
    opened(store, directory, 0o600)
    store.path.chmod(file)
    with pytest.raises(StateUnusable) as caught, store.locked("apply", 0.0):
        store.load()
    assert caught.value.reasons[0].code in ("state_unsafe_directory", "state_unsafe_file")
    assert "writable" in str(caught.value.reasons[0].facts["problem"])


def test_a_folder_that_belongs_to_all_or_was_named_for_the_sandbox_keeps_its_mode(tmp_path: Path) -> None:
    for name, value, sandbox in (("shared", 0o1777, False), ("named", 0o755, True)):
        (tmp_path / name).mkdir()
        (tmp_path / name).chmod(value)
        store = LocalBackend(tmp_path / name, "myapp", "dev", sandbox=sandbox)
        store.save(replace(full_state(), lineage="sandbox-1"))
        assert mode(tmp_path / name) == value


# What is to be shown around


@pytest.mark.parametrize("value", UMASKS)
def test_what_was_asked_for_can_be_read_by_all(tmp_path: Path, value: int) -> None:
    with umask(value):
        write_output_file(tmp_path / "report.html", "x")
        write_output_file(tmp_path / "new", "x", must_be_new=True)
        write_output_file(tmp_path / "plan", "x", private=True)
    assert modes(tmp_path / "") == {
        "new": 0o644,
        "plan": 0o600,
        "report.html": 0o644,
        "rescued": mode(tmp_path / "rescued"),
    }


@pytest.mark.parametrize(("was", "now"), [(0o600, 0o600), (0o666, 0o644), (0o664, 0o644), (0o640, 0o640)])
def test_what_is_written_over_is_never_opened_wider(tmp_path: Path, was: int, now: int) -> None:
    path = tmp_path / "report.html"
    path.write_text("former, and longer")
    path.chmod(was)
    write_output_file(path, "x")
    assert (path.read_text(), mode(path)) == ("x", now)
    with pytest.raises(Refused):
        write_output_file(path, "y", must_be_new=True)
    assert path.read_text() == "x"


def test_a_pipe_takes_it_too(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    write_output_file(Path(f"/proc/self/fd/{writing}"), "x")
    assert os.read(reading, 9) == b"x"
    os.close(reading), os.close(writing)


@pytest.mark.parametrize("value", [0o000, 0o777])
def test_commands_set_the_mode_of_what_they_write(tmp_path: Path, value: int) -> None:
    environ = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    for line in ("init --offline", "graph --of config -o network.mmd", "graph --of config -o network.svg"):
        command = [sys.executable, "-m", "netsec", *line.split()]
        subprocess.run(command, cwd=tmp_path, env=environ, umask=value, check=True, capture_output=True)
    assert {name: each for name, each in modes(tmp_path).items() if name != "rescued"} == {
        "netsec.toml": 0o644,
        "network.mmd": 0o644,
        "network.svg": 0o644,
    }


WRITERS = {"store/secure_files.py", "store/lock.py", "store/output_files.py"}


def test_nothing_else_makes_a_file() -> None:
    """Whoever writes one has its mode set by one of the three; the sandbox runs under the umask that cli sets."""
    found = set()
    for path in sorted(NETSEC.rglob("*.py")):
        name = path.relative_to(NETSEC).as_posix()
        if "sandbox" not in name:
            found |= {name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if makes(node)}
    assert found == WRITERS


def makes(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr in (
            "O_CREAT",
            "write_text",
            "write_bytes",
            "mkdir",
            "makedirs",
            "mkstemp",
            "NamedTemporaryFile",
        )
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "open"
    return bool(called and any(isinstance(each, ast.Constant) and str(each.value)[:1] in "wxa" for each in node.args))
