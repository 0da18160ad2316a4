"""`netsec cost`: the cost of what runs, and of what would run after apply or destroy-nat."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

import click

from netsec.app.cost import read_costs, refresh_prices
from netsec.errors import Refused
from netsec.messages import text
from netsec.model import reason
from netsec.session import current_session
from netsec.views.cost import cost_object, cost_text

MOST = Decimal(10_000_000)
# Unit → GB: as AWS bills traffic, in powers of ten.
UNITS = {"tb": Decimal(1000), "gb": Decimal(1), "mb": Decimal("0.001"), "": Decimal(1)}
SIZE = re.compile(r"([0-9.]+) ?(tb|gb|mb|)")


def _gigabytes(context: click.Context, parameter: click.Parameter, value: str) -> Decimal:
    """A size like `10`, `10GB` or `1.5 TB`, in GB."""
    match = SIZE.fullmatch(value.lower())
    try:
        number = Decimal(match[1]) * UNITS[match[2]] if match else Decimal("NaN")
    except InvalidOperation:  # 1.2.3
        number = Decimal("NaN")
    if not number.is_finite() or number > MOST:
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
