"""`--help` in the language of this invocation: click lays it out, the catalogue has the words, lines break by cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import click

from netsec.messages import has_text, text
from netsec.views.paint import padded, width, wrapped

# What click writes after the description of an option that has a default.
DEFAULT = re.compile(r"\[default: (.*)\]$")
NARROWEST = 10


class Formatter(click.HelpFormatter):
    """click's formatter, for letters that are two cells wide and for languages without spaces."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, text("help.usage") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        headings = {"Options": "help.options", "Commands": "help.commands"}
        super().write_heading(text(headings[heading]) if heading in headings else heading)

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        room = max(self.width - self.current_indent, NARROWEST)
        paragraphs = (list(_lines(paragraph, room)) for paragraph in text.split("\n\n"))
        self.write("\n\n".join("\n".join(f"{indent}{line}".rstrip() for line in lines) for lines in paragraphs) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        first_column = min(max((width(first) for first, _ in rows), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for first, second in rows:
            lines = wrapped(_default(second), max(self.width - first_column - 2, NARROWEST)) if second else [""]
            if width(first) > first_column - col_spacing and second:
                self.write(f"{indent}{first}\n")
                first = ""
            for number, line in enumerate(lines):
                self.write(f"{indent}{padded('' if number else first, first_column)}{line}".rstrip() + "\n")


class HelpContext(click.Context):
    """A context whose help is laid out by Formatter."""

    formatter_class = Formatter


def _lines(paragraph: str, room: int) -> Iterator[str]:
    """A paragraph's lines; one that begins with click's mark `\\b` is left as it is."""
    first, _, rest = paragraph.lstrip("\n").partition("\n")
    if first.strip() == "\b":
        yield from rest.rstrip("\n").split("\n")
    else:
        yield from wrapped(" ".join(paragraph.split()), room)


def _default(description: str) -> str:
    """The description with its default in words of the language."""
    found = DEFAULT.search(description)
    if not found:
        return description
    return f"{description[: found.start()]}[{text('help.default', value=found[1])}]"


def with_help(command: click.Command, path: str) -> click.Command:
    """The command with its help, and that of its options and subcommands, in words; `path` is `state.list`."""
    command.context_class = HelpContext
    command.help = text(f"help.{path}")
    command.short_help = command.help.partition("\n")[0]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            parameter.help = _option_help(parameter, path)
    _help_option(command)
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            with_help(inner, f"{path}.{name}")
    return command


def _option_help(option: click.Option, path: str) -> str:
    """What an option does: in this command, else wherever it occurs."""
    own = f"option.{path}.{option.name}"
    return text(own if has_text(own) else f"option.{option.name}")


def _help_option(command: click.Command) -> None:
    """`--help` itself, which click adds."""
    option = command.get_help_option(click.Context(command))
    if option:
        option.help = text("option.help")
