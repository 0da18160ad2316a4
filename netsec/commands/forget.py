"""`netsec forget`: stop managing resources, without deleting them."""

from __future__ import annotations

import click

from netsec.app.goals import Goal
from netsec.app.ownership import plan_forget, with_dependents
from netsec.messages import text
from netsec.model import Address
from netsec.session import current_session
from netsec.terminal.options import confirmation_options
from netsec.workflow import confirm_and_apply, require_terminal


@click.command(name="forget")
@click.argument("address", required=False)
@click.option("--all", "everything", is_flag=True)
@confirmation_options
def forget_command(address: str | None, everything: bool, yes: bool, timeout: float) -> int:
    """Stop managing ADDRESS: netsec's tags and the record are removed, the resource stays."""
    if bool(address) == everything:
        raise click.UsageError(text("commands.address_or_all"))
    session = current_session()
    require_terminal(yes)
    stack = session.open(identity_only=True)
    with stack.locked("forget"):
        try:
            addresses = with_dependents(stack, Address.parse(address)) if address else tuple(stack.state.records)
        except ValueError as error:
            raise click.UsageError(text("commands.bad_address", value=address)) from error
        if not addresses:
            session.print_value({"type": "nothing"}, text("commands.nothing_to_forget"))
            return 0
        goal = Goal(make_plan=lambda stack: plan_forget(stack, addresses))
        code = confirm_and_apply(session, stack, stack.plan(goal), goal, yes=yes, timeout=timeout, show_outputs=False)
        if code == 0:
            stack.journal.forget(addresses)
        return code
