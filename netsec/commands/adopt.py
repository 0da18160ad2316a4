"""`netsec adopt`: manage an existing resource from now on."""

from __future__ import annotations

import click

from netsec.app.ownership import plan_adoption
from netsec.app.stack import Goal
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
            self.fail(
                f"{value!r} is no address: KIND/NAME as plan shows it, for example security_group/alb", param, ctx
            )


@click.command(name="adopt")
@click.argument("address", type=AddressType())
@click.argument("resource_id", metavar="ID")
@nat_option
@confirmation_options
def adopt_command(address: Address, resource_id: str, nat: bool | None, yes: bool, timeout: float) -> int:
    """Adopt the existing resource ID as ADDRESS: add netsec's tags and record it.

    Nothing else of it is changed; the next plan shows how it differs from
    netsec.toml. From then on, destroy deletes it as well. For a NAT gateway or
    its Elastic IP, give --nat here and to the next plan while enable_nat_gateway
    is false.

    \b
    netsec adopt security_group/alb sg-0123456789abcdef0
    """
    session = current_session()
    goal = Goal(make_plan=lambda stack: plan_adoption(stack, address, resource_id))
    return plan_and_apply(session, session.open(nat=nat), goal, "adopt", yes=yes, timeout=timeout)
