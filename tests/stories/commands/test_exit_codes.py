"""Every exit code, reached through the door as a person would reach it."""

from __future__ import annotations

import json

import pytest

from netsec.sandbox.foundation import lay_foundation
from netsec.sandbox.settings import SETTINGS
from tests.support.exit_codes.cases import Case
from tests.support.exit_codes.failures import FAILURES
from tests.support.exit_codes.refusals import REFUSALS
from tests.support.shell import ZONES, Result, Shell

CASES = {**REFUSALS.cases, **FAILURES.cases}


@pytest.mark.parametrize("name", CASES)
def test_exit_code(name: str, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = CASES[name]
    wanted.prepare(shell, monkeypatch)
    result = shell(*wanted.command.split(), typed=wanted.typed)
    assert result.code == wanted.code, result.all
    assert wanted.says in " ".join(result.all.split())
    assert "Traceback" not in result.all
    if wanted.reason and (wanted.code, wanted.command.split()[0]) not in ((4, "apply"), (8, "apply")):
        assert_json_names_the_reason(shell(*wanted.command.split(), "--json", typed=wanted.typed), wanted)


def assert_json_names_the_reason(result: Result, wanted: Case) -> None:
    assert result.code == wanted.code, result.all
    assert result.out.isascii()
    assert f'"code": "{wanted.reason}"' in result.out
    assert json.loads("[" + result.out.replace("}\n{", "},\n{") + "]")


def test_every_code_of_the_contract_is_reached() -> None:
    elsewhere = {141, 143}  # signals and pipes: subprocesses
    assert {each.code for each in CASES.values()} | elsewhere == {*range(11), 130, 141, 143}


def test_a_bug_is_one_line_and_a_traceback_on_request(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    CASES["a bug"].prepare(shell, monkeypatch)
    result = shell("plan", "-v")
    assert result.code == 1
    assert "Traceback (most recent call last)" in result.err
    assert "ZeroDivisionError: told \\x1b[2J" in result.err
    assert "\x1b" not in result.all


def test_a_failed_gateway_is_healed_by_the_next_run(shell: Shell) -> None:
    SETTINGS.fail_nat.append(["InsufficientFreeAddressesInSubnet", "none left"])
    assert shell("apply", "--nat", "-y").code == 8
    shell.done("apply", "--nat")
    shell.empty("--nat")
    assert len(shell.addresses()) == len(shell.gateways()) == len(ZONES)


def test_what_a_quota_left_out_comes_once_there_is_room(shell: Shell) -> None:
    SETTINGS.eip_quota = 1
    assert shell("apply", "--nat", "-y").code == 7
    SETTINGS.eip_quota = 5
    shell.done("apply", "--nat")
    shell.empty("--nat")


def test_the_gravest_code_wins(shell: Shell) -> None:
    SETTINGS.eip_quota = 1
    SETTINGS.fail_call.append(["CreateSecurityGroup", "UnauthorizedOperation", "no"])
    assert shell("apply", "--nat", "-y").code == 4


def test_nothing_is_written_where_another_region_is_meant(shell: Shell) -> None:
    lay_foundation(shell.world.client("ec2", "us-east-1"), project="myapp", environment="dev", zones=["us-east-1a"])
    shell.done("apply")
    before = shell.state_path.read_bytes()
    assert shell("apply", "-y", "--region", "us-east-1").code == 4
    assert shell.state_path.read_bytes() == before
    groups = shell.world.client("ec2", "us-east-1").describe_security_groups()["SecurityGroups"]
    assert {each["GroupName"] for each in groups} == {"default"}
