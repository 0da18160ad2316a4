"""`netsec sandbox`: the embedded AWS itself."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from netsec.app.sandbox import forget_world, stop_world, usable, world_directory
from netsec.session import current
from netsec.views.escape import printable


@click.group(name="sandbox")
def command() -> None:
    """Look at the embedded AWS that --sandbox works in, stop it, start it over.

    It starts by itself with the first command that needs it, and ends after an
    idle hour; its world is kept until you reset it.
    """


@command.command(name="status")
def status_command() -> None:
    """Say whether it runs, where, and how AWS's own tools reach it."""
    from netsec.sandbox import daemon

    session = current()
    with usable():
        running = daemon.status(world_directory(session.opening.sandbox_directory))
    if session.json:
        session.document(
            {
                "running": running is not None,
                "endpoint_url": running.endpoint_url if running else None,
                "pid": running.pid if running else None,
                "aws_config_file": str(running.profile) if running else None,
            }
        )
    elif running:
        session.out(f"Running at {running.endpoint_url} (pid {running.pid}, since {running.started_at}).")
        session.out(f"For the AWS CLI and SDKs, its endpoint and keys:\n{_exports(running.profile)}")
    else:
        session.out("Not running.")


def _exports(profile: Path) -> str:
    """Lines for a shell, after which AWS's own tools work in the sandbox."""
    names = ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")
    return "\n".join(f"  export {name}={shlex.quote(printable(str(profile)))}" for name in names)


@command.command(name="stop")
def stop_command() -> None:
    """End it; its world is kept for the next time."""
    session = current()
    stopped = stop_world(session.opening.sandbox_directory)
    session.say({"stopped": stopped}, "Stopped; its world is kept." if stopped else "Not running.")


@command.command(name="reset")
def reset_command() -> None:
    """End it; delete its world and the states in it."""
    session = current()
    forget_world(session.opening.sandbox_directory)
    session.say({"reset": True}, "The sandbox is empty again.")
