"""`netsec adopt`: manage an existing resource from now on."""

from __future__ import annotations

import click

from netsec.app.goals import Goal
from netsec.app.ownership import plan_adoption
from netsec.messages import text
from netsec.model import Address
from netsec.session import current_session
from netsec.terminal.options import confirmation_options, nat_option
from netsec.workflow import plan_and_apply


class AddressType(click.ParamType[Address]):
    """An address as plans show it: KIND/NAME."""

    name = "address"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Address:
        """The Address; a usage error for anything else."""
        if isinstance(value, Address):
            return value
        try:
            return Address.parse(str(value))
        except ValueError:
            self.fail(text("commands.bad_address", value=value), param, ctx)


@click.command(name="adopt")
@click.argument("address", type=AddressType())
@click.argument("resource_id", metavar="ID")
@nat_option
@confirmation_options
def adopt_command(address: Address, resource_id: str, nat: bool | None, yes: bool, timeout: float) -> int:
    """Adopt the existing resource ID as ADDRESS: add netsec's tags and record it."""
    session = current_session()
    goal = Goal(make_plan=lambda stack: plan_adoption(stack, address, resource_id))
    return plan_and_apply(session, session.open(nat=nat), goal, "adopt", yes=yes, timeout=timeout)
