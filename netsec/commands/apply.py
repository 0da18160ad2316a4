"""`netsec apply`: make AWS as netsec.toml wants it."""

from __future__ import annotations

import click

from netsec.app.stack import APPLY
from netsec.session import current
from netsec.terminal.options import confirmation, nat_switch
from netsec.walk import bring_about

# What the next plain apply does after one with --no-nat (the switch is on) or --nat (it is off).
CLOSING = {
    True: "\nenable_nat_gateway is true: a plain `netsec apply` makes the NAT gateways\n"
    "again. To leave them off, set enable_nat_gateway = false in netsec.toml.",
    False: "\nenable_nat_gateway is false: a plain `netsec apply` takes the NAT gateways\n"
    "away again. To keep them, set enable_nat_gateway = true in netsec.toml.",
}


@click.command(name="apply")
@nat_switch
@confirmation
def command(nat: bool | None, yes: bool, timeout: float) -> int:
    """Make AWS as netsec.toml wants it: show the plan, ask, and carry it out.

    Run it again whenever you like: it finds what is there, finishes what a
    stopped run left, and changes nothing that is right already. NAT gateways
    take a minute or two to become available; the routes follow each at once.
    """
    session = current()
    wanted = session.opening.config().enable_nat_gateway
    stack = session.open(nat=nat)
    code = bring_about(session, stack, APPLY, "apply", yes=yes, timeout=timeout)
    if code == 0 and nat not in (None, wanted) and not session.json:
        session.note(CLOSING[wanted])
    return code
