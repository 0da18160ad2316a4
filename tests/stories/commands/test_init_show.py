"""init writes a file that loads and plans; show, destroy-nat and destroy need neither AWS nor every rule of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from netsec.config import load_config
from tests.support.shell import TOML, ZONES, Shell, changed, lay_site, netsec, without_aws

BROKEN = TOML + '[security_groups.alb]\ndescription = "x"\ningress = [{ port = 99999999, from = "nowhere" }]\n'


def test_init_offline_writes_the_hands_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "My Web_App").mkdir()
    monkeypatch.chdir(tmp_path / "My Web_App")
    result = netsec("init", "--offline")
    assert (result.code, result.err) == (0, "")
    assert result.out == "Wrote netsec.toml.\nNext: review it, then run `netsec plan`.\n"
    assert load_config(Path("netsec.toml")).project == "my-web-app"


def test_init_in_a_seen_vpc(shell: Shell) -> None:
    (shell.folder / "netsec.toml").unlink()
    result = shell("init", "--region", "ap-northeast-1")
    assert result.code == 0, result.all
    assert f"for {shell.site.vpc_id} (myapp-dev-vpc)" in result.out
    config = load_config(shell.folder / "netsec.toml")
    assert (config.project, config.environment, config.region) == ("myapp", "dev", "ap-northeast-1")
    assert config.account_id == "123456789012"
    assert dict(config.vpc.public_subnets) == shell.site.public_subnets
    assert set(changed(shell("plan", "--nat", "--json"))) >= {f"nat_gateway/{zone}" for zone in ZONES}
    shell.done("apply", "--nat")
    shell.empty("--nat")


def test_init_never_overwrites_unasked(shell: Shell) -> None:
    result = shell("init")
    assert (result.code, "--force" in result.err) == (3, True)
    assert (shell.folder / "netsec.toml").read_text(encoding="utf-8") == TOML
    result = shell("init", "--force", "--region", "ap-northeast-1", "--json")
    assert result.json == {"path": "netsec.toml", "vpc_id": shell.site.vpc_id}


def test_init_follows_no_link(shell: Shell) -> None:
    target = shell.folder / "target"
    (shell.folder / "netsec.toml").unlink()
    (shell.folder / "netsec.toml").symlink_to(target)
    assert shell("init", "--offline").code == 3
    assert not target.exists()


def test_init_lists_several_vpcs(shell: Shell) -> None:
    (shell.folder / "netsec.toml").unlink()
    other = lay_site(shell.world, project="other")
    result = shell("init", "--region", "ap-northeast-1")
    assert result.code == 3
    for vpc in (shell.site.vpc_id, other.vpc_id):
        assert f"netsec init --vpc {vpc}" in result.err
    assert not (shell.folder / "netsec.toml").exists()
    assert shell("init", "--region", "ap-northeast-1", "--vpc", other.vpc_id).code == 0
    assert load_config(shell.folder / "netsec.toml").project == "other"


def test_init_picks_the_vpc_that_the_project_names(shell: Shell) -> None:
    lay_site(shell.world, project="other")
    assert shell("init", "--force", "--region", "ap-northeast-1", "--project", "other").code == 0
    assert shell("plan").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("--project", "../x"),
        ("--project", "sg-web"),
        ("--project", "Web"),
        ("--project", "x" * 32),
        ("-e", "../x"),
        ("--region", 'x"\n[vpc]'),
    ],
)
def test_init_refuses_bad_names(shell: Shell, arguments: tuple[str, ...]) -> None:
    result = shell("init", "--offline", "--force", *arguments)
    assert (result.code, arguments[0] in result.err) == (3, True), result.all
    assert (shell.folder / "netsec.toml").read_text(encoding="utf-8") == TOML


def test_init_where_nothing_can_be_written(shell: Shell) -> None:
    result = shell("init", "--offline", "-c", "nowhere/netsec.toml")
    assert (result.code, "can't be written" in result.err) == (3, True)


def test_init_without_credentials_still_writes(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    result = shell("init", "--force", "--region", "ap-northeast-1")
    assert (result.code, "AWS could not be read: no AWS credentials found" in result.err) == (0, True), result.all


def test_show_before_anything(shell: Shell) -> None:
    assert "Nothing is recorded" in shell("show").out
    assert shell("show", "outputs").code == 0
    assert shell("show", "--json").json["resources"] == {}
    assert shell("state", "show").json["resources"] == {}
    assert not shell.state_path.exists()


@pytest.mark.parametrize("command", ["show", "state list", "destroy-nat -y", "destroy -y", "plan --destroy"])
def test_a_broken_rule_does_not_stand_in_the_way(shell: Shell, command: str) -> None:
    shell.done("apply", "--nat")
    shell.config(BROKEN)
    assert shell("plan").code == 3
    result = shell(*command.split())
    assert result.code == 0, result.all


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["show"], ["--sandbox", "show"], ["state", "list"]])
def test_what_asks_nothing_loads_no_boto3(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "netsec.toml").write_text(TOML, encoding="utf-8")
    told = (
        "import sys; from netsec.cli import answer; code = answer(sys.argv[1:]);"
        "heavy = {'boto3', 'botocore', 'moto', 'flask', 'rich'} & set(sys.modules);"
        "print(code, sorted(heavy), file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", told, *arguments],
        cwd=tmp_path,
        env={**without_aws(), "NETSEC_SANDBOX_DIR": str(tmp_path / "sandbox")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stderr.splitlines()[-1] == "0 []"
    assert sorted(os.listdir(tmp_path)) == ["netsec.toml"]
