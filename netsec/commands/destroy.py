"""`netsec destroy`: delete all resources of the stack."""

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
def destroy_command(keep_eips: bool | None, by_tags: bool, yes: bool, timeout: float) -> int:
    """Delete all resources of the stack: NAT gateways, Elastic IPs, routes, ACLs, groups.

    The VPC, its subnets and route tables are not managed by netsec and stay. What
    is still in use (a group on a load balancer's network interface) is listed and
    stays; the rest is deleted, and the exit code is 5. The same holds for what
    has this stack's tags but is not recorded: record it with `state rebuild`, or
    give --by-tags. Elastic IPs that were kept stay, unless --release-eips is
    given.
    """
    session = current()
    stack = session.open(identity_only=True)
    goal = goal_for(Aim.DESTROY, stack.config, keep_eips, by_tags=by_tags)
    return bring_about(session, stack, goal, "destroy", yes=yes, timeout=timeout)
