"""plan --out and apply FILE: the plan that was reviewed, and only it; and options that are given once."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.support.shell import TOML, Shell, flat


def test_what_was_reviewed_is_carried_out_without_a_question(shell: Shell) -> None:
    result = shell("plan", "--nat", "--out", "p.json")
    assert (result.code, "netsec apply p.json" in result.err) == (0, True)
    assert stat.S_IMODE(Path("p.json").stat().st_mode) == 0o600
    result = shell("apply", "p.json")
    assert result.code == 0, result.all
    shell.empty("--nat")


@pytest.mark.parametrize(
    "arguments", [["--destroy"], ["--destroy", "--release-eips"], ["--destroy-nat"], ["--destroy-nat", "--keep-eips"]]
)
def test_a_plan_to_take_away_is_a_plan_as_well(shell: Shell, arguments: list[str]) -> None:
    shell.done("apply", "--nat")
    assert shell("plan", *arguments, "--out", "p.json").code == 0
    assert shell("apply", "p.json").code == 0
    assert shell.gateways() == []
    assert len(shell.addresses()) == (2 if "--keep-eips" in arguments else 0)


def drift(shell: Shell) -> None:
    rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "10.9.0.0/16"}]}
    shell.ec2.authorize_security_group_ingress(GroupId=shell.id("security_group/alb"), IpPermissions=[rule])


def config(shell: Shell) -> None:
    shell.config(TOML + "app_port = 8081\n")


def done_already(shell: Shell) -> None:
    shell.done("apply", "--nat")


@pytest.mark.parametrize("meanwhile", [drift, config, done_already])
def test_whatever_has_changed_since_is_said_and_nothing_done(shell: Shell, meanwhile: Any) -> None:
    shell.done("apply")
    assert shell("plan", "--nat", "--out", "p.json").code == 0
    meanwhile(shell)
    before = (shell.gateways(), shell.addresses(), shell.state["resources"])
    result = shell("apply", "p.json")
    assert result.code == 5, result.all
    assert "has changed since this plan was written" in flat(result.err)
    assert "nat_gateway/ap-northeast-1a" in result.err or "security_group_rules" in result.err
    assert (shell.gateways(), shell.addresses(), shell.state["resources"]) == before


def test_another_stacks_plan_is_refused(shell: Shell) -> None:
    shell.done("apply")
    assert shell("plan", "--nat", "--out", "p.json").code == 0
    for field in ("project", "environment", "account", "region", "vpc_id", "lineage"):
        document = json.loads(Path("p.json").read_text())
        document["place"][field] = "other"
        Path("q.json").write_text(json.dumps(document))
        Path("q.json").chmod(0o600)
        result = shell("apply", "q.json")
        assert (result.code, f"a plan for {field} other" in flat(result.err)) == (4, True), result.all
    assert shell.gateways() == []


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "{}", '{"version": 2}', "[" * 5000, '{"version": 1, "request": {"aim": "x"}}']
)
def test_what_is_no_plan_is_refused(shell: Shell, text: str) -> None:
    Path("p.json").write_text(text)
    Path("p.json").chmod(0o600)
    result = shell("apply", "p.json")
    assert (result.code, "netsec plan --out p.json" in result.err) == (3, True), result.all
    assert not shell.state_path.exists()


def test_a_file_that_others_may_write_or_that_is_a_link_is_refused(shell: Shell) -> None:
    assert shell("plan", "--out", "p.json").code == 0
    Path("p.json").chmod(0o666)
    assert shell("apply", "p.json").code == 9
    Path("p.json").chmod(0o600)
    os.symlink("p.json", "link.json")
    assert shell("apply", "link.json").code == 9
    assert shell("apply", "nowhere.json").code == 3


def test_a_plan_that_can_not_be_carried_out_is_not_written(shell: Shell) -> None:
    shell.group("myapp-dev-alb-sg")
    result = shell("plan", "--out", "p.json")
    assert (result.code, Path("p.json").exists(), "was not written" in result.err) == (5, False, True)


def test_the_switch_belongs_to_the_plan(shell: Shell) -> None:
    assert shell("plan", "--out", "p.json").code == 0
    assert shell("apply", "p.json", "--nat").code == 3


@pytest.mark.parametrize(
    "line",
    ["-e dev -e prod plan", "plan -e dev -e dev", "-e dev plan -e prod", "plan --region a --region b",
     "-c netsec.toml show -c netsec.toml", "--profile a plan --profile b", "plan --endpoint-url a --endpoint-url b"],
)  # fmt: skip
def test_an_option_that_is_given_twice_is_a_mistake(shell: Shell, line: str) -> None:
    result = shell(*line.split())
    assert (result.code, "more than once" in result.err) == (3, True), result.all
