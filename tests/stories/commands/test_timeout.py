"""Real processes against an endpoint that accepts and never answers: `--timeout` bounds looking as well."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.process import NETSEC
from tests.support.shell import without_aws

KEYS = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
VPC = '\n[vpc]\nid = "vpc-0123456789abcdef0"\n'
S3 = '\n[state]\nbackend = "s3"\nbucket = "netsec-state"\nregion = "us-east-1"\n'


@pytest.fixture
def hole() -> Iterator[str]:
    """The URL of a server that takes every connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as silent:
        yield f"http://127.0.0.1:{silent.getsockname()[1]}"


def run(folder: Path, url: str, line: str, more: str = "") -> tuple[int, str, float]:
    (folder / "netsec.toml").write_text(f'project = "x"\nregion = "us-east-1"\n{more}', encoding="utf-8")
    began = time.monotonic()
    ended = subprocess.run(
        [*NETSEC, *line.split(), "--endpoint-url", url],
        cwd=folder,
        env={**without_aws(), **KEYS, "AWS_ENDPOINT_URL_S3": url},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr, time.monotonic() - began


@pytest.mark.parametrize(
    ("line", "more"),
    [
        ("--timeout 2s plan", VPC),
        ("apply --yes --timeout 2s", ""),
        ("destroy --yes --timeout 2s", VPC),
        ("nat status --timeout 2s", VPC),
    ],
)
def test_looking_ends_in_time(tmp_path: Path, hole: str, line: str, more: str) -> None:
    code, result, seconds = run(tmp_path, hole, line, more)
    assert (code, "Traceback" in result) == (6, False), result
    assert 2 <= seconds < 2 + 15, "starting and importing included"
    assert "Nothing was changed" in result
    assert "may or may not" not in result


def test_a_bucket_that_never_answers_is_bounded_as_well(tmp_path: Path, hole: str) -> None:
    code, result, seconds = run(tmp_path, hole, "apply --yes --timeout 2s", S3)
    assert (code, "Traceback" in result, seconds < 2 + 15) == (6, False, True), result


def test_the_state_is_as_it_was_and_free(tmp_path: Path, hole: str) -> None:
    for _ in range(2):
        code, result, _ = run(tmp_path, hole, "apply --yes --timeout 2s", VPC)
        assert code == 6, result
    assert not list((tmp_path / "state").glob("*.json"))
