"""Options that several commands share; the global ones may stand before or after the command."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from netsec.messages import LANGUAGES, text

CHANGE_TIMEOUT_SECONDS, READ_TIMEOUT_SECONDS = 1800.0, 120.0
Function = TypeVar("Function", bound=Callable[..., Any])
# Unit → seconds; written short or long, `4h`, `4hours` or `4 hours`, the longest unit first.
UNITS = {"d(?:ays?)?": 86400, "h(?:(?:ou)?rs?)?": 3600, "m(?:in(?:ute)?s?)?": 60, "s(?:ec(?:ond)?s?)?": 1}
SPAN = re.compile(r"(?=\d)" + "".join(rf"(?:(\d{{1,6}}) ?{unit} ?)?" for unit in UNITS))


class Duration(click.ParamType[float]):
    """A duration like `90s`, `30m`, `2 hours`, `1h30m` or `2d`, converted to seconds."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The seconds; a usage error for anything else, and for no time at all."""
        if isinstance(value, (int, float)):
            return float(value)
        parts = SPAN.fullmatch(str(value).lower())
        seconds = (
            sum(int(number or 0) * unit for number, unit in zip(parts.groups(), UNITS.values(), strict=True))
            if parts
            else 0
        )
        if not seconds:
            self.fail(text("terminal.bad_duration", value=value), param, ctx)
        return float(seconds)


def _seconds(ctx: click.Context, param: click.Parameter, value: float | None) -> float:
    """The `--timeout` of a command that changes AWS, given before or after the command; 30 minutes without it."""
    settings = ctx.find_root().ensure_object(dict)
    settings["timeout"] = settings.get("timeout") or CHANGE_TIMEOUT_SECONDS if value is None else value
    return float(settings["timeout"])


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    """Store a global option's value for the session; a usage error where it is given twice."""
    if not value or not param.name:
        return
    settings = ctx.find_root().ensure_object(dict)
    if param.multiple and (len(value) > 1 or param.name in settings):
        raise click.UsageError(text("cli.given_twice", name=param.opts[-1]), ctx)
    settings[param.name] = value[0] if param.multiple else value


GLOBAL: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (("-c", "--config"), {"metavar": "FILE"}),
    (("-e", "--env", "environment"), {"metavar": "NAME"}),
    (("--profile",), {"metavar": "NAME"}),
    (("--region",), {"metavar": "NAME"}),
    (("--endpoint-url",), {"metavar": "URL"}),
    (("--sandbox",), {"is_flag": True}),
    (("--lang",), {"metavar": "LANG", "type": click.Choice(LANGUAGES)}),
    (("--json",), {"is_flag": True}),
    (("--timeout",), {"type": Duration()}),
    (("--no-color",), {"is_flag": True}),
    (("-v", "--verbose"), {"is_flag": True}),
)


def global_parameters(*, hidden: bool) -> list[click.Parameter]:
    """The global options as parameters of a command; `hidden` leaves them out of its help."""
    return [
        click.Option(
            names,
            expose_value=False,
            callback=_remember,
            hidden=hidden,
            multiple="metavar" in settings,
            **settings,
        )
        for names, settings in GLOBAL
    ]


def confirmation_options(command: Function) -> Function:
    """`--yes` and `--timeout`, for commands that change AWS."""
    timeout = click.option("--timeout", type=Duration(), callback=_seconds)
    return yes_option(timeout(command))


def yes_option(command: Function) -> Function:
    """`--yes`."""
    return click.option("-y", "--yes", "--auto-approve", is_flag=True)(command)


def nat_option(command: Function) -> Function:
    """`--nat/--no-nat`, which override enable_nat_gateway for one run."""
    return click.option("--nat/--no-nat", default=None)(command)


def keep_eips_option(command: Function) -> Function:
    """`--keep-eips/--release-eips`."""
    return click.option("--keep-eips/--release-eips", default=None)(command)


def by_tags_option(command: Function) -> Function:
    """`--by-tags`, for commands that delete."""
    return click.option("--by-tags", is_flag=True)(command)
