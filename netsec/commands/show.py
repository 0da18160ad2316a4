"""`netsec show`: the recorded resources and outputs, without a call to AWS."""

from __future__ import annotations

import difflib

import click

from netsec.errors import Refused
from netsec.messages import text
from netsec.model import reason
from netsec.model.outputs import outputs_of
from netsec.session import current_session
from netsec.views.outputs import output_json, output_text, outputs_json, outputs_text


@click.group(name="show", invoke_without_command=True)
@click.pass_context
def show_command(ctx: click.Context) -> None:
    """Show the recorded resources by address, or the outputs."""
    if ctx.invoked_subcommand is None:
        session = current_session()
        session.show_state(session.recorded_state())


@show_command.command(name="outputs")
@click.argument("name", required=False)
@click.option("--raw", is_flag=True)
def show_outputs_command(name: str | None, raw: bool) -> None:
    """Show all outputs, or the one called NAME."""
    session = current_session()
    values = outputs_of(session.recorded_state().records)
    if name is None:
        if raw:
            raise click.UsageError(text("commands.raw_needs_name"))
        session.print_result((outputs_json(values) if session.json else outputs_text(values)).rstrip("\n"))
        return
    if name not in values:
        similar = difflib.get_close_matches(name, values, 1)
        raise Refused(reason("unknown_output", name=name, known=similar or sorted(values)))
    session.print_result((output_json(values[name]) if session.json else output_text(values[name])).rstrip("\n"))
