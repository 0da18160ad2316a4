"""`netsec adopt`: take an existing resource over."""

from __future__ import annotations

import click

from netsec.app.stack import Goal
from netsec.app.taking import plan_adoption
from netsec.model import Address
from netsec.session import current
from netsec.terminal.options import confirmation, nat_switch
from netsec.walk import bring_about


class AddressType(click.ParamType[Address]):
    """KIND/NAME, as plans show it."""

    name = "address"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Address:
        if isinstance(value, Address):
            return value
        try:
            return Address.parse(str(value))
        except ValueError:
            self.fail(
                f"{value!r} is no address: KIND/NAME as plan shows it, for example security_group/alb", param, ctx
            )


@click.command(name="adopt")
@click.argument("address", type=AddressType())
@click.argument("resource_id", metavar="ID")
@nat_switch
@confirmation
def command(address: Address, resource_id: str, nat: bool | None, yes: bool, timeout: float) -> int:
    """Take the resource ID over as ADDRESS, by giving it netsec's tags.

    Nothing else of it is changed now; the next plan says what differs from
    netsec.toml. It is on record from then on, so destroy deletes it as well.
    A NAT gateway or its address needs --nat while the switch is off, and the
    next plan as well.

    \b
    netsec adopt security_group/alb sg-0123456789abcdef0
    """
    session = current()
    goal = Goal(made_by=lambda stack: plan_adoption(stack, address, resource_id))
    return bring_about(session, session.open(nat=nat), goal, "adopt", yes=yes, timeout=timeout)
