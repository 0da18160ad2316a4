"""Starting is cheap: what a command does not need is not imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

VALIDATORS = frozenset({"attr", "attrs", "cattrs", "tomllib", "difflib"})
HEAVY = frozenset({"boto3", "botocore", "click", "rich", "attrs", "cattrs"})


@pytest.mark.parametrize(
    ("code", "unwanted"),
    [
        ("import netsec.config", VALIDATORS),
        ("import netsec.config as c; c.default_config(); c.starter_config()", {"cattrs"}),
        ("import netsec.views.plan, netsec.views.plan_json, netsec.views.state, netsec.terminal", HEAVY),
    ],
)
def test_modules_are_light(code: str, unwanted: frozenset[str]) -> None:
    line = f"{code}; import sys; print(*sorted({set(unwanted)} & set(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == []
