"""`netsec destroy`: the whole layer."""

from __future__ import annotations

import click

from netsec.app.goals import Aim, goal_for
from netsec.session import current
from netsec.terminal.options import confirmation
from netsec.walk import bring_about


@click.command(name="destroy")
@click.option("--keep-eips/--release-eips", default=False, help="Keep the Elastic IPs; else they are released.")
@confirmation
def command(keep_eips: bool, yes: bool, timeout: float) -> int:
    """Take everything netsec made away: NAT gateways, addresses, routes, ACLs, groups.

    The VPC, its subnets and tables are not netsec's and stay. What somebody
    else still uses (a group on a load balancer's network interface) is named
    and left; the rest goes, and the exit code is 5.
    """
    session = current()
    stack = session.open(identity_only=True)
    goal = goal_for(Aim.DESTROY, stack.config, keep_eips)
    return bring_about(session, stack, goal, "destroy", yes=yes, timeout=timeout)
