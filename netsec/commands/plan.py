"""`netsec plan`: what apply, destroy-nat or destroy would do, without changing anything."""

from __future__ import annotations

from pathlib import Path

import click

from netsec.app.goals import PlanMode
from netsec.app.plan_file import PlanRequest, write_plan
from netsec.app.run import is_executable
from netsec.errors import Refused
from netsec.messages import text
from netsec.model import reason
from netsec.session import current_session
from netsec.terminal.options import by_tags_option, keep_eips_option, nat_option
from netsec.views.errors import errors_text


@click.command(name="plan")
@nat_option
@click.option("--destroy-nat", is_flag=True)
@click.option("--destroy", is_flag=True)
@keep_eips_option
@by_tags_option
@click.option("--detailed-exitcode", is_flag=True)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE")
def plan_command(
    nat: bool | None,
    destroy_nat: bool,
    destroy: bool,
    keep_eips: bool | None,
    by_tags: bool,
    detailed_exitcode: bool,
    out: Path | None,
) -> int:
    """Show what apply would do, and why, without changing anything."""
    if destroy and destroy_nat:
        raise click.UsageError(text("commands.two_plans"))
    aim = PlanMode.DESTROY if destroy else PlanMode.DESTROY_NAT if destroy_nat else PlanMode.APPLY
    if aim is not PlanMode.APPLY and nat is not None:
        raise click.UsageError(text("commands.nat_and_destroy"))
    if keep_eips is not None and aim is PlanMode.APPLY:
        raise click.UsageError(text("commands.eips_without_destroy"))
    if by_tags and aim is PlanMode.APPLY:
        raise click.UsageError(text("commands.tags_without_destroy"))
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
        session.print_note("\n" + text("commands.plan_written", path=out))
    return session.exit_code_of(plan, goal, detailed=detailed_exitcode)
