"""Region, profile and endpoint: who wins, and what the header says of it."""

from __future__ import annotations

import os
import textwrap
from pathlib import Path

import pytest

from netsec.app.connection import GlobalOptions, resolve_connection
from netsec.errors import NetsecError
from netsec.model import Config
from netsec.sandbox.foundation import lay_foundation
from tests.support.shell import Shell, lay_site

CONFIG_FILE = """
    [default]
    region = eu-west-1
    [profile ours]
    region = eu-west-3
    [profile elsewhere]
    region = eu-west-3
    endpoint_url = http://127.0.0.1:5
    [profile by-service]
    region = eu-west-3
    services = local
    [services local]
    ec2 =
      endpoint_url = http://127.0.0.1:6
"""


@pytest.fixture
def profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in os.environ if each.startswith("AWS_")]:
        monkeypatch.delenv(name)
    (tmp_path / "config").write_text(textwrap.dedent(CONFIG_FILE), encoding="utf-8")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    # Without credentials boto3 asks the machine that it might be running on.
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


def found(monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], config: str = "", **flags: str) -> dict[str, str]:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    _, origin = resolve_connection(Config(project="x", region=config), GlobalOptions(**flags), os.environ)  # type: ignore[arg-type]
    return {label: f"{value} ({source})" for label, (value, source) in origin.items.items()}


@pytest.mark.usefixtures("profiles")
@pytest.mark.parametrize("left_out", range(6))
def test_the_order_in_which_a_region_is_looked_for(left_out: int, monkeypatch: pytest.MonkeyPatch) -> None:
    winners = [
        "us-east-1 (--region)",
        "us-east-2 (netsec.toml)",
        "us-west-1 (AWS_REGION)",
        "us-west-2 (AWS_DEFAULT_REGION)",
        "eu-west-3 (AWS profile)",
        "eu-west-1 (AWS profile)",
    ]
    environ = {"AWS_REGION": "us-west-1"} if left_out < 3 else {}
    environ |= {"AWS_DEFAULT_REGION": "us-west-2"} if left_out < 4 else {}
    environ |= {"AWS_PROFILE": "ours"} if left_out < 5 else {}
    flags = {"region": "us-east-1"} if left_out < 1 else {}
    told = found(monkeypatch, environ, "us-east-2" if left_out < 2 else "", **flags)
    assert told["region"] == winners[left_out]


@pytest.mark.usefixtures("profiles")
@pytest.mark.parametrize(
    ("environ", "flags", "wanted"),
    [
        ({}, {}, None),
        ({"AWS_PROFILE": "ours"}, {}, "ours (AWS_PROFILE)"),
        # botocore takes this one first, so the header must too.
        ({"AWS_PROFILE": "ours", "AWS_DEFAULT_PROFILE": "elsewhere"}, {}, "elsewhere (AWS_DEFAULT_PROFILE)"),
        ({"AWS_PROFILE": "nobody"}, {"profile": "ours"}, "ours (--profile)"),
    ],
)
def test_whose_profile(
    environ: dict[str, str], flags: dict[str, str], wanted: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(monkeypatch, environ, **flags).get("profile") == wanted


@pytest.mark.usefixtures("profiles")
@pytest.mark.parametrize(
    ("environ", "flags", "ec2", "sts"),
    [
        ({}, {}, None, None),
        ({"AWS_ENDPOINT_URL": "http://a:1"}, {}, "http://a:1 (AWS_ENDPOINT_URL)", None),
        ({"AWS_ENDPOINT_URL_EC2": "http://b:1"}, {}, "http://b:1 (AWS_ENDPOINT_URL_EC2)", None),
        ({"AWS_ENDPOINT_URL_STS": "http://c:1"}, {}, None, "http://c:1 (AWS_ENDPOINT_URL_STS)"),
        (
            {"AWS_ENDPOINT_URL": "http://a:1", "AWS_ENDPOINT_URL_EC2": "http://b:1"},
            {},
            "http://b:1 (AWS_ENDPOINT_URL_EC2)",
            "http://a:1 (AWS_ENDPOINT_URL)",
        ),
        ({"AWS_ENDPOINT_URL": "http://a:1"}, {"endpoint_url": "http://d:1"}, "http://d:1 (--endpoint-url)", None),
        ({"AWS_ENDPOINT_URL": "http://a:1", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}, {}, None, None),
        ({"AWS_PROFILE": "elsewhere"}, {}, "http://127.0.0.1:5 (AWS profile)", None),
        ({"AWS_PROFILE": "by-service"}, {}, "http://127.0.0.1:6 (AWS profile)", None),
        ({"AWS_PROFILE": "elsewhere", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "TRUE"}, {}, None, None),
    ],
)
def test_which_endpoint_and_what_boto3_really_asks(
    environ: dict[str, str],
    flags: dict[str, str],
    ec2: str | None,
    sts: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from netsec.aws.client import AwsClient

    told = found(monkeypatch, {"AWS_REGION": "us-east-1", **environ}, **flags)
    assert (told.get("endpoint"), told.get("sts endpoint")) == (ec2, sts)
    place, _ = resolve_connection(Config(project="x"), GlobalOptions(**flags), os.environ)  # type: ignore[arg-type]
    aws = AwsClient(place, "test")
    for service, shown in (("ec2", ec2), ("sts", sts or (None if "ENDPOINT_URL_EC2" in str(environ) else ec2))):
        if "by-service" in str(environ) and service == "sts":
            continue
        asked = aws.service_client(service).meta.endpoint_url
        assert asked == shown.split()[0] if shown else asked.endswith("amazonaws.com"), service


@pytest.mark.usefixtures("profiles")
@pytest.mark.parametrize(
    ("environ", "code", "exit_code"),
    [
        ({"AWS_PROFILE": "nobody"}, "profile_unknown", 4),
        ({"AWS_CONFIG_FILE": __file__}, "profiles_unreadable", 4),
        ({"AWS_CONFIG_FILE": "/nowhere"}, "region_missing", 3),
        ({"AWS_ENDPOINT_URL": "localhost:4566", "AWS_REGION": "us-east-1"}, "endpoint_invalid", 3),
        ({"AWS_ENDPOINT_URL": "http://[::1", "AWS_REGION": "us-east-1"}, "endpoint_invalid", 3),
    ],
)
def test_what_can_not_be_used(
    environ: dict[str, str], code: str, exit_code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NetsecError) as caught:
        found(monkeypatch, environ)
    assert (caught.value.reasons[0].code, caught.value.exit_code) == (code, exit_code)


def test_an_endpoint_is_said_aloud_and_recorded(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    real = "https://ec2.ap-northeast-1.amazonaws.com"
    monkeypatch.setenv("AWS_ENDPOINT_URL_EC2", real)
    result = shell.done("apply")
    assert f"netsec: asking {real} (AWS_ENDPOINT_URL_EC2), not AWS itself" in result.err
    assert f"endpoint  {real}" in result.out
    assert shell.state["endpoint"] == real


def test_the_flag_takes_the_region_from_the_config(shell: Shell) -> None:
    lay_foundation(shell.world.client("ec2", "us-east-1"), project="myapp", environment="dev", zones=["us-east-1a"])
    result = shell("plan", "--json", "--region", "us-east-1")
    assert result.json["header"]["region"] == {"value": "us-east-1", "source": "--region"}
    assert result.code == 0


def test_the_vpc_by_id_and_by_name(shell: Shell) -> None:
    other = lay_site(shell.world, project="other")
    for line, source in ((f'id = "{other.vpc_id}"', "netsec.toml"), ('name = "other-dev-vpc"', "Name other-dev-vpc")):
        shell.config(f'project = "myapp"\nregion = "ap-northeast-1"\n[vpc]\n{line}\n')
        result = shell("plan", "--json")
        assert result.json["header"]["vpc"] == {"value": other.vpc_id, "source": source}
    shell.done("apply")
    assert shell("plan", "--json").json["header"]["vpc"]["source"] == "state file"
