"""`netsec sandbox`: the server of the embedded AWS."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from netsec.app.sandbox import reset_sandbox, sandbox_errors, stop_sandbox, world_directory
from netsec.messages import text
from netsec.messages.escape import printable
from netsec.messages.times import point_in_time
from netsec.session import current_session


@click.group(name="sandbox")
def sandbox_command() -> None:
    """Show, stop or reset the embedded AWS that --sandbox uses."""


@sandbox_command.command(name="status")
def sandbox_status_command() -> None:
    """Show whether it runs, its endpoint, and how to use it with the AWS CLI."""
    from netsec.sandbox import daemon

    session = current_session()
    with sandbox_errors():
        running = daemon.status(world_directory(session.invocation.sandbox_directory))
    if session.json:
        session.print_json(
            {
                "running": running is not None,
                "endpoint_url": running.endpoint_url if running else None,
                "pid": running.pid if running else None,
                "aws_config_file": str(running.profile) if running else None,
            }
        )
    elif running:
        facts = {"url": running.endpoint_url, "pid": running.pid, "since": point_in_time(running.started_at)}
        session.print_result(text("commands.sandbox_running", **facts))
        session.print_result(f"{text('commands.sandbox_exports')}\n{_exports(running.profile)}")
    else:
        session.print_result(text("commands.sandbox_not_running"))


def _exports(profile: Path) -> str:
    """Shell lines that make the AWS CLI and SDKs use the sandbox."""
    names = ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")
    return "\n".join(f"  export {name}={shlex.quote(printable(str(profile)))}" for name in names)


@sandbox_command.command(name="stop")
def sandbox_stop_command() -> None:
    """Stop it; its data is kept."""
    session = current_session()
    stopped = stop_sandbox(session.invocation.sandbox_directory)
    message = text("commands.sandbox_stopped" if stopped else "commands.sandbox_not_running")
    session.print_value({"stopped": stopped}, message)


@sandbox_command.command(name="reset")
def sandbox_reset_command() -> None:
    """Stop it; delete its data and the state of its stacks."""
    session = current_session()
    reset_sandbox(session.invocation.sandbox_directory)
    session.print_value({"reset": True}, text("commands.sandbox_reset"))
