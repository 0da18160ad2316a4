"""Runs the demo in a terminal of 80 columns and keeps what it shows: docs/demo.md, docs/pictures, part of README.md.

Nothing in them is typed by hand. `make docs` runs this.
"""

from __future__ import annotations

import fcntl
import io
import os
import pty
import re
import struct
import subprocess  # nosec B404 # runs netsec itself
import sys
import termios

from reference import PROJECT, write, write_block

COLUMNS, ROWS = 80, 60
STYLE = re.compile(r"\x1b\[[0-9;]*m")
TOKEN = re.compile(r"\x1b\[(?P<argument>[0-9;?]*)(?P<command>[A-Za-z])|(?P<control>[\r\n])|(?P<text>[^\x1b\r\n]+)")
RESULT = re.compile(r"Plan: |No changes|Apply complete|Destroy complete|Public IPs |[0-9.]+$")
FONTS = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
SPACE, CELL = "&#160;", 12.2
INDENTED = re.compile(
    rf'x="(?P<x>[0-9.]+)"(?P<y> y="[0-9.]+" )textLength="(?P<length>[0-9.]+)"(?P<rest>[^>]*)>(?P<spaces>(?:{SPACE})+)'
    rf"(?!<)"
)
DEMO = """\
# What `make demo` shows

A real run, recorded by `make docs`; nothing below is typed by hand. The ids and addresses are the sandbox's.

```text
{}
```
"""


def record() -> list[str]:
    """The lines that stand on the screen, with their colours, when the demo has run to its end."""
    master, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    silenced = ("NO_COLOR", "FORCE_COLOR", "CI", "COLUMNS", "PYTHONDONTWRITEBYTECODE")
    environ = {name: value for name, value in os.environ.items() if name not in silenced}
    environ |= {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"}
    environ["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), environ.get("PATH", os.defpath)])
    demo = subprocess.Popen(  # nosec B603 # a fixed command, no shell
        [PROJECT / "tools" / "demo"], stdin=subprocess.DEVNULL, stdout=terminal, stderr=terminal, env=environ
    )
    os.close(terminal)
    shown = _drain(master)
    if demo.wait() != 0:
        raise SystemExit(f"the demo failed:\n{shown}")
    return screen(shown)


def _drain(master: int) -> str:
    parts = []
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:  # Linux's way of saying that nobody holds the other end any more
            part = b""
        if not part:
            os.close(master)
            return b"".join(parts).decode()
        parts.append(part)


def screen(shown: str) -> list[str]:
    """What is left to see of an output that goes back and erases whole lines, as an animation does."""
    lines, row, returned = [""], 0, False
    for token in TOKEN.finditer(shown):
        if token["control"] == "\n":
            row, returned = row + 1, False
            lines.extend([""] * (row + 1 - len(lines)))
        elif token["control"] == "\r":
            returned = True
        elif token["command"] == "A":
            row = max(row - int(token["argument"] or 1), 0)
        elif token["command"] == "K":
            lines[row] = ""
        elif token["text"] or token["command"] == "m":
            lines[row] = token[0] if returned else lines[row] + token[0]
            returned = False
    return [line.rstrip() for line in lines]


def plain(line: str) -> str:
    """The line without its colours."""
    return STYLE.sub("", line).rstrip()


def step(lines: list[str], number: int) -> list[str]:
    """One step of the demo: from its command to the next step."""
    begins = [index for index, line in enumerate(lines) if plain(line).startswith("# ")]
    begin, end = begins[number - 1] + 1, ([*begins, len(lines)])[number]
    return _trimmed(lines[begin:end])


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not plain(lines[-1]):
        lines = lines[:-1]
    return lines


def after_plan(lines: list[str]) -> list[str]:
    """What apply showed when its plan had been shown: command, progress, outputs."""
    command, texts = lines[0], [plain(line) for line in lines]
    planned = next(index for index, text in enumerate(texts) if text.startswith("Plan: "))
    end = next((index for index, text in enumerate(texts) if text.startswith("enable_nat_gateway")), len(texts))
    return [command, "\x1b[2m… the plan from above, then:\x1b[0m", "", *_trimmed(lines[planned + 1 : end])]


def excerpt(lines: list[str]) -> str:
    """Of each step what it is about, its command and its result."""
    kept: list[str] = []
    for line in map(plain, lines):
        if line.startswith("# "):
            kept += ["", line]
        elif line.startswith("$ ") or RESULT.match(line):
            kept.append(line)
        elif kept and kept[-1] and kept[-1] != "…" and line and not line.startswith("netsec: "):
            kept.append("…")
    return re.sub(r"\n…(?=\n\n|$)", "", "\n".join(kept).strip())


def svg(lines: list[str], title: str, name: str) -> str:
    """The lines as a picture of a dark terminal that needs nothing from elsewhere."""
    from rich._export_format import CONSOLE_SVG_FORMAT
    from rich.console import Console
    from rich.text import Text

    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, highlight=False)
    for line in lines:
        console.print(Text.from_ansi(line))
    local = re.sub(r"\s*@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    local = local.replace("Fira Code, monospace", FONTS).replace("Fira Code", FONTS)
    drawn = console.export_svg(title=title, code_format=local, unique_id=name)
    drawn = re.sub(r"<text[^>]*>\n</text>", "", drawn)
    return "\n".join(line.rstrip() for line in INDENTED.sub(_moved, drawn).splitlines()) + "\n"


def _moved(found: re.Match[str]) -> str:
    """Some viewers drop spaces that begin a text, so the text itself begins further right."""
    x, length, spaces = float(found["x"]), float(found["length"]), found["spaces"].count(SPACE)
    shift = spaces * CELL
    return f'x="{x + shift:g}"{found["y"]}textLength="{length - shift:g}"{found["rest"]}>'


def main() -> None:
    lines = _trimmed(record())
    write("docs/demo.md", DEMO.format("\n".join(map(plain, lines))))
    write("docs/pictures/plan.svg", svg(step(lines, 1), "what would be done, and why", "plan"))
    write("docs/pictures/apply.svg", svg(after_plan(step(lines, 2)), "doing it", "apply"))
    write_block("README.md", "demo", f"```text\n{excerpt(lines)}\n```")


if __name__ == "__main__":
    sys.exit(main())
