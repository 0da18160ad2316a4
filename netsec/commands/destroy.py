"""`netsec destroy`: the whole layer."""

from __future__ import annotations

import click

from netsec.app.goals import Aim, goal_for
from netsec.session import current
from netsec.terminal.options import confirmation, deleting_by_tags, keep_addresses
from netsec.walk import bring_about


@click.command(name="destroy")
@keep_addresses
@deleting_by_tags
@confirmation
def command(keep_eips: bool | None, by_tags: bool, yes: bool, timeout: float) -> int:
    """Take everything netsec made away: NAT gateways, addresses, routes, ACLs, groups.

    The VPC, its subnets and tables are not netsec's and stay. What somebody
    else still uses (a group on a load balancer's network interface) is named
    and left; the rest goes, and the exit code is 5. The same holds for what
    carries this stack's tags but is not on record: take it on record with
    `state rebuild`, or give --by-tags. Addresses that were kept stay kept;
    --release-eips gives them up.
    """
    session = current()
    stack = session.open(identity_only=True)
    goal = goal_for(Aim.DESTROY, stack.config, keep_eips, by_tags=by_tags)
    return bring_about(session, stack, goal, "destroy", yes=yes, timeout=timeout)
