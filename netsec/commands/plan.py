"""`netsec plan`: what apply, destroy-nat or destroy would do, without changing anything."""

from __future__ import annotations

from pathlib import Path

import click

from netsec.app.goals import Aim
from netsec.app.plan_file import Request, write_plan
from netsec.app.run import can_go
from netsec.errors import Refused
from netsec.model import reason
from netsec.session import current
from netsec.terminal.options import deleting_by_tags, keep_addresses, nat_switch
from netsec.views.errors import errors_text
from netsec.views.escape import printable


@click.command(name="plan")
@nat_switch
@click.option("--destroy-nat", is_flag=True, help="Show what destroy-nat would do.")
@click.option("--destroy", is_flag=True, help="Show what destroy would do.")
@keep_addresses
@deleting_by_tags
@click.option("--detailed-exitcode", is_flag=True, help="Exit with 2 if there are changes.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the plan to FILE, for `netsec apply FILE`."
)
def plan_command(
    nat: bool | None,
    destroy_nat: bool,
    destroy: bool,
    keep_eips: bool | None,
    by_tags: bool,
    detailed_exitcode: bool,
    out: Path | None,
) -> int:
    """Show what apply would do, and why, without changing anything.

    Each line has a sign (+ create, ~ update, -/+ replace, - delete, > adopt,
    = keep, ! blocked) and a reason. The exit code is that of apply's checks. What
    has this stack's tags but is not recorded is adopted or kept, and deleted only
    with --by-tags.
    """
    if destroy and destroy_nat:
        raise click.UsageError("--destroy and --destroy-nat are two plans: give one of them.")
    aim = Aim.DESTROY if destroy else Aim.DESTROY_NAT if destroy_nat else Aim.APPLY
    if aim is not Aim.APPLY and nat is not None:
        raise click.UsageError("--nat and --no-nat are for a plan of apply, not of a destroy.")
    if keep_eips is not None and aim is Aim.APPLY:
        raise click.UsageError("--keep-eips and --release-eips go with --destroy-nat or --destroy.")
    if by_tags and aim is Aim.APPLY:
        raise click.UsageError("--by-tags goes with --destroy-nat or --destroy.")
    session = current()
    stack = session.open(identity_only=aim is not Aim.APPLY, nat=nat)
    request = Request(aim=aim, nat=nat, keep_eips=keep_eips, by_tags=by_tags)
    goal = request.goal(stack.config)
    plan = stack.plan(goal)
    session.show_plan(stack, plan, goal)
    if out and not can_go(plan, goal):
        session.note(errors_text([Refused(reason("plan_not_written", path=str(out)))]))
    elif out:
        write_plan(out, stack, plan, request)
        session.note(f"\nWritten to {printable(out)}. To carry out exactly this:\n  netsec apply {printable(out)}")
    return session.verdict(plan, goal, detailed=detailed_exitcode)
