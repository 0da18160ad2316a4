"""`netsec cost`: the cost of what runs, and of what would run after apply or destroy-nat."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import click

from netsec.app.cost import read_costs, refresh_prices
from netsec.errors import Refused
from netsec.messages import text
from netsec.model import reason
from netsec.session import current_session
from netsec.views.cost import cost_object, cost_text

MOST = Decimal(10_000_000)


def _gigabytes(context: click.Context, parameter: click.Parameter, value: str) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number <= MOST:
        raise click.BadParameter(text("commands.bad_gb", most=MOST))
    return number


@click.command(name="cost")
@click.option("--refresh", is_flag=True)
@click.option("--gb", default="0", callback=_gigabytes)
def cost_command(refresh: bool, gb: Decimal) -> None:
    """Show what runs and what it costs: per hour, day and month, and so far."""
    session = current_session()
    stack = session.open()
    if refresh and session.global_options.sandbox:
        raise Refused(reason("sandbox_has_no_prices"))
    if refresh:
        refresh_prices(stack.aws, session.invocation.state_directory, stack.clock.now(), stack.deadline)
    report = read_costs(stack, session.prices(stack.aws.settings.region), gb)
    parts = (report.current, report.after_apply, report.after_destroy_nat, report.read_at, report.processed_gb)
    session.print_value(cost_object(*parts), cost_text(*parts, paint=session.paint, columns=session.columns))
