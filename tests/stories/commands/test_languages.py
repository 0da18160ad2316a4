"""Every command in Japanese: no English sentence is left, nothing is wider than the screen, JSON is English."""

from __future__ import annotations

import re

import pytest

from netsec.views.paint import width
from tests.support.shell import Shell

SENTENCE = re.compile(r"(?<![\w.-])[A-Za-z']{2,} [a-z']{2,} [a-z']{2,}(?![\w.-])")
# What AWS or the config says, in their own words.
QUOTED = re.compile(
    r'"[^"]*"|`[^`]*`|All traffic|HTTPS? from \w+|App port from ALB|PostgreSQL from ECS|使い方: .*|security group \w+'
)
# Lines that are typed: never broken, never translated.
TYPED = re.compile(r"^\s*(netsec|aws|export|uv|python) ")
COMMANDS = (
    "plan", "plan --nat", "plan --destroy", "show", "show outputs", "state list", "verify", "audit", "advise", "cost",
    "graph", "nat status", "reach internet rds 5432", "reach ecs internet 443", "--help",
    "plan --help", "nat on --help", "state --help", "audit --severity x", "plan x", "nope", "reach a b", "adopt x y",
)  # fmt: skip


@pytest.fixture
def japanese(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setenv("NETSEC_LANG", "ja")
    shell.done("apply", "--nat")
    return shell


@pytest.mark.parametrize("columns", [60, 80])
def test_every_command_in_japanese(japanese: Shell, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for command in COMMANDS:
        for line in japanese(*command.split()).all.splitlines():
            assert not SENTENCE.search(QUOTED.sub("", line)) or TYPED.match(line), (command, line)
            assert width(line) <= columns or TYPED.match(line) or " " not in line.strip(), (command, line)


def test_json_is_english(japanese: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for command in ("plan", "verify", "audit", "advise", "cost", "show", "graph", "nat status"):
        spoken = japanese(*command.split(), "--json").out
        monkeypatch.setenv("NETSEC_LANG", "en")
        assert re.sub(r'"(age_seconds|at|so_far|cost_so_far)": [^,\n]*', "", spoken) == re.sub(
            r'"(age_seconds|at|so_far|cost_so_far)": [^,\n]*', "", japanese(*command.split(), "--json").out
        )
        monkeypatch.setenv("NETSEC_LANG", "ja")
        assert spoken.isascii()
