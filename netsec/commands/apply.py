"""`netsec apply`: make AWS as netsec.toml wants it."""

from __future__ import annotations

from pathlib import Path

import click

from netsec.app.stack import APPLY
from netsec.session import current
from netsec.terminal.options import confirmation, nat_switch
from netsec.walk import apply_reviewed, bring_about

# What the next plain apply does after one with --no-nat (the switch is on) or --nat (it is off).
CLOSING = {
    True: "\nenable_nat_gateway is true: a plain `netsec apply` makes the NAT gateways\n"
    "again. To leave them off, set enable_nat_gateway = false in netsec.toml.",
    False: "\nenable_nat_gateway is false: a plain `netsec apply` takes the NAT gateways\n"
    "away again. To keep them, set enable_nat_gateway = true in netsec.toml.",
}


@click.command(name="apply")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@nat_switch
@confirmation
def command(file: Path | None, nat: bool | None, yes: bool, timeout: float) -> int:
    """Make AWS as netsec.toml wants it: show the plan, ask, and carry it out.

    After your yes AWS is looked at once more: a plan that differs by then is shown
    and asked again, and nothing is done that was not shown.

    With a FILE that `plan --out` wrote, exactly the plan in it is carried out,
    without a question; if anything has changed since, nothing is.

    Run it again whenever you like: it finds what is there, finishes what a
    stopped run left, and changes nothing that is right already. NAT gateways
    take a minute or two to become available; the routes follow each at once.
    """
    session = current()
    if file:
        if nat is not None:
            raise click.UsageError("--nat and --no-nat are part of the plan in FILE: give them to plan --out.")
        return apply_reviewed(session, file, timeout=timeout)
    wanted = session.opening.config().enable_nat_gateway
    stack = session.open(nat=nat)
    code = bring_about(session, stack, APPLY, "apply", yes=yes, timeout=timeout)
    if code == 0 and nat not in (None, wanted) and not session.json:
        session.note(CLOSING[wanted])
    return code
