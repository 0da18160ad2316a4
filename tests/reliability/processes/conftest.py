"""Real processes against one emulator: a folder with a sandbox, or several folders with one state in S3."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from netsec.sandbox import daemon
from tests.support.process import Bench
from tests.support.shell import without_aws


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    (tmp_path / "netsec.toml").write_text('project = "trial"\n', encoding="utf-8")
    yield Bench(tmp_path, {**without_aws(), "NETSEC_SANDBOX_DIR": str(tmp_path / "sandbox")})
    daemon.stop(tmp_path / "sandbox" / "world")
