"""`netsec reach`: can one place reach another, hop by hop, or what stops it?"""

from __future__ import annotations

import click

from netsec.app.reach import asked
from netsec.errors import EXIT_OK, EXIT_PENDING, Conflict, IdentityError
from netsec.insight.reach import Question, parse_traffic
from netsec.insight.reach.spans import Spans
from netsec.session import current
from netsec.views.reach import reach_object, reach_text


def _traffic(context: click.Context, parameter: click.Parameter, value: str) -> tuple[Spans, str]:
    found = parse_traffic(value or "tcp")
    if found is None:
        raise click.BadParameter("expected 443, 8000-8100, 53/udp, udp or icmp; protocols are tcp, udp and icmp")
    return found


@click.command(name="reach")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.argument("traffic", metavar="[PORT[/PROTO]]", default="", callback=_traffic)
@click.option("--planned", is_flag=True, help="On the network as apply would make it.")
def command(source: str, target: str, traffic: tuple[Spans, str], planned: bool) -> int:
    """Say whether FROM can reach TO, hop by hop, or what stops it.

    FROM and TO: a security group by its name in netsec.toml, a subnet, a zone,
    "internet", an address or CIDR, an endpoint (s3, ecr.api). PORT is 443,
    8000-8100, 53/udp or icmp; without it, any port of TCP.

    Proved from the groups, both directions of the network ACLs, the routes, NAT
    and internet gateways and endpoints, for IPv4; nothing is sent. Ends with 0
    if it can, 2 if not; 4 if something that matters may not be read, 5 if it
    depends on what netsec can't see.
    """
    session = current()
    question = Question(source=source, target=target, port=traffic[0], protocol=traffic[1])
    answer = asked(session.open(), question, planned)
    session.say(reach_object(answer), reach_text(answer, paint=session.paint, columns=session.columns))
    if answer.verdict == "unknown":
        denied = answer.because is not None and answer.because.code == "reach_unread"
        return IdentityError.exit_code if denied else Conflict.exit_code
    return EXIT_OK if answer.verdict == "yes" else EXIT_PENDING
