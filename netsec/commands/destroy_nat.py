"""`netsec destroy-nat`: the switch off, to stop paying."""

from __future__ import annotations

import click

from netsec.app.goals import Aim, goal_for
from netsec.errors import ConfigInvalid
from netsec.session import Session, current
from netsec.terminal.options import confirmation, keep_addresses
from netsec.walk import bring_about


@click.command(name="destroy-nat")
@keep_addresses
@confirmation
def command(keep_eips: bool | None, yes: bool, timeout: float) -> int:
    """Take the NAT gateways, their routes and their Elastic IPs away, to stop paying.

    Everything else stays. The public IPs are given up for good unless you keep
    them with --keep-eips: then the next `apply --nat` comes back with the same
    ones, at the price of an idle address.
    """
    session = current()
    stack = session.open(identity_only=True)
    goal = goal_for(Aim.DESTROY_NAT, stack.config, keep_eips)
    code = bring_about(session, stack, goal, "destroy-nat", yes=yes, timeout=timeout)
    if code == 0 and not session.json and _switch_is_on(session):
        session.note(
            "\nenable_nat_gateway is true: the next plain `netsec apply` makes the NAT\n"
            "gateways again. To leave them off, set enable_nat_gateway = false in netsec.toml."
        )
    return code


def _switch_is_on(session: Session) -> bool:
    """What the whole config says, as far as it can be read: destroy-nat itself works with a broken rule in it."""
    try:
        return session.opening.config().enable_nat_gateway
    except ConfigInvalid:
        return False
