"""Marked secrets in the environment come out nowhere: not on success, not with any class of error, not in any file."""

from __future__ import annotations

import pytest

from netsec.sandbox.settings import SETTINGS
from tests.support.shell import Shell

MARKED = {"AWS_SECRET_ACCESS_KEY": "MARKED-SECRET-0123456789", "AWS_SESSION_TOKEN": "MARKED-TOKEN-0123456789"}
REFUSALS = {
    "UnauthorizedOperation": 4,
    "ExpiredToken": 4,
    "AuthFailure": 4,
    "SignatureDoesNotMatch": 4,
    "InvalidParameterValue": 3,
    "SomethingNew": 3,
    "SecurityGroupLimitExceeded": 7,
}


@pytest.fixture(autouse=True)
def _marked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in MARKED.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("code", REFUSALS)
@pytest.mark.parametrize("flag", ["-v", "--json"])
def test_refused(shell: Shell, code: str, flag: str) -> None:
    SETTINGS.fail_call.append(["CreateSecurityGroup", code, "as ordered"])
    result = shell("apply", "-y", flag)
    assert result.code == REFUSALS[code], result.all
    nowhere(shell, result.all)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("plan -v", 0),
        ("apply -y -v", 0),
        ("apply -v", 3),
        ("plan -v --endpoint-url nonsense", 3),
        ("plan -v --profile nobody", 4),
        ("show -v", 0),
        ("state show -v", 0),
    ],
)
def test_all_sorts_of_ends(shell: Shell, line: str, code: int) -> None:
    result = shell(*line.split())
    assert result.code == code, result.all
    nowhere(shell, result.all)


def test_a_state_that_is_damaged_and_a_traceback(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.done("apply")
    shell.state_path.write_text("{", encoding="utf-8")
    assert shell("plan", "-v").code == 9
    monkeypatch.setattr("netsec.aws.client.AwsClient.read", lambda *given: 1 / 0)
    result = shell("state", "rebuild", "-y", "-v")
    assert (result.code, "Traceback" in result.err) == (1, True)
    nowhere(shell, result.all)


def nowhere(shell: Shell, result: str) -> None:
    assert "MARKED" not in result
    for path in shell.folder.rglob("*"):
        assert path.is_dir() or "MARKED" not in path.read_text(encoding="utf-8")
