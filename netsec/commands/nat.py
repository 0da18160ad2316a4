"""`netsec nat`: the NAT gateways as a switch, which always has an end when it is switched on by hand."""

from __future__ import annotations

import click

from netsec.app.nat import due, statuses
from netsec.app.stack import APPLY
from netsec.aws.clock import SystemClock
from netsec.model.moment import shown, written
from netsec.session import current
from netsec.terminal.options import Duration, confirmation, deleting_by_tags, keep_addresses
from netsec.views.nat import nat_object, nat_text
from netsec.walk import bring_about, switch_off

LONGEST = 30 * 86400


def _not_for_ever(context: click.Context, parameter: click.Parameter, seconds: float) -> float:
    if seconds > LONGEST:
        raise click.BadParameter("30 days at most; to leave them on, set enable_nat_gateway = true in netsec.toml")
    return seconds


@click.group(name="nat")
def command() -> None:
    """Switch the NAT gateways on for a while, off, or look at them.

    No edit of netsec.toml is needed: `nat on` gives the gateways an end, which
    outranks enable_nat_gateway until then. It is kept as a tag in AWS, so that
    everybody's netsec knows it.
    """


@command.command(name="on")
@click.option(
    "--for",
    "seconds",
    type=Duration(),
    default="12h",
    show_default=True,
    callback=_not_for_ever,
    help="How long they are wanted: 90m, 3h, 2d.",
)
@confirmation
def on_command(seconds: float, yes: bool, timeout: float) -> int:
    """Switch them on, for a while: like `apply --nat`, with an end.

    Run it again to set another end. When it is past, the next apply takes them
    away, and so does `nat reap`; nothing runs by itself.
    """
    session = current()
    if session.opening.config().enable_nat_gateway:
        session.note("enable_nat_gateway is true in netsec.toml: they are on anyway, so no end is set.")
        return bring_about(session, session.open(), APPLY, "nat on", yes=yes, timeout=timeout)
    until = written(SystemClock().now() + seconds)
    code = bring_about(session, session.open(nat=True, until=until), APPLY, "nat on", yes=yes, timeout=timeout)
    if code == 0 and not session.json:
        session.note(f"\nOn until {shown(until)}. Off before that:\n  netsec nat off")
    return code


@command.command(name="off")
@keep_addresses
@deleting_by_tags
@confirmation
def off_command(keep_eips: bool | None, by_tags: bool, yes: bool, timeout: float) -> int:
    """Switch them off: the same as destroy-nat."""
    return switch_off(current(), "nat off", keep_eips, by_tags=by_tags, yes=yes, timeout=timeout)


@command.command(name="status")
def status_command() -> None:
    """Show each one: state, age, public IP, routes, cost, traffic, end."""
    session = current()
    stack = session.open()
    found = statuses(stack, session.prices(stack.aws.place.region))
    session.say(nat_object(found), nat_text(found, stack.clock.now(), paint=session.paint, columns=session.columns))


@command.command(name="reap")
@keep_addresses
@confirmation
def reap_command(keep_eips: bool | None, yes: bool, timeout: float) -> int:
    """Switch them off if the end that `nat on` gave them is past.

    Made to be run by a timer, with --yes. Where enable_nat_gateway is true, they
    have no end, and nothing is done. Addresses that were kept stay kept.
    """
    session = current()
    over, coming = due(session.open())
    if session.opening.config().enable_nat_gateway or not over:
        told = f"Nothing is due before {shown(coming)}." if coming else "Nothing is due."
        session.say({"reaped": False, "next": coming or None}, told)
        return 0
    return switch_off(session, "nat reap", keep_eips, yes=yes, timeout=timeout)
