"""`netsec destroy-nat`: delete the NAT gateways, to stop paying for them."""

from __future__ import annotations

import click

from netsec.session import current_session
from netsec.terminal.options import by_tags_option, confirmation_options, keep_eips_option
from netsec.workflow import destroy_nat_gateways


@click.command(name="destroy-nat")
@keep_eips_option
@by_tags_option
@confirmation_options
def destroy_nat_command(keep_eips: bool | None, by_tags: bool, yes: bool, timeout: float) -> int:
    """Delete the NAT gateways, their routes and Elastic IPs, to stop paying for them."""
    return destroy_nat_gateways(current_session(), "destroy-nat", keep_eips, by_tags=by_tags, yes=yes, timeout=timeout)
