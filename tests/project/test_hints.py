"""Every way to install that netsec or its README names is followed here, from the wheel in a plain environment on."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from netsec.messages.en.reasons import REASONS
from tests.support.distribution import PROJECT, built, copied, plain_environ, uv_at_hand

INSTALLING = re.compile(r"^\s+((?:uv tool|uvx?|pipx?|python3? -m pip)\b.*)$", re.MULTILINE)
SPAN = re.compile(r"`((?:uv tool install|pipx|pip3? install|python3? -m pip)[^`]*)`")
PAGES = [PROJECT / "README.md", PROJECT / "README.ja.md", *sorted((PROJECT / "docs").glob("*.md"))]
UNREACHABLE = re.compile(
    r"error sending request|dns error|Could not find a version|Failed to establish|ConnectionError|timed out"
)
STRANGERS = re.compile(
    r"""(?:pip3?|pipx|uv\ tool|uv\ pip)\ (?:install|upgrade)[^\n`]*(?<![./\w-])netsec(?![\w-]|\.toml)
    | uvx\ netsec | netsec\[ | version\(["']netsec["']\)""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Plain:
    """A virtual environment with the wheel and what it needs, without the sandbox's extra; and a checkout."""

    place: Path
    checkout: Path
    tools: Path
    uv: str

    def environ(self, *, active: bool) -> dict[str, str]:
        """`active` as `source bin/activate` makes it."""
        path = plain_environ()["PATH"]
        mine = f"{self.place / 'venv' / 'bin'}:{path}" if active else path
        more = {"VIRTUAL_ENV": str(self.place / "venv")} if active else {}
        tools = {"UV_TOOL_DIR": str(self.tools), "UV_TOOL_BIN_DIR": str(self.tools / "bin"), "UV_SYSTEM_CERTS": "1"}
        own = {"NETSEC_SANDBOX_DIR": str(self.place / "sandbox"), "COLUMNS": "200", "PIP_REQUIRE_VIRTUALENV": "0"}
        own |= {"PIP_NO_COMPILE": "1"}  # what is not imported here need not be compiled
        return plain_environ(**tools, **own, **more, PATH=f"{Path(self.uv).parent}:{mine}")

    def run(self, command: list[str], folder: Path, *, active: bool = False) -> subprocess.CompletedProcess[str]:
        """The answer; the test is skipped where there is no index to install from."""
        done = subprocess.run(
            command,
            cwd=folder,
            env=self.environ(active=active),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        if done.returncode and UNREACHABLE.search(done.stderr):
            pytest.skip(f"no package index is reachable: {done.stderr.splitlines()[-1]}")
        return done

    def netsec(self, *arguments: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
        """A run of the command, in a folder of its own."""
        program = (home or self.place / "venv") / "bin" / "netsec"
        return self.run([str(program), *arguments], self.place / "work")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Plain:
    uv = uv_at_hand()
    if uv is None:
        pytest.skip("no uv here: .venv was made with pip")
    place = tmp_path_factory.mktemp("plain")
    (place / "work").mkdir()
    (place / "work" / "netsec.toml").write_text('project = "myapp"\n', encoding="utf-8")
    checkout = copied(place / "checkout")
    plain = Plain(place, checkout, place / "tools", uv)
    _, wheel = built(checkout, place / "dist")
    assert plain.run([uv, "venv", "-q", "--seed", "--python", sys.executable, "venv"], place).returncode == 0
    python = str(place / "venv" / "bin" / "python")
    locked = ["-c", str(checkout / "tools" / "requirements.txt")]
    done = plain.run([uv, "pip", "install", "-q", "--python", python, *locked, str(wheel)], place)
    assert done.returncode == 0, done.stderr
    return plain


def hints() -> list[str]:
    """Each command to install something in any sentence of netsec."""
    texts = [hint for _, hint in REASONS.values()]
    return sorted({found for text in texts for found in INSTALLING.findall(text)})


def documented() -> list[str]:
    """Each of them in README and docs."""
    return [found for page in PAGES for found in SPAN.findall(page.read_text(encoding="utf-8"))]


def test_the_wheel_works_in_a_plain_environment(plain: Plain) -> None:
    assert plain.netsec("--version").stdout.startswith("netsec, version ")
    assert plain.netsec("show").returncode == 0


def test_what_is_missing_is_said_with_the_ways_that_are_tried_below(plain: Plain) -> None:
    done = plain.netsec("--sandbox", "plan")
    assert done.returncode == 3, done.stderr
    assert "the sandbox is not installed" in done.stderr
    assert set(INSTALLING.findall(done.stderr)) == set(hints())
    state = plain.place / "work" / "state" / "myapp-dev.json"
    state.parent.mkdir(exist_ok=True)
    state.write_text(json.dumps({"version": 99}), encoding="utf-8")
    told = plain.netsec("show")
    state.unlink()
    assert INSTALLING.findall(told.stderr) == ["uv tool install --force '.[sandbox]'"]


def marked(line: str) -> Any:
    """pip resolves and installs for a minute what uv does in seconds: for `make reliability`."""
    return line if line.startswith("uv ") else pytest.param(line, marks=pytest.mark.reliability)


@pytest.mark.parametrize("line", [marked(line) for line in sorted({*hints(), *documented()})])
def test_a_way_to_install_that_is_named_works(plain: Plain, line: str, tmp_path: Path) -> None:
    """As it stands there, in a checkout; what names the extra brings the sandbox."""
    fresh = replace(plain, tools=tmp_path)
    done = fresh.run(shlex.split(line), plain.checkout, active=True)
    assert done.returncode == 0, done.stderr
    home = tmp_path / "netsec-aws" if line.startswith("uv tool") else plain.place / "venv"
    assert fresh.netsec("--version", home=home).stdout.startswith("netsec, version ")
    needed = "import netsec.cli" + (", moto, flask_cors" if "[sandbox]" in line else "")
    imported = fresh.run([str(home / "bin" / "python"), "-c", needed], tmp_path)
    assert imported.returncode == 0, imported.stderr


def test_nothing_names_the_stranger_on_the_index() -> None:
    sources = sorted((PROJECT / "netsec").rglob("*.py"))
    tools = [each for each in sorted((PROJECT / "tools").iterdir()) if each.is_file()]
    for path in [*sources, *tools, *PAGES, PROJECT / "Makefile", PROJECT / "pyproject.toml", PROJECT / ".ci" / "run"]:
        found = STRANGERS.search(path.read_text(encoding="utf-8"))
        assert not found, f"{path}: {found and found[0]}"


@pytest.mark.parametrize(
    "text",
    [
        "pip install netsec",
        "pip install 'netsec[sandbox]'",
        "pip install --upgrade netsec\n",
        "uvx netsec demo",
        "version('netsec')",
        "uv tool install netsec",
        "pipx install netsec`",
    ],
)
def test_the_stranger_would_be_seen(text: str) -> None:
    assert STRANGERS.search(text)
