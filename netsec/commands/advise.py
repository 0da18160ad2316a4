"""`netsec advise`: whether this VPC needs NAT gateways, and what the alternatives cost."""

from __future__ import annotations

import click

from netsec.app.advice import advise
from netsec.session import current_session
from netsec.views.advice import advice_object, advice_text


@click.command(name="advise")
def advise_command() -> None:
    """Recommend a setup for outbound traffic: NAT gateways, VPC endpoints, or both."""
    session = current_session()
    stack = session.open()
    advice = advise(stack, session.prices(stack.aws.settings.region))
    parts = (advice.rows, advice.setups, advice.recommendation, advice.prices, advice.measured_gb)
    session.print_value(advice_object(*parts), advice_text(*parts, paint=session.paint, columns=session.columns))
