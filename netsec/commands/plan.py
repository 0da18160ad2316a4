"""`netsec plan`: what apply, destroy-nat or destroy would do; nothing is changed."""

from __future__ import annotations

import click

from netsec.app.goals import Aim, goal_for
from netsec.session import current
from netsec.terminal.options import keep_addresses, nat_switch


@click.command(name="plan")
@nat_switch
@click.option("--destroy-nat", "aim", flag_value=Aim.DESTROY_NAT.value, help="Show what destroy-nat would do.")
@click.option("--destroy", "aim", flag_value=Aim.DESTROY.value, help="Show what destroy would do.")
@keep_addresses
@click.option("--detailed-exitcode", is_flag=True, help="Exit with 2 when there are changes.")
def command(nat: bool | None, aim: str | None, keep_eips: bool | None, detailed_exitcode: bool) -> int:
    """Show what apply would do, and why, without changing anything.

    Every line has a sign (+ create, ~ update, -/+ replace, - delete, > adopt,
    = keep, ! blocked) and says why. Ends with the exit code that apply's checks
    would end with.
    """
    if aim and nat is not None:
        raise click.UsageError("--nat and --no-nat are for a plan of apply, not of a destroy.")
    if keep_eips is not None and not aim:
        raise click.UsageError("--keep-eips and --release-eips go with --destroy-nat or --destroy.")
    session = current()
    chosen = Aim(aim or Aim.APPLY.value)
    stack = session.open(identity_only=chosen is not Aim.APPLY, nat=nat)
    goal = goal_for(chosen, stack.config, keep_eips)
    plan = stack.plan(goal)
    session.show_plan(stack, plan, goal)
    return session.verdict(plan, goal, detailed=detailed_exitcode)
