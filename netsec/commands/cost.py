"""`netsec cost`: what runs, what it costs, and what apply and destroy-nat would make of it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import click

from netsec.app.cost import costs, look_up_prices
from netsec.errors import Refused
from netsec.model import reason
from netsec.session import current
from netsec.views.cost import cost_object, cost_text

MOST = Decimal(10_000_000)


def _gigabytes(context: click.Context, parameter: click.Parameter, value: str) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number <= MOST:
        raise click.BadParameter(f"expected GB a month, as a number from 0 to {MOST}")
    return number


@click.command(name="cost")
@click.option("--refresh", is_flag=True, help="Look the prices up in AWS's price list first, and keep them.")
@click.option("--gb", default="0", callback=_gigabytes, help="GB a month that are expected through the NAT gateways.")
def command(refresh: bool, gb: Decimal) -> None:
    """Show what runs and what it costs: by the hour, the day, the month, so far.

    Then what `netsec apply` and `netsec destroy-nat` would make of it. Nothing
    is changed. The prices are the region's list prices, with the day they were
    looked up; look at yours before you rely on them.
    """
    session = current()
    stack = session.open()
    if refresh and session.flags.sandbox:
        raise Refused(reason("sandbox_has_no_prices"))
    if refresh:
        look_up_prices(stack.aws, session.opening.state_directory, stack.clock.now(), stack.limit)
    found = costs(stack, session.prices(stack.aws.place.region), gb)
    parts = (found.now, found.applied, found.without_nat, found.at, found.processed)
    session.say(cost_object(*parts), cost_text(*parts, paint=session.paint, columns=session.columns))
