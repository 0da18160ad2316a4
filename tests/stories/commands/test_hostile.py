"""Hostile names, tags, files and environments: nothing but harmless text gets out, and nothing stumbles."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path

import pytest

from netsec.messages.escape import UNSAFE
from netsec.sandbox.settings import SETTINGS
from tests.support.shell import TOML, Shell, netsec

ESC, CSI, BIDI, DEL = "\x1b[2J", "\x9b2J", "\u202e", "\x7f"
VENOM = f"x{CSI}{BIDI}\u2066y"
SECRET = "MARKED-SECRET-0123456789"
VERY_TOKEN = "MARKED-TOKEN-0123456789"


def assert_harmless(text: str) -> None:
    bad = {each for each in text if each != "\n" and unicodedata.category(each) in UNSAFE}
    assert not bad, (sorted(map(hex, map(ord, bad))), text)


@pytest.mark.parametrize("last", ["apply -y --json", "destroy -y -v"])
def test_what_strangers_write_into_aws(shell: Shell, last: str) -> None:
    shell.done("apply", "--nat")
    shell.tag(shell.site.vpc_id, {"Other": VENOM})
    shell.tag(shell.id("security_group/alb"), {"Name": VENOM, "netsec:address": VENOM})
    shell.tag(shell.addresses()[0]["AllocationId"], {"netsec:address": f"elastic_ip/{VENOM}"})
    rule = {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 2}
    rule["IpRanges"] = [{"CidrIp": "10.0.0.0/8", "Description": "x"}]  # type: ignore[assignment]
    shell.ec2.authorize_security_group_ingress(GroupId=shell.id("security_group/ecs"), IpPermissions=[rule])
    subnet = shell.site.private_subnets["ap-northeast-1a"]
    group = [shell.id("security_group/rds")]
    shell.ec2.create_network_interface(SubnetId=subnet, Groups=group, Description=VENOM)
    for command in ("plan", "plan --json", last):
        assert_harmless(shell(*command.split()).all)


def test_a_strangers_name_and_a_vpcs_name(shell: Shell) -> None:
    shell.tag(shell.site.vpc_id, {"Name": f"myapp-dev-vpc{VENOM}"})
    assert_harmless(shell("plan").all)
    assert_harmless(shell("init", "--force", "--region", "ap-northeast-1").all)
    assert_harmless((shell.folder / "netsec.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("flag", ["", "-v", "--json"])
def test_what_aws_says_in_errors(shell: Shell, flag: str) -> None:
    SETTINGS.fail_call.append(["DescribeVpcs", "UnauthorizedOperation", VENOM])
    result = shell("plan", *flag.split())
    assert result.code == 4
    assert_harmless(result.all)
    SETTINGS.fail_call.append(["CreateSecurityGroup", f"Odd{BIDI}", VENOM])
    result = shell("apply", "-y", *flag.split())
    assert_harmless(result.all)


TYPED = [
    [f"plan{VENOM}{ESC}"],
    ["plan", VENOM + ESC],
    ["plan", f"--{VENOM}{ESC}"],
    ["plan", "-c", f"/nowhere/{VENOM}{ESC}"],
    ["plan", "-e", VENOM + ESC],
    ["plan", "--region", VENOM + ESC],
    ["plan", "--endpoint-url", f"http://{VENOM}{ESC}/"],
    ["plan", "--endpoint-url", VENOM + ESC],
    ["plan", "--endpoint-url", "http://127.0.0.1:x/"],
    ["apply", "--timeout", VENOM + ESC],
    ["adopt", f"{VENOM}/{ESC}", VENOM, "-y"],
    ["adopt", VENOM, ESC, "-y"],
    ["adopt", "security_group/alb", VENOM + ESC, "-y"],
    ["forget", f"{VENOM}/{ESC}", "-y"],
    ["forget", VENOM + ESC, "-y"],
    ["show", "outputs", VENOM + ESC],
    ["show", VENOM + ESC],
    ["init", "--project", VENOM + ESC],
    ["init", "--force", "--vpc", VENOM + ESC, "--region", "ap-northeast-1"],
    ["init", "--offline", "-c", f"{VENOM}/{ESC}"],
]


@pytest.mark.parametrize("flag", ["-v", "--json"])
def test_what_people_type(shell: Shell, flag: str) -> None:
    for arguments in TYPED:
        result = shell(*arguments, flag)
        assert result.code == 3, (arguments, result.all)
        assert_harmless(result.all)
        assert flag != "--json" or result.out.isascii()
    result = shell("plan", "--profile", VENOM + ESC, flag)
    assert result.code == 4
    assert_harmless(result.all)
    assert_harmless(shell("init", "--offline", "-c", VENOM + ESC + "\n", flag).all)


@pytest.mark.parametrize("key", ["project", "environment", "region", "account_id", "nonsense"])
def test_what_stands_in_the_config(key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    table = {"project": "myapp", key: VENOM + ESC}
    lines = "".join(f"{name} = {json.dumps(value)}\n" for name, value in table.items())
    Path("netsec.toml").write_text(lines, encoding="utf-8")
    for flag in ("-v", "--json"):
        result = netsec("plan", flag)
        assert result.code == 3
        assert_harmless(result.all)


@pytest.mark.parametrize("name", ["../x", "a/b", "x\\u0000y", "CON/", "x" * 10_000, "-x", ""])
def test_names_never_become_paths(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("plan", "show", "state list", "state rebuild", "destroy -y", "--sandbox show"):
        Path("netsec.toml").write_text(f'project = "{name}"\n', encoding="utf-8")
        assert netsec(*command.split()).code == 3
        Path("netsec.toml").write_text(TOML, encoding="utf-8")
        assert not name or netsec(*command.split(), "-e", name).code == 3
    assert os.listdir(tmp_path) == ["netsec.toml"]


def test_what_stands_in_the_state(shell: Shell) -> None:
    """Names and outputs are shown harmlessly; ids, addresses and places that can't be ours are refused."""
    shell.done("apply")
    records = shell.state["resources"]
    named = {**records["security_group/alb"], "attributes": {"name": VENOM + ESC, "public_ip": DEL}}
    shell.edit_state(
        resources={**records, "security_group/alb": named, f"security_group/{VENOM[:9]}": named | {"id": ""}}
    )
    told_of_the_state(shell, {9})
    shell.edit_state(resources={**records, "security_group/alb": named})
    told_of_the_state(shell, {0})
    whole = shell.state
    for poison in (
        {"resources": {f"kind{VENOM}{ESC}/name{DEL}": named}},
        {"resources": {"security_group/alb": named | {"id": VENOM + ESC}}},
        {"resources": {"security_group/alb": named | {"old": [ESC]}}},
        {"region": ESC},
        {"endpoint": VENOM + ESC},
    ):
        shell.edit_state(**{**whole, **poison})
        told_of_the_state(shell, {9})
    assert_harmless(shell("forget", f"kind{VENOM}{ESC}/name{DEL}", "-y").all)


def told_of_the_state(shell: Shell, codes: set[int]) -> None:
    for command in ("show", "show outputs", "state list", "state show", "plan", "show outputs security_group_alb_id"):
        for flag in ("-v", "--json"):
            result = shell(*command.split(), flag)
            assert result.code in codes, result.all
            assert_harmless(result.all)


def test_ids_in_the_state_that_are_somebody_elses(shell: Shell) -> None:
    shell.done("apply")
    strangers = shell.group("theirs")
    resources = shell.state["resources"]
    resources["security_group/alb"]["id"] = strangers
    shell.edit_state(resources=resources)
    for command in ("apply -y", "destroy -y"):
        shell(*command.split())
        assert shell.tags(strangers) == {}
        names = {each["GroupName"] for each in shell.ec2.describe_security_groups()["SecurityGroups"]}
        assert "theirs" in names


def test_secrets_never_get_out(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_SESSION_TOKEN", VERY_TOKEN)
    SETTINGS.fail_call.append(["DescribeSubnets", "SignatureDoesNotMatch", "The request signature does not match."])
    for command in ("plan -v", "apply -y -v", "plan -v --json", "show -v", "state show", "init --force"):
        assert "MARKED" not in shell(*command.split()).all
    for path in shell.folder.rglob("*"):
        assert path.is_dir() or "MARKED" not in path.read_text(encoding="utf-8")


def test_secrets_stay_out_of_tracebacks(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_SESSION_TOKEN", VERY_TOKEN)
    monkeypatch.setattr("netsec.aws.client.AwsClient.read", lambda *given: 1 / 0)
    result = shell("plan", "-v")
    assert (result.code, "Traceback" in result.err, "MARKED" in result.all) == (1, True, False)
