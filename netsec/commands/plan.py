"""`netsec plan`: what apply, destroy-nat or destroy would do, without changing anything."""

from __future__ import annotations

from pathlib import Path

import click

from netsec.app.goals import PlanMode
from netsec.app.plan_file import PlanRequest, write_plan
from netsec.app.run import is_executable
from netsec.errors import Refused
from netsec.model import reason
from netsec.session import current_session
from netsec.terminal.options import by_tags_option, keep_eips_option, nat_option
from netsec.views.errors import errors_text
from netsec.views.escape import printable


@click.command(name="plan")
@nat_option
@click.option("--destroy-nat", is_flag=True, help="Show what destroy-nat would do.")
@click.option("--destroy", is_flag=True, help="Show what destroy would do.")
@keep_eips_option
@by_tags_option
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
    aim = PlanMode.DESTROY if destroy else PlanMode.DESTROY_NAT if destroy_nat else PlanMode.APPLY
    if aim is not PlanMode.APPLY and nat is not None:
        raise click.UsageError("--nat and --no-nat are for a plan of apply, not of a destroy.")
    if keep_eips is not None and aim is PlanMode.APPLY:
        raise click.UsageError("--keep-eips and --release-eips go with --destroy-nat or --destroy.")
    if by_tags and aim is PlanMode.APPLY:
        raise click.UsageError("--by-tags goes with --destroy-nat or --destroy.")
    session = current_session()
    stack = session.open(identity_only=aim is not PlanMode.APPLY, nat=nat)
    request = PlanRequest(mode=aim, nat=nat, keep_eips=keep_eips, by_tags=by_tags)
    goal = request.goal(stack.config)
    plan = stack.plan(goal)
    session.show_plan(stack, plan, goal)
    if out and not is_executable(plan, goal):
        session.print_note(errors_text([Refused(reason("plan_not_written", path=str(out)))]))
    elif out:
        write_plan(out, stack, plan, request)
        session.print_note(
            f"\nWritten to {printable(out)}. To carry out exactly this:\n  netsec apply {printable(out)}"
        )
    return session.exit_code_of(plan, goal, detailed=detailed_exitcode)
