"""`netsec verify`: is AWS as netsec.toml wants it?"""

from __future__ import annotations

import click

from netsec.app.verify import exit_code, verify
from netsec.session import current
from netsec.views.verify import verify_object, verify_text


@click.command(name="verify")
@click.option("--quiet", is_flag=True, help="Only what is not as it should be.")
def command(quiet: bool) -> int:
    """Check AWS against netsec.toml, line by line, with what stands there.

    The groups and their rules, one NAT gateway in each zone with its address, the
    private routes, network ACLs, endpoints, and every [[expect]] of netsec.toml.
    Nothing is changed. Ends with 0 if all is right, 2 with findings, 4 if there
    are none but not everything may be read.
    """
    session = current()
    stack = session.open()
    found = verify(stack)
    items = session.header(stack)
    session.say(
        verify_object(found), verify_text(found, items, quiet=quiet, paint=session.paint, columns=session.columns)
    )
    return exit_code(found)
