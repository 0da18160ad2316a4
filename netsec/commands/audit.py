"""`netsec audit`: what the benchmarks frown on in this VPC, and what costs without need."""

from __future__ import annotations

import click

from netsec.app.audit import audited
from netsec.errors import EXIT_OK, EXIT_PENDING, IdentityError
from netsec.insight.audit import CONTROLS, SEVERITIES
from netsec.session import current
from netsec.views.audit import audit_object, audit_text, shown_of


@click.command(name="audit")
@click.option("--ours", is_flag=True, help="Only what is of this stack.")
@click.option("--severity", type=click.Choice(SEVERITIES), default="low", help="This, and what is graver.")
@click.option("--all", "everything", is_flag=True, help="What [audit] in netsec.toml suppresses as well.")
def command(ours: bool, severity: str, everything: bool) -> int:
    """Look for what the benchmarks frown on in this VPC, and for what costs without need.

    Controls of AWS Foundational Security Best Practices and the CIS benchmark
    that touch this layer, and waste: NAT gateways that nothing passes, idle
    addresses, routes the long way round or to nowhere. Nothing is changed.
    Ends with 0 if nothing is found, 2 with findings, 4 if there are none but not
    everything may be read.
    """
    session = current()
    stack = session.open()
    report = audited(stack, session.prices(stack.aws.place.region))
    found = shown_of(report, ours=ours, severity=severity, everything=everything)
    session.say(audit_object(report, found), audit_text(report, found, paint=session.paint, columns=session.columns))
    if any(not each.suppressed for each in found):
        return EXIT_PENDING
    asked = SEVERITIES[: SEVERITIES.index(severity) + 1]
    unknown = any(CONTROLS[each].severity in asked for each in report.unknown)
    return IdentityError.exit_code if unknown else EXIT_OK
