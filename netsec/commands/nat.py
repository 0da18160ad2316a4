"""`netsec nat`: turn the NAT gateways on until an expiry time, off, or show their status."""

from __future__ import annotations

import click

from netsec.app.goals import APPLY_GOAL
from netsec.app.nat import nat_expiry, nat_statuses
from netsec.aws.clock import SystemClock
from netsec.messages import text
from netsec.model.timestamps import format_timestamp, readable_timestamp
from netsec.session import current_session
from netsec.terminal.options import Duration, by_tags_option, confirmation_options, keep_eips_option
from netsec.views.nat import nat_object, nat_text
from netsec.workflow import destroy_nat_gateways, plan_and_apply

LONGEST = 30 * 86400


def _at_most_30_days(context: click.Context, parameter: click.Parameter, seconds: float) -> float:
    if seconds > LONGEST:
        raise click.BadParameter(text("nat.too_long"))
    return seconds


@click.group(name="nat")
def nat_command() -> None:
    """Turn the NAT gateways on for some time, turn them off, or show their status."""


@nat_command.command(name="on")
@click.option("--for", "seconds", type=Duration(), default="12h", show_default=True, callback=_at_most_30_days)
@confirmation_options
def nat_on_command(seconds: float, yes: bool, timeout: float) -> int:
    """Turn them on, like `apply --nat`, but with an expiry time."""
    session = current_session()
    if session.invocation.config().enable_nat_gateway:
        session.print_note(text("nat.on_anyway"))
        return plan_and_apply(session, session.open(), APPLY_GOAL, "nat on", yes=yes, timeout=timeout)
    until = format_timestamp(SystemClock().now() + seconds)
    code = plan_and_apply(
        session, session.open(nat=True, expires_at=until), APPLY_GOAL, "nat on", yes=yes, timeout=timeout
    )
    if code == 0 and not session.json:
        session.print_note("\n" + text("nat.on_until", time=readable_timestamp(until)))
    return code


@nat_command.command(name="off")
@keep_eips_option
@by_tags_option
@confirmation_options
def nat_off_command(keep_eips: bool | None, by_tags: bool, yes: bool, timeout: float) -> int:
    """Turn them off; the same as destroy-nat."""
    return destroy_nat_gateways(current_session(), "nat off", keep_eips, by_tags=by_tags, yes=yes, timeout=timeout)


@nat_command.command(name="status")
def nat_status_command() -> None:
    """Show each one: state, age, public IP, routes, cost, traffic, expiry time."""
    session = current_session()
    stack = session.open()
    gateways = nat_statuses(stack, session.prices(stack.aws.settings.region))
    session.print_value(
        nat_object(gateways),
        nat_text(gateways, stack.clock.now(), paint=session.paint, columns=session.columns),
    )


@nat_command.command(name="reap")
@keep_eips_option
@confirmation_options
def nat_reap_command(keep_eips: bool | None, yes: bool, timeout: float) -> int:
    """Turn them off if the expiry time set by `nat on` has passed."""
    session = current_session()
    is_expired, next_expiry = nat_expiry(session.open())
    if session.invocation.config().enable_nat_gateway or not is_expired:
        message = (
            text("nat.nothing_due_before", time=readable_timestamp(next_expiry))
            if next_expiry
            else text("nat.nothing_due")
        )
        session.print_value({"reaped": False, "next": next_expiry or None}, message)
        return 0
    return destroy_nat_gateways(session, "nat reap", keep_eips, yes=yes, timeout=timeout)
