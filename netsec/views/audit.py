"""Findings as text, gravest first, and for programs."""

from __future__ import annotations

from collections import Counter
from typing import Any

from netsec.insight.audit import SEVERITIES, Finding, Report
from netsec.views.escape import printable
from netsec.views.paint import COLUMNS, PLAIN, Paint, hanging
from netsec.views.reasons import hint_lines
from netsec.views.texts import hint, say


def shown_of(report: Report, *, ours: bool, severity: str, everything: bool) -> tuple[Finding, ...]:
    """Those that were asked for."""
    ranks: dict[str, int] = {name: rank for rank, name in enumerate(SEVERITIES)}
    return tuple(
        each
        for each in report.findings
        if (each.owned or not ours)
        and ranks[each.control.severity] <= ranks[severity]
        and (everything or not each.suppressed)
    )


def audit_text(report: Report, found: tuple[Finding, ...], *, paint: Paint = PLAIN, columns: int = COLUMNS) -> str:
    """Each finding with its control, what it is on, why, and what to do; then what could not be judged."""
    lines: list[str] = []
    for finding in found:
        lines += [*_lines(finding, paint, columns), ""]
    for control, missing in report.unknown.items():
        told = f"{', '.join(missing)} may not be read, or was answered in part"
        lines += hanging(told, f"unknown   {control:<21} ", columns)
    if report.silent:
        told = f"CloudWatch has no figures for {printable(', '.join(report.silent))}"
        lines += hanging(told, f"unknown   {'netsec.nat_idle':<21} ", columns)
    for each in report.idle:
        told = f"{each.control} {each.resource}".strip()
        lines += hanging(f"{told}: nothing is found that it would suppress", "note: [audit] suppress: ", columns)
    hidden = len(report.findings) - len(found)
    count = Counter(each.control.severity for each in found if not each.suppressed)
    told = ", ".join(f"{count[name]} {name}" for name in SEVERITIES if count[name]) or "none"
    more = f" ({hidden} more not shown)" if hidden else ""
    return "\n".join([*lines, paint.bold(f"Findings: {told}{more}.")])


def _lines(finding: Finding, paint: Paint, columns: int) -> list[str]:
    colours = {"critical": paint.red, "high": paint.red, "medium": paint.yellow, "low": paint.cyan}
    control = finding.control
    whose = "" if finding.owned else " (not of this stack)"
    name = printable(finding.name if finding.name == finding.id else f"{finding.name} {finding.id}")
    mark = f"{control.severity:<8}  {control.id:<21} "
    first, *rest = hanging(f"{name}{whose}", mark, columns)
    painted = f"{colours[control.severity](f'{control.severity:<8}')}  {paint.bold(f'{control.id:<21}')} "
    lines = [f"{painted}{first[len(mark) :]}", *rest]
    lines += hanging(say(finding.why), "  ", columns)
    lines += hint_lines(hint(finding.why), "    ", columns)
    if control.cis:
        lines += hanging(f"CIS {'; '.join(control.cis)}", "    ", columns)
    if finding.suppressed:
        lines += hanging(printable(finding.suppressed), "    meant so: ", columns)
    return lines


def audit_object(report: Report, found: tuple[Finding, ...]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "findings": [
            {
                "id": each.control.id,
                "severity": each.control.severity,
                "cis": list(each.control.cis),
                "resource": each.id,
                "name": each.name,
                "of_this_stack": each.owned,
                "why": {"code": each.why.code, "text": say(each.why)},
                "fix": hint(each.why),
                "suppressed": each.suppressed or None,
            }
            for each in found
        ],
        "unknown": {control: list(missing) for control, missing in report.unknown.items()},
        "gateways_without_figures": list(report.silent),
        "suppressions_without_finding": [{"id": each.control, "resource": each.resource} for each in report.idle],
    }
