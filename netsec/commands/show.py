"""`netsec show`: what is recorded; asks AWS nothing."""

from __future__ import annotations

import difflib

import click

from netsec.errors import Refused
from netsec.model import reason
from netsec.model.outputs import outputs_of
from netsec.session import current
from netsec.views.outputs import output_json, output_text, outputs_json, outputs_text


@click.group(name="show", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show what the state file records: resources by address, or the outputs.

    Reads one local file; AWS is not asked.
    """
    if ctx.invoked_subcommand is None:
        session = current()
        session.show_state(session.recorded())


@command.command(name="outputs")
@click.argument("name", required=False)
@click.option("--raw", is_flag=True, help="The bare value, for scripts; a list one item a line.")
def outputs(name: str | None, raw: bool) -> None:
    """Show the outputs, or the one called NAME.

    They are what the rest of your system needs: the groups' ids, the NAT
    gateways' ids, the public IPs they send from.
    """
    session = current()
    values = outputs_of(session.recorded().records)
    if name is None:
        if raw:
            raise click.UsageError("--raw needs the NAME of one output")
        session.out((outputs_json(values) if session.json else outputs_text(values)).rstrip("\n"))
        return
    if name not in values:
        near = difflib.get_close_matches(name, values, 1)
        raise Refused(reason("unknown_output", name=name, known=near or sorted(values)))
    session.out((output_json(values[name]) if session.json else output_text(values[name])).rstrip("\n"))
