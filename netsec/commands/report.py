"""`netsec report`: an HTML page about the network, its rules, findings and costs."""

from __future__ import annotations

from pathlib import Path

import click

from netsec.app.report import read_report
from netsec.messages import text
from netsec.session import current_session
from netsec.store.output_files import write_output_file


@click.command(name="report")
@click.option("-o", "--output", metavar="FILE", default="report.html", show_default=True)
def report_command(output: str) -> None:
    """Write an HTML report: network, reachability, rules, costs, findings."""
    from netsec.views.report import report_html

    session = current_session()
    stack = session.open()
    data = read_report(stack, session.prices(stack.aws.settings.region))
    write_output_file(Path(output), report_html(data, session.header(stack)))
    failed = sum(check.status == "fail" for check in data.checks)
    findings = len(data.audit.unsuppressed)
    document = {"path": output, "findings": findings, "checks_failed": failed}
    session.print_value(document, text("report.wrote", path=output, findings=findings, failed=failed))
