"""Options that several commands share; the global ones may stand before or after the command."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

CHANGE_TIMEOUT_SECONDS, READ_TIMEOUT_SECONDS = 1800.0, 120.0
Function = TypeVar("Function", bound=Callable[..., Any])
UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
SPAN = re.compile(r"(?=\d)" + "".join(rf"(?:(\d{{1,6}}){unit})?" for unit in UNITS))


class Duration(click.ParamType[float]):
    """A duration like `90s`, `30m`, `2h`, `1h30m` or `2d`, converted to seconds."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The seconds; a usage error for anything else, and for no time at all."""
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
        raise click.UsageError(f"{param.opts[-1]} is given more than once: which one counts?", ctx)
    settings[param.name] = value[0] if param.multiple else value


GLOBAL: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (
        ("-c", "--config"),
        {"metavar": "FILE", "help": "Config file (default: netsec.toml in this or a parent directory)."},
    ),
    (("-e", "--env", "environment"), {"metavar": "NAME", "help": "Environment (default: the one in the config file)."}),
    (("--profile",), {"metavar": "NAME", "help": "AWS profile."}),
    (("--region",), {"metavar": "NAME", "help": "AWS region."}),
    (("--endpoint-url",), {"metavar": "URL", "help": "Endpoint to use instead of AWS's own."}),
    (("--sandbox",), {"is_flag": True, "help": "Use the embedded AWS: no account, no cost."}),
    (("--json",), {"is_flag": True, "help": "Machine-readable output."}),
    (
        ("--timeout",),
        {"type": Duration(), "help": "Time limit (default: 2m to read, 30m to change AWS)."},
    ),
    (("--no-color",), {"is_flag": True, "help": "No colours."}),
    (("-v", "--verbose"), {"is_flag": True, "help": "Show every API call, and tracebacks of bugs."}),
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
    timeout = click.option(
        "--timeout",
        type=Duration(),
        callback=_seconds,
        help="Time limit of the whole command (default: 30m).",
    )
    return yes_option(timeout(command))


def yes_option(command: Function) -> Function:
    """`--yes`."""
    return click.option("-y", "--yes", "--auto-approve", is_flag=True, help="Do not ask for confirmation.")(command)


def nat_option(command: Function) -> Function:
    """`--nat/--no-nat`, which override enable_nat_gateway for one run."""
    text = "Override enable_nat_gateway for this run."
    return click.option("--nat/--no-nat", default=None, help=text)(command)


def keep_eips_option(command: Function) -> Function:
    """`--keep-eips/--release-eips`."""
    text = "Keep or release the Elastic IPs, including those kept before (default: [nat] keep_eips)."
    return click.option("--keep-eips/--release-eips", default=None, help=text)(command)


def by_tags_option(command: Function) -> Function:
    """`--by-tags`, for commands that delete."""
    text = "Also delete what has this stack's tags but is not recorded."
    return click.option("--by-tags", is_flag=True, help=text)(command)
