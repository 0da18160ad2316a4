"""`netsec report`: an HTML page about the network, its rules, findings and costs."""

from __future__ import annotations

from pathlib import Path

import click

from netsec.app.report import gather
from netsec.session import current
from netsec.store.output import write_output


@click.command(name="report")
@click.option("-o", "--output", metavar="FILE", default="report.html", show_default=True, help="The file to write.")
def report_command(output: str) -> None:
    """Write an HTML report: network, reachability, rules, costs, findings.

    The report is a single file without external resources, so it can be mailed,
    archived and printed. It contains ids, addresses and rules of your network:
    check before you publish it. With --json, its path and counts are printed.
    """
    from netsec.views.report import report_html

    session = current()
    stack = session.open()
    data = gather(stack, session.prices(stack.aws.place.region))
    text = report_html(data, session.header(stack))
    write_output(Path(output), text)
    failed = sum(check.status == "fail" for check in data.checks)
    findings = len(data.audit.open)
    document = {"path": output, "findings": findings, "checks_failed": failed}
    session.say(document, f"wrote {output}: {findings} findings, {failed} checks failed")
