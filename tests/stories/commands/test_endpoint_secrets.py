"""User, password and query of an endpoint or proxy URL come out nowhere: not shown, not recorded, not in an error."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netsec.model.urls import redact_url, redact_urls
from tests.support.shell import TOML, Shell

REAL = "ec2.ap-northeast-1.amazonaws.com"
CLOSED = "127.0.0.1:9"
SECRETS = ("MARKED", "MARKED:MARKED", "MARKED:MARKED/x", "MARKED:MARKED@x", "%4dMARKED:MARKED%40")
COMMANDS = (
    "plan",
    "plan -v",
    "plan --json",
    "apply -y",
    "apply -y -v --json",
    "verify",
    "cost",
    "graph",
    "state rebuild",
)


@pytest.fixture(autouse=True)
def _one_try(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netsec.aws.client.READ_ATTEMPTS", 1)


def nowhere(shell: Shell, result: str) -> None:
    assert "MARKED" not in result
    for path in shell.folder.rglob("*"):
        assert path.is_dir() or path.name == "aws-config" or "MARKED" not in path.read_text(encoding="utf-8"), path


@pytest.mark.parametrize("name", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_EC2", "AWS_ENDPOINT_URL_STS"])
@pytest.mark.parametrize("line", COMMANDS)
def test_of_the_environment(shell: Shell, monkeypatch: pytest.MonkeyPatch, name: str, line: str) -> None:
    monkeypatch.setenv(name, f"http://MARKED:MARKED@{CLOSED}/?token=MARKED")
    result = shell(*line.split())
    assert result.code == 6, result.all
    assert CLOSED in result.all
    nowhere(shell, result.all)


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("line", ["plan -v", "plan --json", "init -c other.toml"])
def test_of_the_flag(shell: Shell, secret: str, line: str) -> None:
    result = shell(*line.split(), "--region", "us-east-1", "--endpoint-url", f"http://{secret}@{CLOSED}")
    nowhere(shell, result.all)
    assert CLOSED in result.all


@pytest.mark.parametrize(
    "url", ["http://MARKED:MARKED@", "MARKED:MARKED@host", "ftp://MARKED:MARKED@host", "http://MARKED: MARKED@host", "http://MARKED:x\n@host"]
)  # fmt: skip
def test_of_one_that_is_no_endpoint(shell: Shell, url: str) -> None:
    for line in ("plan -v", "plan --json"):
        result = shell(*line.split(), "--endpoint-url", url)
        assert result.code == 3
        nowhere(shell, result.all)


def test_of_a_profile(shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = shell.folder / "aws-config"
    path.write_text(f"[default]\nendpoint_url = http://MARKED:MARKED@{CLOSED}\n", encoding="utf-8")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(path))
    result = shell("plan", "-v")
    assert (result.code, CLOSED in result.all) == (6, True)
    nowhere(shell, result.all)


@pytest.mark.parametrize("line", ["plan -v", "plan --json"])
def test_of_a_proxy(shell: Shell, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://192.0.2.1")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, f"http://MARKED:MARKED@{CLOSED}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    result = shell(*line.split())
    assert result.code == 6, result.all
    nowhere(shell, result.all)


@pytest.mark.parametrize(
    "line", ["plan --endpoint-url http://MARKED:MARKED@h http://MARKED:MARKED@h", "http://MARKED:MARKED@h"]
)
def test_of_a_wrong_command_line(shell: Shell, line: str) -> None:
    assert "MARKED" not in shell(*line.split()).all
    assert "MARKED" not in shell(*line.split(), "--json").all


def test_of_a_bug(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: object) -> None:
        raise RuntimeError(f"http://{'x' * 250}MARKED:{'MARKED' * 900}@h")

    monkeypatch.setattr("netsec.aws.client.AwsClient.read", fail)
    result = shell("plan", "-v")
    assert (result.code, "Traceback" in result.err) == (1, True)
    assert "MARKED" not in result.all.replace('MARKED:{"MARKED" * 900}', "").replace("MARKED:{'MARKED' * 900}", "")


def test_of_a_state_that_holds_some_already(shell: Shell) -> None:
    """It is shown without them, and written without them from the next save on."""
    shell.done("apply")
    shell.edit_state(endpoint=f"https://MARKED:MARKED@{REAL}/?token=MARKED")
    for line in ("show", "show --json", "state show", "state list", "plan", "plan --json"):
        assert "MARKED" not in shell(*line.split()).all
    shell.done("apply", "--nat")
    assert "MARKED" not in shell.state_path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("url", "bare"),
    [
        ("https://host:8443/path", "https://host:8443/path"),
        ("https://u:p@host:8443/path?x=y#z", "https://host:8443/path"),
        ("https://u@host", "https://host"),
        ("https://u:p@ss/word@host", "https://host"),
        ("https://u:p@ss/w?rd@host", "https://..."),
        ("http://[::1]:4566", "http://[::1]:4566"),
        ("u:p@host", "host"),
        ("localhost:4566", "localhost:4566"),
        ("nonsense", "nonsense"),
        ("", ""),
    ],
)
def test_a_url_as_it_may_be_shown(url: str, bare: str) -> None:
    assert redact_url(url) == bare


SECRET = st.text(st.characters(exclude_categories=["Cs", "Zs", "Cc", "Zl", "Zp"]), min_size=1).map(
    lambda each: f"~{each}~"
)


@given(SECRET, SECRET)
@example("~u~", '~p"q~')
@example("~u~", "~p?q@r~")
def test_whatever_they_are(user: str, password: str) -> None:
    url = f"https://{user}:{password}@host/path?token={password}"
    told = redact_urls(f'Could not connect to the endpoint URL: "{url}" (again)')
    assert told.startswith('Could not connect to the endpoint URL: "https://')
    assert "host/path" in told or "?" in user + password or "@" in password
    for each in (told, redact_url(url)):
        assert user not in each
        assert password not in each


def test_texts_without_urls_stay() -> None:
    for text in ("mail me@example.com", "https://docs.aws.amazon.com/vpc/#x", json.dumps({"a": 1}), os.sep):
        assert redact_urls(text) == text
    assert redact_urls(TOML) == TOML
