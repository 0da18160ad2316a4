"""Real processes against one emulator: a folder with a sandbox, or several folders with one state in S3."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "commands"))

from commands_bench import Bench
from commands_shell import without_aws

from netsec.sandbox import daemon


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    (tmp_path / "netsec.toml").write_text('project = "trial"\n', encoding="utf-8")
    yield Bench(tmp_path, {**without_aws(), "NETSEC_SANDBOX_DIR": str(tmp_path / "sandbox")})
    daemon.stop(tmp_path / "sandbox" / "world")
