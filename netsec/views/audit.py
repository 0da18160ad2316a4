"""Findings as text, gravest first, and for programs."""

from __future__ import annotations

from collections import Counter
from typing import Any

from netsec.insight.audit import SEVERITIES, AuditReport, Finding
from netsec.messages import ENGLISH, Rendered, hint, say, text
from netsec.messages.escape import printable
from netsec.views.paint import COLUMNS, PLAIN, Paint, hanging_indent, padded
from netsec.views.reasons import hint_lines

# The longest severity in any language, and the longest control.
SEVERITY_CELLS, CONTROL_CELLS = 8, 21


def selected_findings(report: AuditReport, *, ours: bool, severity: str, everything: bool) -> tuple[Finding, ...]:
    """Those that were asked for."""
    ranks: dict[str, int] = {name: rank for rank, name in enumerate(SEVERITIES)}
    return tuple(
        each
        for each in report.findings
        if (each.is_owned or not ours)
        and ranks[each.control.severity] <= ranks[severity]
        and (everything or not each.suppressed)
    )


def audit_text(report: AuditReport, found: tuple[Finding, ...], *, paint: Paint = PLAIN, columns: int = COLUMNS) -> str:
    """Each finding with its control, what it is on, why, and what to do; then what could not be judged."""
    lines: list[str] = []
    for finding in found:
        lines += [*_lines(finding, paint, columns), ""]
    for control, missing in report.unchecked_controls.items():
        lines += hanging_indent(
            text("audit.unread", operations=missing), _mark(text("audit.unknown"), control), columns
        )
    if report.unmeasured_gateways:
        silent = text("audit.no_metrics", gateways=report.unmeasured_gateways)
        lines += hanging_indent(silent, _mark(text("audit.unknown"), "netsec.nat_idle"), columns)
    for idle in report.unused_suppressions:
        idle_text = text("audit.matches_nothing", control=idle.control, resource=idle.resource)
        lines += hanging_indent(" ".join(idle_text.split()).replace(" :", ":"), text("audit.idle_suppression"), columns)
    return "\n".join([*lines, paint.bold(_counts(found, len(report.findings) - len(found)))])


def _counts(found: tuple[Finding, ...], hidden: int) -> str:
    """`Findings: 1 high, 2 low (3 more not shown).`"""
    count = Counter(finding.control.severity for finding in found if not finding.suppressed)
    shown = [text(f"audit.count.{name}", n=count[name]) for name in SEVERITIES if count[name]]
    counts = Rendered(text("words.comma").join(shown) or text("words.none"))
    return text("audit.findings_hidden" if hidden else "audit.findings", counts=counts, hidden=hidden)


def _mark(severity: str, control: str) -> str:
    """What stands before a line, as wide in every language."""
    return f"{padded(severity, SEVERITY_CELLS)}  {padded(control, CONTROL_CELLS)} "


def _lines(finding: Finding, paint: Paint, columns: int) -> list[str]:
    colours = {"critical": paint.red, "high": paint.red, "medium": paint.yellow, "low": paint.cyan}
    control = finding.control
    severity = padded(text(f"audit.severity.{control.severity}"), SEVERITY_CELLS)
    name = printable(finding.name if finding.name == finding.id else f"{finding.name} {finding.id}")
    mark = _mark(severity, control.id)
    first, *rest = hanging_indent(name if finding.is_owned else text("audit.foreign", name=name), mark, columns)
    painted = f"{colours[control.severity](severity)}  {paint.bold(padded(control.id, CONTROL_CELLS))} "
    lines = [f"{painted}{first[len(mark) :]}", *rest]
    lines += hanging_indent(say(finding.why), "  ", columns)
    lines += hint_lines(hint(finding.why), "    ", columns)
    if control.cis:
        lines += hanging_indent(f"CIS {'; '.join(control.cis)}", "    ", columns)
    if finding.suppressed:
        lines += hanging_indent(printable(finding.suppressed), f"    {text('audit.suppressed')}", columns)
    return lines


def audit_object(report: AuditReport, found: tuple[Finding, ...]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "findings": [
            {
                "id": each.control.id,
                "severity": each.control.severity,
                "cis": list(each.control.cis),
                "resource": each.id,
                "name": each.name,
                "of_this_stack": each.is_owned,
                "why": {"code": each.why.code, "text": say(each.why, ENGLISH)},
                "fix": hint(each.why, ENGLISH),
                "suppressed": each.suppressed or None,
            }
            for each in found
        ],
        "unknown": {control: list(missing) for control, missing in report.unchecked_controls.items()},
        "gateways_without_figures": list(report.unmeasured_gateways),
        "suppressions_without_finding": [
            {"id": each.control, "resource": each.resource} for each in report.unused_suppressions
        ],
    }
