"""Writes docs/commands.md and the README's table of commands from the help texts, and the policy from the kinds.

`make docs` runs this.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from architecture import diagram_text, map_text
from policy import policy_page

from netsec import messages
from netsec.cli import COMMANDS, cli

PROJECT = Path(__file__).resolve().parent.parent
COLUMNS = 80
PAGE = """\
# Commands

What `netsec COMMAND --help` says, for every command; `make docs` writes this page.
"""


def commands_page() -> str:
    """docs/commands.md."""
    parts = [PAGE]
    parts += [f"## {name}\n\n```text\n{text}\n```\n" for name, text in _helps(cli, "netsec", None)]
    return "\n".join(parts)


def commands_table() -> str:
    """The README's table."""
    rows = [f"| [`{name}`](docs/commands.md#netsec-{name}) | {messages.text(f'summary.{name}')} |" for name in COMMANDS]
    return "\n".join(["| command | what it does |", "| --- | --- |", *rows])


def _helps(command: click.Command, name: str, parent: click.Context | None) -> Iterator[tuple[str, str]]:
    """Each command's full name and its help, a group's own before those of its members."""
    own = name.rpartition(" ")[2]
    settings = {"terminal_width": COLUMNS, "max_content_width": COLUMNS}
    with command.make_context(own, [], parent=parent, resilient_parsing=True, **settings) as context:
        yield name, command.get_help(context).rstrip()
        for inner in command.list_commands(context) if isinstance(command, click.Group) else ():
            found = command.get_command(context, inner)
            if found:
                yield from _helps(found, f"{name} {inner}", context)


def block(text: str, name: str) -> re.Match[str]:
    """The generated block of that name; a LookupError where the text has none."""
    found = re.search(rf"(<!-- generated: {name} -->\n)(.*?)(<!-- end -->)", text, re.DOTALL)
    if not found:
        raise LookupError(f"no <!-- generated: {name} --> … <!-- end -->")
    return found


def write_block(path: str, name: str, content: str) -> None:
    """Put new content between the marks of a generated block."""
    text = (PROJECT / path).read_text(encoding="utf-8")
    found = block(text, name)
    write(path, text[: found.start(2)] + content + "\n" + text[found.end(2) :])


def write(path: str, text: str) -> None:
    """Write a file of the project and say so."""
    (PROJECT / path).parent.mkdir(parents=True, exist_ok=True)
    (PROJECT / path).write_text(text, encoding="utf-8")
    sys.stdout.write(f"wrote {path}\n")


def main() -> None:
    write("docs/commands.md", commands_page())
    write_block("README.md", "commands", commands_table())
    write_block("docs/architecture.md", "diagram", diagram_text())
    write_block("docs/architecture.md", "map", map_text())
    write("docs/iam-policy.md", policy_page((PROJECT / "docs/iam-policy.md").read_text(encoding="utf-8")))


if __name__ == "__main__":
    sys.exit(main())
