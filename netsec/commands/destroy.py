"""`netsec destroy`: delete all resources of the stack."""

from __future__ import annotations

import click

from netsec.app.goals import PlanMode, goal_for
from netsec.session import current_session
from netsec.terminal.options import by_tags_option, confirmation_options, keep_eips_option
from netsec.workflow import plan_and_apply


@click.command(name="destroy")
@keep_eips_option
@by_tags_option
@confirmation_options
def destroy_command(keep_eips: bool | None, by_tags: bool, yes: bool, timeout: float) -> int:
    """Delete all resources of the stack: NAT gateways, Elastic IPs, routes, ACLs, groups.

    The VPC, its subnets and route tables are not managed by netsec and stay. What
    is still in use (a group on a load balancer's network interface) is listed and
    stays; the rest is deleted, and the exit code is 5. The same holds for what
    has this stack's tags but is not recorded: record it with `state rebuild`, or
    give --by-tags. Elastic IPs that were kept stay, unless --release-eips is
    given.
    """
    session = current_session()
    stack = session.open(identity_only=True)
    goal = goal_for(PlanMode.DESTROY, stack.config, keep_eips, by_tags=by_tags)
    return plan_and_apply(session, stack, goal, "destroy", yes=yes, timeout=timeout)
