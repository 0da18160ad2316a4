"""`netsec reach`: whether one place can reach another, hop by hop, and what blocks it if not."""

from __future__ import annotations

import click

from netsec.app.reach import check_reachability
from netsec.errors import EXIT_OK, EXIT_PENDING, Conflict, IdentityError
from netsec.insight.intervals import IntervalSet
from netsec.insight.reach import Question, parse_traffic
from netsec.messages import text
from netsec.session import current_session
from netsec.views.reach import reach_object, reach_text

# Services by the names that people type; the ports are those of IANA's registry.
SERVICES = {
    "http": "80",
    "https": "443",
    "ssh": "22",
    "rdp": "3389",
    "dns": "53/udp",
    "mysql": "3306",
    "postgres": "5432",
    "postgresql": "5432",
    "redis": "6379",
    "ping": "icmp",
}


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
def reach_command(source: str, target: str, traffic: tuple[IntervalSet, str], planned: bool) -> int:
    """Show whether FROM can reach TO, hop by hop, and what blocks it if not."""
    session = current_session()
    question = Question(source=source, target=target, ports=traffic[0], protocol=traffic[1])
    answer = check_reachability(session.open(), question, planned)
    session.print_value(reach_object(answer), reach_text(answer, paint=session.paint, columns=session.columns))
    if answer.verdict == "unknown":
        is_denied = answer.unknown_reason is not None and answer.unknown_reason.code == "reach_unread"
        return IdentityError.exit_code if is_denied else Conflict.exit_code
    return EXIT_OK if answer.verdict == "yes" else EXIT_PENDING
