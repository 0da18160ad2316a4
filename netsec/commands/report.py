"""`netsec report`: an HTML page about the network, its rules, findings and costs."""

from __future__ import annotations

from pathlib import Path

import click

from netsec.app.report import read_report
from netsec.session import current_session
from netsec.store.output_files import write_output_file


@click.command(name="report")
@click.option("-o", "--output", metavar="FILE", default="report.html", show_default=True, help="The file to write.")
def report_command(output: str) -> None:
    """Write an HTML report: network, reachability, rules, costs, findings.

    The report is a single file without external resources, so it can be mailed,
    archived and printed. It contains ids, addresses and rules of your network:
    check before you publish it. With --json, its path and counts are printed.
    """
    from netsec.views.report import report_html

    session = current_session()
    stack = session.open()
    data = read_report(stack, session.prices(stack.aws.settings.region))
    text = report_html(data, session.header(stack))
    write_output_file(Path(output), text)
    failed = sum(check.status == "fail" for check in data.checks)
    findings = len(data.audit.unsuppressed)
    document = {"path": output, "findings": findings, "checks_failed": failed}
    session.print_value(document, f"wrote {output}: {findings} findings, {failed} checks failed")
