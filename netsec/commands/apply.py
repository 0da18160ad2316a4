"""`netsec apply`: make AWS match netsec.toml."""

from __future__ import annotations

from pathlib import Path

import click

from netsec.app.stack import APPLY_GOAL
from netsec.session import current_session
from netsec.terminal.options import confirmation_options, nat_option
from netsec.workflow import apply_plan_file, plan_and_apply

# By enable_nat_gateway: what the next plain apply does after one with --no-nat (True) or --nat (False).
CLOSING = {
    True: "\nenable_nat_gateway is true: a plain `netsec apply` makes the NAT gateways\n"
    "again. To leave them off, set enable_nat_gateway = false in netsec.toml.",
    False: "\nenable_nat_gateway is false: a plain `netsec apply` takes the NAT gateways\n"
    "away again. To keep them, set enable_nat_gateway = true in netsec.toml.",
}


@click.command(name="apply")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@nat_option
@confirmation_options
def apply_command(file: Path | None, nat: bool | None, yes: bool, timeout: float) -> int:
    """Make AWS match netsec.toml: show the plan, ask for confirmation, apply it.

    After the confirmation the plan is made once more. If it differs by then, it
    is shown and must be confirmed again: only what was shown is done.

    With a FILE written by `plan --out`, exactly that plan is applied, without
    confirmation. If anything has changed since, nothing is applied.

    It can be run again at any time: it finds existing resources, completes an
    interrupted run, and leaves what is up to date. NAT gateways take one or two
    minutes to become available; each one's routes follow at once.
    """
    session = current_session()
    if file:
        if nat is not None:
            raise click.UsageError("--nat and --no-nat are part of the plan in FILE: give them to plan --out.")
        return apply_plan_file(session, file, timeout=timeout)
    is_enabled = session.invocation.config().enable_nat_gateway
    stack = session.open(nat=nat)
    code = plan_and_apply(session, stack, APPLY_GOAL, "apply", yes=yes, timeout=timeout)
    if code == 0 and nat not in (None, is_enabled) and not session.json:
        session.print_note(CLOSING[is_enabled])
    return code
