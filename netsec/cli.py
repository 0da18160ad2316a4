"""The door: the table of commands, and every way a call of netsec can end. Loads a command only when it is called."""

from __future__ import annotations

import difflib
import importlib
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TextIO

import click

from netsec.errors import NetsecError
from netsec.terminal.audience import endings
from netsec.terminal.complaint import tell, tell_bug, tell_usage
from netsec.terminal.options import global_parameters
from netsec.terminal.stream import FULL, output_lost
from netsec.version import VERSION

COMMANDS: dict[str, str] = {
    "init": "Write a first netsec.toml.",
    "plan": "Show what apply would do, and why.",
    "apply": "Make AWS as netsec.toml wants it.",
    "show": "Show what is recorded: resources, outputs.",
    "nat": "Switch the NAT gateways on for a while, or off.",
    "destroy-nat": "Take the NAT gateways away, to stop paying.",
    "destroy": "Take the whole layer away.",
    "verify": "Check AWS against netsec.toml, line by line.",
    "reach": "Say who can reach whom, and what stops them.",
    "audit": "Look for what is too open, and for waste.",
    "graph": "Draw the network: text, Mermaid, DOT, SVG.",
    "report": "Write one page about it all, to show around.",
    "advise": "Say whether this VPC needs a NAT gateway at all.",
    "cost": "Show what runs and what it costs.",
    "adopt": "Take an existing resource over.",
    "forget": "Let a resource go without deleting it.",
    "state": "Look at the state file, or rebuild it.",
    "sandbox": "Look at the sandbox, stop it, start it over.",
}
EXAMPLES = """\b
Try it without an AWS account:
  netsec --sandbox plan
  netsec --sandbox apply --nat
  netsec --sandbox destroy-nat
\b
Exit codes: 0 done, 2 changes pending (plan --detailed-exitcode) or findings
(verify, reach, audit), 3 usage or config, 4 credentials or account, 5
conflict, 6 try again, 7 quota, 8 NAT gateway failed, 9 state file, 10 locked,
130 interrupted.
"""


class Commands(click.Group):
    """A group whose members are files in `netsec/commands`, loaded by name; `--help` needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"netsec.commands.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return _with_global_options(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            advice = f" Did you mean {near[0]!r}?" if near else ""
            ctx.fail(f"No such command {args[0]!r}.{advice}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _with_global_options(command: click.Command) -> click.Command:
    """Accept the global options after the command as well; its own help does not repeat them."""
    known = {parameter.name for parameter in command.params}
    command.params.extend(each for each in global_parameters(hidden=True) if each.name not in known)
    command.epilog = command.epilog or "Options of netsec itself (netsec --help) may stand here too."
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _with_global_options(inner)
    return command


@click.group(
    cls=Commands, epilog=EXAMPLES, params=global_parameters(hidden=False), context_settings={"max_content_width": 80}
)
@click.version_option(VERSION, prog_name="netsec")
def cli() -> None:
    """The security and outbound layer of an AWS VPC that exists: security groups
    that chain (internet, ALB, ECS, RDS), NAT gateways with fixed addresses that
    you switch on and off, the private routes, and network ACLs."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run netsec and end the process with its exit code."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    # What is made without a mode of its own, by us or by what we start, is ours alone.
    os.umask(0o077)
    _open_streams()
    for number in endings():
        signal.signal(number, _leave)
    sys.exit(answer(arguments))


def _open_streams() -> None:
    """Give closed streams somewhere to go: else the next file opened, the lock perhaps, got their number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - for the whole process


def _leave(number: int, frame: object) -> None:
    """Called off while nothing is being changed: at once, without waiting for questions still in the air."""
    with suppress(OSError):
        os.write(2, b"\nnetsec: interrupted; nothing was under way\n")
    os._exit(128 + number)


def answer(arguments: Sequence[str]) -> int:
    """Run netsec; every way it can end, as an exit code."""
    try:
        code = _answer(arguments)
    except (BrokenPipeError, SystemExit):
        # Whoever read our output has gone. Out of standalone mode, click exits the process for this reason alone.
        code = 141
    for stream in (sys.stdout, sys.stderr):
        _empty(stream)
    return code


def _empty(stream: TextIO) -> None:
    """What can't be said any more goes nowhere: the flush at exit must not complain about it."""
    try:
        stream.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _answer(arguments: Sequence[str]) -> int:
    try:
        result = cli.main(args=list(arguments), prog_name="netsec", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except NetsecError as error:
        return tell(error, arguments)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as error:
        return tell_usage(error, arguments)
    except (click.Abort, KeyboardInterrupt):
        sys.stderr.write("\nnetsec: interrupted; nothing was under way\n")
        return 130
    except BrokenPipeError:
        raise
    except OSError as error:
        return tell(output_lost(error), arguments) if error.errno in FULL else tell_bug(error, arguments)
    except Exception as error:  # noqa: BLE001 - the last door: whatever comes here is a bug, and is said so
        return tell_bug(error, arguments)
