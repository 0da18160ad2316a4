"""`netsec verify`: check AWS against netsec.toml."""

from __future__ import annotations

import click

from netsec.app.verify import verify_exit_code, verify_stack
from netsec.session import current_session
from netsec.views.verify import verify_object, verify_text


@click.command(name="verify")
@click.option("--quiet", is_flag=True)
def verify_command(quiet: bool) -> int:
    """Check AWS against netsec.toml, line by line, with the facts found."""
    session = current_session()
    stack = session.open()
    checks = verify_stack(stack)
    header = session.header(stack)
    session.print_value(
        verify_object(checks), verify_text(checks, header, quiet=quiet, paint=session.paint, columns=session.columns)
    )
    return verify_exit_code(checks)
