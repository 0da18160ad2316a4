"""`netsec audit`: insecure settings and unnecessary costs in this VPC."""

from __future__ import annotations

import click

from netsec.app.audit import audit_stack
from netsec.errors import EXIT_OK, EXIT_PENDING, IdentityError
from netsec.insight.audit import CONTROLS, SEVERITIES
from netsec.session import current_session
from netsec.views.audit import audit_object, audit_text, selected_findings


@click.command(name="audit")
@click.option("--ours", is_flag=True)
@click.option("--severity", type=click.Choice(SEVERITIES), default="low")
@click.option("--all", "everything", is_flag=True)
def audit_command(ours: bool, severity: str, everything: bool) -> int:
    """Find insecure settings and unnecessary costs in this VPC."""
    session = current_session()
    stack = session.open()
    report = audit_stack(stack, session.prices(stack.aws.settings.region))
    findings = selected_findings(report, ours=ours, severity=severity, everything=everything)
    session.print_value(
        audit_object(report, findings), audit_text(report, findings, paint=session.paint, columns=session.columns)
    )
    if any(not finding.suppressed for finding in findings):
        return EXIT_PENDING
    severities = SEVERITIES[: SEVERITIES.index(severity) + 1]
    has_unknown = any(CONTROLS[control].severity in severities for control in report.unchecked_controls)
    return IdentityError.exit_code if has_unknown else EXIT_OK
