"""`netsec report`: one page about the network, its rules, findings and costs."""

from __future__ import annotations

from pathlib import Path

import click

from netsec.app.report import gather
from netsec.session import current
from netsec.store.output import write_output


@click.command(name="report")
@click.option("-o", "--output", metavar="FILE", default="report.html", help="Where to, report.html unless said.")
def command(output: str) -> None:
    """Write one page to show around: the network, who may reach whom, rules, costs, findings.

    A single file that loads nothing and sends nothing: it can be mailed, kept
    and printed. It holds ids, addresses and rules of your network, so think
    before you publish it. With --json, where it was written and what it counts.
    """
    from netsec.views.report import report_html

    session = current()
    stack = session.open()
    gathered = gather(stack, session.prices(stack.aws.place.region))
    text = report_html(gathered, session.header(stack))
    write_output(Path(output), text)
    failed = sum(check.status == "fail" for check in gathered.checks)
    found = {"path": output, "findings": len(gathered.audit.open), "checks_failed": failed}
    session.say(found, f"wrote {output}: {len(gathered.audit.open)} findings, {failed} checks failed")
