"""`netsec destroy-nat`: the NAT gateways off, to stop paying."""

from __future__ import annotations

import click

from netsec.session import current
from netsec.terminal.options import confirmation, deleting_by_tags, keep_addresses
from netsec.walk import switch_off


@click.command(name="destroy-nat")
@keep_addresses
@deleting_by_tags
@confirmation
def command(keep_eips: bool | None, by_tags: bool, yes: bool, timeout: float) -> int:
    """Take the NAT gateways, their routes and their Elastic IPs away, to stop paying.

    Everything else stays. The public IPs are given up unless you keep them with
    --keep-eips, at the price of an idle address; once kept, they stay kept until
    --release-eips. Those given up are asked for again later, and may be somebody
    else's by then. What carries this stack's tags but is not on record is left
    and named (exit code 5), unless --by-tags is given.
    """
    return switch_off(current(), "destroy-nat", keep_eips, by_tags=by_tags, yes=yes, timeout=timeout)
