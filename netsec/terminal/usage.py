"""click's own complaints about a command line, in words of the catalogue; what it has no words for stays English."""

from __future__ import annotations

import re

import click

from netsec.messages import Rendered, text

# The words of click's messages (click 8) whose facts its exceptions don't carry.
NOT_A_CHOICE = re.compile(r"(.*) is not one of (.*)\.", re.DOTALL)
EXTRA_ARGUMENTS = re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)


def usage_text(error: click.ClickException) -> str:
    """What is wrong with the command line, in one or more lines."""
    if isinstance(error, click.NoSuchOption):
        key = "cli.similar_options" if error.possibilities else "cli.no_such_option"
        return text(key, name=error.option_name, similar=sorted(error.possibilities or ()))
    if isinstance(error, click.MissingParameter):
        is_argument = isinstance(error.param, click.Argument)
        return text("cli.missing_argument" if is_argument else "cli.missing_option", name=_named(error))
    if isinstance(error, click.BadParameter):
        return _invalid(error)
    if isinstance(error, click.BadOptionUsage):
        needs_value = "requires an argument" in error.message
        return text("cli.needs_argument" if needs_value else "cli.takes_no_value", name=error.option_name)
    extra = EXTRA_ARGUMENTS.fullmatch(error.message)
    return text("cli.extra_argument", names=extra[1].split()) if extra else error.format_message()


def _invalid(error: click.BadParameter) -> str:
    choice = NOT_A_CHOICE.fullmatch(error.message)
    why = text("cli.not_a_choice", value=choice[1], choices=choice[2]) if choice else error.message
    name = _named(error)
    return text("cli.invalid_value", name=name, text=Rendered(why)) if name else text("cli.invalid", text=Rendered(why))


def _named(error: click.BadParameter) -> str:
    """The parameter as it is typed: `'--gb'`, `'ADDRESS'`."""
    hint = error.param_hint or (error.param.get_error_hint(error.ctx) if error.param and error.ctx else "")
    return hint if isinstance(hint, str) else " / ".join(hint)
