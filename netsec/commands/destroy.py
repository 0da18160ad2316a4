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
    """Delete all resources of the stack: NAT gateways, Elastic IPs, routes, ACLs, groups."""
    session = current_session()
    stack = session.open(identity_only=True)
    goal = goal_for(PlanMode.DESTROY, stack.config, keep_eips, by_tags=by_tags)
    return plan_and_apply(session, stack, goal, "destroy", yes=yes, timeout=timeout)
