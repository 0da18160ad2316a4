"""Options that several commands share; the global ones may stand before or after the command."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

Function = TypeVar("Function", bound=Callable[..., Any])
UNITS = {"s": 1, "m": 60, "h": 3600}


class Duration(click.ParamType[float]):
    """`90s`, `30m`, `2h`: a time span, in seconds."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, (int, float)):
            return float(value)
        parts = re.fullmatch(r"(\d{1,6})([smh])", str(value))
        if not parts or int(parts[1]) == 0:
            self.fail(f"{value!r} is no time span: write 90s, 30m or 2h", param, ctx)
        return float(int(parts[1]) * UNITS[parts[2]])


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    """Keep a global option's value where the session finds it, wherever on the line it stood."""
    if value not in (None, False) and param.name:
        ctx.find_root().ensure_object(dict)[param.name] = value


GLOBAL: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    (("-c", "--config"), {"metavar": "FILE", "help": "The config file, instead of the nearest netsec.toml upward."}),
    (("-e", "--env", "environment"), {"metavar": "NAME", "help": "The environment, instead of the file's own."}),
    (("--profile",), {"metavar": "NAME", "help": "The AWS profile."}),
    (("--region",), {"metavar": "NAME", "help": "The AWS region."}),
    (("--endpoint-url",), {"metavar": "URL", "help": "Ask here instead of AWS itself."}),
    (("--sandbox",), {"is_flag": True, "help": "Work in an embedded AWS: no account, no cost."}),
    (("--json",), {"is_flag": True, "help": "Machine-readable output."}),
    (("--no-color",), {"is_flag": True, "help": "No colours."}),
    (("-v", "--verbose"), {"is_flag": True, "help": "Show every API call; a traceback for a bug."}),
)


def global_parameters(*, hidden: bool) -> list[click.Parameter]:
    """The global options as parameters of one more command."""
    return [
        click.Option(names, expose_value=False, callback=_remember, hidden=hidden, **settings)
        for names, settings in GLOBAL
    ]


def confirmation(command: Function) -> Function:
    """`--yes` and `--timeout`, for what changes AWS."""
    timeout = click.option(
        "--timeout", type=Duration(), default="30m", show_default=True, help="Give up after this long."
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
    text = "Keep the Elastic IPs (or release them), whatever [nat] keep_eips says."
    return click.option("--keep-eips/--release-eips", default=None, help=text)(command)
