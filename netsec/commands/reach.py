"""`netsec reach`: whether one place can reach another, hop by hop, and what blocks it if not."""

from __future__ import annotations

import click

from netsec.app.reach import check_reachability
from netsec.errors import EXIT_OK, EXIT_PENDING, Conflict, IdentityError
from netsec.insight.intervals import IntervalSet
from netsec.insight.reach import Question, parse_traffic
from netsec.insight.reach.address_space import FAMILIES
from netsec.messages import text
from netsec.model.services import SERVICES
from netsec.session import current_session
from netsec.views.reach import reach_object, reach_text


def _traffic(context: click.Context, parameter: click.Parameter, value: str) -> tuple[IntervalSet, str]:
    traffic = parse_traffic(SERVICES.get(value.lower(), value) or "tcp")
    if traffic is None:
        raise click.BadParameter(text("reach.bad_traffic"))
    return traffic


@click.command(name="reach")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.argument("traffic", metavar="[PORT[/PROTO]]", default="", callback=_traffic)
@click.option("--planned", is_flag=True)
@click.option("--ipv4", is_flag=True)
@click.option("--ipv6", is_flag=True)
def reach_command(
    source: str, target: str, traffic: tuple[IntervalSet, str], planned: bool, ipv4: bool, ipv6: bool
) -> int:
    """Show whether FROM can reach TO, hop by hop, and what blocks it if not."""
    session = current_session()
    question = Question(
        source=source,
        target=target,
        ports=traffic[0],
        protocol=traffic[1],
        families=tuple(family for family, is_asked in ((4, ipv4), (6, ipv6)) if is_asked) or FAMILIES,
    )
    answer = check_reachability(session.open(), question, planned)
    session.print_value(reach_object(answer), reach_text(answer, paint=session.paint, columns=session.columns))
    if answer.verdict == "unknown":
        is_denied = answer.unknown_reason is not None and answer.unknown_reason.code == "reach_unread"
        return IdentityError.exit_code if is_denied else Conflict.exit_code
    return EXIT_OK if answer.verdict == "yes" else EXIT_PENDING
