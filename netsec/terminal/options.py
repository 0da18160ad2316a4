"""Options that several commands share; the global ones may stand before or after the command."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

CHANGING_SECONDS, LOOKING_SECONDS = 1800.0, 120.0
Function = TypeVar("Function", bound=Callable[..., Any])
UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
SPAN = re.compile(r"(?=\d)" + "".join(rf"(?:(\d{{1,6}}){unit})?" for unit in UNITS))


class Duration(click.ParamType[float]):
    """`90s`, `30m`, `2h`, `1h30m`, `2d`: a time span, in seconds."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, (int, float)):
            return float(value)
        parts = SPAN.fullmatch(str(value))
        seconds = (
            sum(int(number or 0) * unit for number, unit in zip(parts.groups(), UNITS.values(), strict=True))
            if parts
            else 0
        )
        if not seconds:
            self.fail(f"{value!r} is no time span: write 90s, 30m or 2h", param, ctx)
        return float(seconds)


def _seconds(ctx: click.Context, param: click.Parameter, value: float | None) -> float:
    """The `--timeout` of a command that changes AWS, said after the command or before it, else half an hour."""
    settings = ctx.find_root().ensure_object(dict)
    settings["timeout"] = settings.get("timeout") or CHANGING_SECONDS if value is None else value
    return float(settings["timeout"])


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    """Keep a global option's value where the session finds it, wherever it stood; to give one twice is a mistake."""
    if not value or not param.name:
        return
    settings = ctx.find_root().ensure_object(dict)
    if param.multiple and (len(value) > 1 or param.name in settings):
        raise click.UsageError(f"{param.opts[-1]} is given more than once: which one counts?", ctx)
    settings[param.name] = value[0] if param.multiple else value


GLOBAL: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (("-c", "--config"), {"metavar": "FILE", "help": "The config file, instead of the nearest netsec.toml upward."}),
    (("-e", "--env", "environment"), {"metavar": "NAME", "help": "The environment, instead of the file's own."}),
    (("--profile",), {"metavar": "NAME", "help": "The AWS profile."}),
    (("--region",), {"metavar": "NAME", "help": "The AWS region."}),
    (("--endpoint-url",), {"metavar": "URL", "help": "Ask here instead of AWS itself."}),
    (("--sandbox",), {"is_flag": True, "help": "Work in an embedded AWS: no account, no cost."}),
    (("--json",), {"is_flag": True, "help": "Machine-readable output."}),
    (
        ("--timeout",),
        {"type": Duration(), "help": "Give up after this long: 2m for looking, 30m for changing unless said."},
    ),
    (("--no-color",), {"is_flag": True, "help": "No colours."}),
    (("-v", "--verbose"), {"is_flag": True, "help": "Show every API call; a traceback for a bug."}),
)


def global_parameters(*, hidden: bool) -> list[click.Parameter]:
    """The global options as parameters of one more command."""
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


def confirmation(command: Function) -> Function:
    """`--yes` and `--timeout`, for what changes AWS."""
    timeout = click.option(
        "--timeout",
        type=Duration(),
        callback=_seconds,
        help="Give up after this long, looking included (30m unless said).",
    )
    return saying_yes(timeout(command))


def saying_yes(command: Function) -> Function:
    """`--yes`."""
    return click.option("-y", "--yes", "--auto-approve", is_flag=True, help="Do not ask before changing anything.")(
        command
    )


def nat_switch(command: Function) -> Function:
    """`--nat/--no-nat`, which overrides enable_nat_gateway for one run."""
    text = "With or without NAT gateways this time, whatever enable_nat_gateway says."
    return click.option("--nat/--no-nat", default=None, help=text)(command)


def keep_addresses(command: Function) -> Function:
    """`--keep-eips/--release-eips`."""
    text = "Keep the Elastic IPs, or release them, those kept before included. Default: [nat] keep_eips."
    return click.option("--keep-eips/--release-eips", default=None, help=text)(command)


def deleting_by_tags(command: Function) -> Function:
    """`--by-tags`, for what takes away."""
    text = "Delete what carries this stack's tags, even if it is not on record."
    return click.option("--by-tags", is_flag=True, help=text)(command)
