"""The README's commands for the sandbox, run one after the other as a reader would."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

README = Path(__file__).resolve().parents[2] / "README.md"


def lines_to_run() -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```$", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines() if line.startswith(".venv/bin/netsec ")]


def test_the_sandbox_commands_of_the_readme_work(tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "NETSEC_"))}
    environ |= {
        "NETSEC_SANDBOX_DIR": str(tmp_path / "sandbox"),
        "HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path / "sandbox" / "xdg"),
        "COLUMNS": "80",
    }
    environ.pop("PYTHONDONTWRITEBYTECODE", None)

    def run(line: str) -> str:
        command = [sys.executable, "-m", "netsec", *shlex.split(line)[1:]]
        done = subprocess.run(
            command, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    lines = lines_to_run()
    try:
        said = {line: run(line) for line in lines}
    finally:
        run(".venv/bin/netsec sandbox stop")
    assert len(lines) >= 6
    assert len(next(text for line, text in said.items() if line.endswith("--raw")).split()) == 2
    assert "No changes." in next(text for line, text in said.items() if "--detailed-exitcode" in line)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sandbox"]
