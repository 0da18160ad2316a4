"""The entry point: the table of commands, and the exit code of every outcome. Imports a command when it is called."""

from __future__ import annotations

import difflib
import importlib
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, TextIO

import click

from netsec.errors import NetsecError
from netsec.messages import language_for, speaking, text, use_language
from netsec.terminal.errors import report_bug, report_error, report_usage_error
from netsec.terminal.help import with_help
from netsec.terminal.options import global_parameters
from netsec.terminal.signals import ending_signals
from netsec.terminal.stream import DISK_ERRORS, output_error
from netsec.version import VERSION

# The commands in the order of `netsec --help`; each is a module in `netsec/commands`.
COMMANDS = (
    "init",
    "plan",
    "apply",
    "show",
    "nat",
    "destroy-nat",
    "destroy",
    "verify",
    "reach",
    "audit",
    "graph",
    "report",
    "advise",
    "cost",
    "adopt",
    "forget",
    "state",
    "sandbox",
)


class Commands(click.Group):
    """A group of commands, one for each module in `netsec/commands`, imported by name; `--help` imports none."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """`NAME_command` of the module `netsec.commands.NAME`; None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        module = importlib.import_module(f"netsec.commands.{name}")
        command: click.Command = getattr(module, f"{name}_command")
        return _with_global_options(with_help(command, cmd_name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the closest name as a suggestion for an unknown one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            similar = difflib.get_close_matches(args[0], COMMANDS, 1)
            key = "cli.did_you_mean" if similar else "cli.no_such_command"
            ctx.fail(text(key, name=args[0], similar=similar))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The lines of the table, so that no command is imported."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text(f"summary.{name}")) for name in COMMANDS])

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """As click does it, with the help in the language of this invocation."""
        with_help(self, "netsec")
        self.epilog = text("help.examples")
        return super().make_context(info_name, args, parent, **extra)


def _with_global_options(command: click.Command) -> click.Command:
    """Accept the global options after the command too; its own help does not list them."""
    existing = {parameter.name for parameter in command.params}
    command.params.extend(option for option in global_parameters(hidden=True) if option.name not in existing)
    command.epilog = text("help.global_options")
    if isinstance(command, click.Group):
        for subcommand in command.commands.values():
            _with_global_options(subcommand)
    return command


@click.group(cls=Commands, params=global_parameters(hidden=False), context_settings={"max_content_width": 80})
@click.version_option(VERSION, prog_name="netsec")
def cli() -> None:
    """netsec itself; its help is `help.netsec` in the catalogue."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run netsec and end the process with its exit code."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    # Files that are created without a mode, by this process or its children, are readable by the user alone.
    os.umask(0o077)
    _open_streams()
    use_language(language_for(arguments, os.environ))
    for number in ending_signals():
        signal.signal(number, _leave)
    sys.exit(run_cli(arguments))


def _open_streams() -> None:
    """Open closed standard streams on /dev/null: else the next file opened, such as the lock, gets their number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - for the whole process


def _leave(number: int, frame: object) -> None:
    """End at once, without waiting for pending requests; used while nothing is being changed."""
    with suppress(OSError):
        os.write(2, f"\n{text('cli.interrupted')}\n".encode())
    os._exit(128 + number)


def run_cli(arguments: Sequence[str]) -> int:
    """Run netsec; the exit code, whatever happens."""
    try:
        with speaking(language_for(arguments, os.environ)):
            code = _run(arguments)
    except (BrokenPipeError, SystemExit):
        # Nobody reads the output any more. Without standalone mode, click raises SystemExit only for this.
        code = 141
    for stream in (sys.stdout, sys.stderr):
        _flush(stream)
    return code


def _flush(stream: TextIO) -> None:
    """Flush; what can't be written is dropped, so that the flush at exit does not fail."""
    try:
        stream.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _run(arguments: Sequence[str]) -> int:
    try:
        result = cli.main(args=list(arguments), prog_name="netsec", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except NetsecError as error:
        return report_error(error, arguments)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as error:
        return report_usage_error(error, arguments)
    except (click.Abort, KeyboardInterrupt):
        sys.stderr.write(f"\n{text('cli.interrupted')}\n")
        return 130
    except BrokenPipeError:
        raise
    except OSError as error:
        return (
            report_error(output_error(error), arguments) if error.errno in DISK_ERRORS else report_bug(error, arguments)
        )
    except Exception as error:  # noqa: BLE001 - the last handler: any other exception is a bug, and reported as one
        return report_bug(error, arguments)
