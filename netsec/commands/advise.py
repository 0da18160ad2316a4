"""`netsec advise`: does this VPC need a NAT gateway, and what would do instead?"""

from __future__ import annotations

import click

from netsec.app.advice import advise
from netsec.session import current
from netsec.views.advice import advice_object, advice_text


@click.command(name="advise")
def command() -> None:
    """Say whether this VPC needs a NAT gateway at all, and what would do instead.

    Reads the network as it stands and [workload] in netsec.toml, which says
    what your app needs from outside; goes through that need by need, compares
    whole set-ups by price, and ends with one of them and the lines for
    netsec.toml. Nothing is changed.
    """
    session = current()
    stack = session.open()
    found = advise(stack, session.prices(stack.aws.place.region))
    parts = (found.rows, found.setups, found.recommendation, found.prices, found.measured)
    session.say(advice_object(*parts), advice_text(*parts, paint=session.paint, columns=session.columns))
