"""`netsec apply`: make AWS match netsec.toml."""

from __future__ import annotations

from pathlib import Path

import click

from netsec.app.goals import APPLY_GOAL
from netsec.messages import text
from netsec.session import current_session
from netsec.terminal.options import confirmation_options, nat_option
from netsec.workflow import apply_plan_file, plan_and_apply


@click.command(name="apply")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@nat_option
@confirmation_options
def apply_command(file: Path | None, nat: bool | None, yes: bool, timeout: float) -> int:
    """Make AWS match netsec.toml: show the plan, ask for confirmation, apply it."""
    session = current_session()
    if file:
        if nat is not None:
            raise click.UsageError(text("commands.nat_in_plan_file"))
        return apply_plan_file(session, file, timeout=timeout)
    is_enabled = session.invocation.config().enable_nat_gateway
    stack = session.open(nat=nat)
    code = plan_and_apply(session, stack, APPLY_GOAL, "apply", yes=yes, timeout=timeout)
    if code == 0 and nat not in (None, is_enabled) and not session.json:
        session.print_note("\n" + text("nat.next_apply_creates" if is_enabled else "nat.next_apply_deletes"))
    return code
