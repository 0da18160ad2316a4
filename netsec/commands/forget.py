"""`netsec forget`: stop managing resources, without deleting them."""

from __future__ import annotations

import click

from netsec.app.stack import Goal
from netsec.app.taking import plan_forgetting, with_hangers_on
from netsec.model import Address
from netsec.session import current
from netsec.terminal.options import confirmation
from netsec.walk import carry_out, need_an_answer


@click.command(name="forget")
@click.argument("address", required=False)
@click.option("--all", "everything", is_flag=True, help="Forget the whole stack.")
@confirmation
def forget_command(address: str | None, everything: bool, yes: bool, timeout: float) -> int:
    """Stop managing ADDRESS: netsec's tags and the record are removed, the resource stays.

    Its Name and your own tags stay too. The next plan no longer knows it. If its
    tags are those of another stack by now, only the record is removed.
    """
    if bool(address) == everything:
        raise click.UsageError("Give one ADDRESS, or --all.")
    session = current()
    need_an_answer(yes)
    stack = session.open(identity_only=True)
    with stack.locked("forget"):
        try:
            addresses = with_hangers_on(stack, Address.parse(address)) if address else tuple(stack.state.records)
        except ValueError as error:
            raise click.UsageError(f"{error}, for example security_group/alb") from error
        if not addresses:
            session.say({"type": "nothing"}, "Nothing is recorded, so there is nothing to forget.")
            return 0
        goal = Goal(made_by=lambda stack: plan_forgetting(stack, addresses))
        code = carry_out(session, stack, stack.plan(goal), goal, yes=yes, timeout=timeout, closing=False)
        if code == 0:
            stack.ledger.forget(addresses)
        return code
