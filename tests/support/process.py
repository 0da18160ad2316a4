"""netsec as a process of its own, in a folder with a sandbox."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.shell import Result, netsec

NETSEC = [sys.executable, "-m", "netsec"]


@dataclass
class Bench:
    """A folder, a sandbox, and netsec as a process."""

    folder: Path
    environ: dict[str, str]

    def start(self, *arguments: str, **more: Any) -> subprocess.Popen[str]:
        given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL, **more}
        return subprocess.Popen(
            [*NETSEC, "--sandbox", *arguments], cwd=self.folder, env=self.environ, text=True, **given
        )

    def run(self, *arguments: str) -> tuple[int, str, str]:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def shell(self, line: str) -> subprocess.CompletedProcess[str]:
        """A line for bash, in which $netsec is netsec."""
        return subprocess.run(
            ["bash", "-c", f"netsec='{sys.executable} -m netsec --sandbox'; {line}"],
            cwd=self.folder,
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def inside(self, *arguments: str) -> Result:
        """The same in this process, for what is only prepared or checked: four times as fast."""
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            for name in [name for name in os.environ if name.startswith(("AWS_", "NETSEC_", "MOTO_"))]:
                patch.delenv(name)
            for name, value in self.environ.items():
                patch.setenv(name, value)
            return netsec("--sandbox", *arguments)


def clear(bench: Bench) -> None:
    """Take away what a stopped run left, known to the state or not."""
    result = bench.inside("destroy", "-y")
    assert result.code == 0, result.all
    assert "Nothing is recorded" in bench.inside("show").out
    result = bench.inside("plan", "--nat")
    assert (result.code, "Plan: 15 to create" in result.out) == (0, True), result.all
