"""--sandbox: an AWS of its own, whatever the environment and the config say of a real one."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.support.shell import changed, config, inside, netsec

REAL = """
project = "{project}"
region = "ap-northeast-1"
account_id = "999999999999"
enable_network_acls = true
associate_network_acls = true
[vpc]
id = "vpc-0aaaaaaaaaaaaaaaa"
public_subnets = {{ ap-northeast-1a = "subnet-0aaaaaaaaaaaaaaaa" }}
private_route_tables = {{ ap-northeast-1a = ["rtb-0aaaaaaaaaaaaaaaa"] }}
[nat]
eips = {{ ap-northeast-1a = ["eipalloc-0aaaaaaaaaaaaaaaa"] }}
[security_groups.web]
description = "web"
ingress = [
  {{ port = 80, from = "sg-0bbbbbbbbbbbbbbbb" }},
  {{ port = 443, from = "pl-0bbbbbbbbbbbbbbbb" }},
]
[network_acls.one]
subnets = ["subnet-0cccccccccccccccc", "subnet-0dddddddddddddddd"]
associate = true
ingress = [{{ protocol = "all", action = "allow", cidr = "vpc" }}]
egress = []
[network_acls.two]
subnets = ["subnet-0eeeeeeeeeeeeeeee"]
associate = true
ingress = []
egress = []
"""


def test_without_any_config(sandbox: Path) -> None:
    result = inside("plan", "--json")
    assert result.json["header"]["stack"]["value"] == "myapp/dev"
    assert "using the sandbox" in result.err
    inside("apply", "-y")
    assert inside("plan", "--detailed-exitcode").code == 0
    assert os.listdir() == []


def test_the_environment_has_no_say(sandbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config('project = "environment"\n')
    for name, value in {
        "AWS_PROFILE": "nobody",
        "AWS_DEFAULT_PROFILE": "nobody",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        "AWS_ENDPOINT_URL_EC2": "http://127.0.0.1:1",
        "AWS_CONFIG_FILE": __file__,
        "AWS_SHARED_CREDENTIALS_FILE": __file__,
        "AWS_ACCESS_KEY_ID": "MARKED",
        "AWS_SECRET_ACCESS_KEY": "MARKED",
        "AWS_SESSION_TOKEN": "MARKED",
        "AWS_CA_BUNDLE": "/nowhere",
        "HTTP_PROXY": "http://127.0.0.1:1",
        "http_proxy": "http://127.0.0.1:1",
    }.items():
        monkeypatch.setenv(name, value)
    result = inside("plan", "--json")
    assert result.json["header"]["region"] == {"value": "ap-northeast-1", "source": "sandbox default"}
    assert result.json["header"]["account"]["source"] == "the sandbox's"
    assert "MARKED" not in result.all
    assert netsec("sandbox", "status").code == 0


def test_ids_of_a_real_account_get_stand_ins(sandbox: Path) -> None:
    config(REAL.format(project="real"))
    result = inside("plan", "--json")
    assert {"security_group/web", "network_acl/one", "network_acl/two"} <= set(changed(result))
    inside("apply", "-y")
    inside("plan", "--detailed-exitcode")
    inside("plan", "--nat")
    inside("destroy", "-y")


def test_the_configs_zones_are_laid(sandbox: Path) -> None:
    config('project = "zones"\navailability_zones = ["ap-northeast-1d"]\n')
    assert "nat_gateway/ap-northeast-1d" in changed(inside("plan", "--nat", "--json"))
    inside("apply", "-y")
    config('project = "zones"\navailability_zones = ["ap-northeast-1a", "ap-northeast-1d"]\n')
    wanted = changed(inside("plan", "--nat", "--json"))
    assert {"nat_gateway/ap-northeast-1a", "nat_gateway/ap-northeast-1d"} <= set(wanted)
    inside("destroy", "-y")
    laid = json.loads((sandbox / "world" / "laid.json").read_text(encoding="utf-8"))
    zones = {zone for each in laid if each["project"] == "zones" for zone in each["zones"]}
    assert zones == {"ap-northeast-1a", "ap-northeast-1d"}


def test_zones_that_do_not_exist(sandbox: Path) -> None:
    config('project = "nozone"\navailability_zones = ["ap-northeast-1z"]\n')
    result = inside("plan", code=3)
    assert "ap-northeast-1z" in result.err


@pytest.mark.parametrize("by_flag", [False, True])
def test_another_region(sandbox: Path, by_flag: bool) -> None:
    project = f"elsewhere{int(by_flag)}"
    config(f'project = "{project}"\n' + ("" if by_flag else 'region = "eu-west-1"\n'))
    flag = ["--region", "eu-west-1"] if by_flag else []
    result = inside("plan", "--json", "--nat", *flag)
    assert result.json["header"]["region"]["value"] == "eu-west-1"
    assert {each.split("/")[1][:-1] for each in changed(result) if each.startswith("nat_gateway/")} == {"eu-west-1"}
    inside("apply", "-y", *flag)
    inside("plan", "--detailed-exitcode", *flag)


def test_two_projects_side_by_side(sandbox: Path) -> None:
    for project in ("first", "second"):
        config(f'project = "{project}"\n')
        inside("apply", "-y")
    inside("plan", "--detailed-exitcode")
    inside("destroy", "-y")
    config('project = "first"\n')
    inside("plan", "--detailed-exitcode")


def test_its_states_are_never_taken_for_real_ones(sandbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config('project = "mixed"\nregion = "ap-northeast-1"\n')
    inside("apply", "-y")
    Path("state").mkdir()
    path = Path("state") / "mixed-dev.json"
    path.write_bytes((sandbox / "mixed-dev.json").read_bytes())
    path.chmod(0o600)
    for command in ("plan", "show", "destroy -y", "apply -y", "forget --all -y", "state list"):
        result = netsec(*command.split())
        assert (result.code, "written in the sandbox" in " ".join(result.err.split())) == (9, True), result.all
    text = path.read_text(encoding="utf-8").replace('"lineage": "sandbox-', '"lineage": "')
    (sandbox / "mixed-dev.json").write_text(text, encoding="utf-8")
    for command in ("plan", "show", "destroy -y", "apply -y", "state list"):
        result = inside(*command.split(), code=9)
        assert "was written for AWS" in " ".join(result.err.split())
    inside("state", "rebuild", "-y")
    inside("plan", "--detailed-exitcode")


def test_init_inside_leaves_its_ids_out(sandbox: Path) -> None:
    inside("init", "--project", "started")
    lines = Path("netsec.toml").read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if not line.startswith("#") and ("vpc-" in line or "account_id" in line)]
    inside("apply", "-y")
    inside("plan", "--detailed-exitcode")
