"""`netsec destroy-nat`: the NAT gateways off, to stop paying."""

from __future__ import annotations

import click

from netsec.session import current
from netsec.terminal.options import confirmation, keep_addresses
from netsec.walk import switch_off


@click.command(name="destroy-nat")
@keep_addresses
@confirmation
def command(keep_eips: bool | None, yes: bool, timeout: float) -> int:
    """Take the NAT gateways, their routes and their Elastic IPs away, to stop paying.

    Everything else stays. The public IPs are given up unless you keep them with
    --keep-eips, at the price of an idle address. Those given up are asked for
    again later, and may be somebody else's by then.
    """
    return switch_off(current(), "destroy-nat", keep_eips, yes=yes, timeout=timeout)
