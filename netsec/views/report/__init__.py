"""The report: one HTML page that loads nothing, runs one script and has one style, both allowed by their hashes.

What AWS calls things is hostile until escaped: jinja2 escapes every value, `printable` takes out what steers a screen,
and the SVG comes escaped. A page's policy forbids everything else (CSP level 3, hashes).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

from netsec.insight.audit import AuditReport
from netsec.insight.cost import Bill
from netsec.insight.picture import GroupMatrix, Picture
from netsec.insight.picture.matrix import INTERNET_ID
from netsec.insight.snapshot import VpcSnapshot
from netsec.insight.verify import Check
from netsec.kinds.network_acl_entries.entry import entry_text
from netsec.messages import current_language, hint, say, text, words
from netsec.messages.escape import printable
from netsec.messages.times import PointInTime
from netsec.model import Detail, Plan
from netsec.views.cost import item_label, money
from netsec.views.graph.svg import STYLE, graph_svg
from netsec.views.header import Header, label_text

if TYPE_CHECKING:
    from markupsafe import Markup

BAR = 320


class ReportFacts(Protocol):
    """What is reported."""

    @property
    def at(self) -> float: ...
    @property
    def region(self) -> str: ...
    @property
    def world(self) -> VpcSnapshot: ...
    @property
    def picture(self) -> Picture: ...
    @property
    def matrix(self) -> GroupMatrix: ...
    @property
    def checks(self) -> tuple[Check, ...]: ...
    @property
    def audit(self) -> AuditReport: ...
    @property
    def plan(self) -> Plan: ...
    @property
    def current_bill(self) -> Bill | None: ...
    @property
    def planned_bill(self) -> Bill | None: ...


def report_html(facts: ReportFacts, header: Header) -> str:
    """The whole page."""
    from jinja2 import Environment
    from markupsafe import Markup

    style, script = f"{_file('report.css')}{STYLE}", _file("report.js")
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["p"] = lambda value: printable(str(value))
    environment.filters["code"] = _code
    return environment.from_string(_file("report.html.j2")).render(
        t=text,
        language=current_language(),
        style=Markup(style),  # nosec B704 # our own file
        script=Markup(script),  # nosec B704 # our own file
        policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'",
        title=next((value for label, value, _ in header.items if label == "stack"), facts.world.vpc_id),
        made=PointInTime(facts.at).in_language(current_language()),
        header=[(label_text(label), value) for label, value, _ in header.items if label != "stack"],
        svg=Markup(graph_svg(facts.picture, style=False)),  # nosec B704 # every text in it is escaped there
        marked=facts.picture.has_marks,
        unknown=sorted(facts.world.unread_operations),
        matrix=_matrix(facts.matrix, facts.world),
        resources=list(_resources(facts.world)),
        costs=_costs(facts),
        findings=[_finding(finding) for finding in facts.audit.findings],
        blind=facts.audit.unchecked_controls,
        checks=[_check(check) for check in facts.checks],
        changes=list(_changes(facts.plan)),
        problems=[say(obstacle) for obstacle in facts.plan.obstacles],
    )


def _code(line: str) -> Markup:
    """Text with what stands in backquotes as code."""
    from markupsafe import Markup

    parts = line.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if number % 2 else part for number, part in enumerate(parts)
    )


def _file(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    """As a page's policy names what it allows."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def _matrix(matrix: GroupMatrix, world: VpcSnapshot) -> dict[str, Any]:
    names = {INTERNET_ID: INTERNET_ID, **{i: group.label for i, group in world.groups.items()}}
    rows = [(names[source], [_cell(matrix, source, target) for target in matrix.targets]) for source in matrix.sources]
    return {"targets": [names[target] for target in matrix.targets], "rows": rows}


def _cell(matrix: GroupMatrix, source: str, target: str) -> str:
    return "·" if source == target else matrix.cells.get((source, target), "")


def _resources(world: VpcSnapshot) -> Iterator[tuple[str, str, str, str]]:
    """(kind, name, id, details), one row for each rule as well, so that all of it can be searched."""
    for subnet in world.subnets.values():
        tier = "unknown" if subnet.is_public is None else "public" if subnet.is_public else "private"
        yield text("report.subnet"), subnet.label, subnet.id, f"{subnet.zone} {subnet.cidr} {text(f'report.{tier}')}"
    for table in world.tables.values():
        for route in table.routes:
            broken = "" if route.is_active else f" ({route.state})"
            yield (
                text("report.route"),
                table.label,
                table.id,
                f"{route.destination} \N{RIGHTWARDS ARROW} {route.target}{broken}",
            )
    for gateway in world.gateways.values():
        yield text("report.nat_gateway"), gateway.label, gateway.id, " ".join((gateway.state, *gateway.public_ips))
    for address in world.addresses.values():
        holder = address.attached_to or text("report.idle")
        yield text("report.elastic_ip"), address.label, address.id, f"{address.public_ip} {holder}"
    for group in world.groups.values():
        rules = [*(("<-", rule) for rule in group.ingress), *(("->", rule) for rule in group.egress)]
        for arrow, rule in rules:
            yield text("report.group_rule"), group.label, group.id, f"{rule.text(arrow)}  {rule.description}".strip()
    for acl in world.acls.values():
        for entry in acl.entries:
            yield text("report.acl_entry"), acl.label, acl.id, f"{'->' if entry.egress else '<-'} {entry_text(entry)}"
    for endpoint in world.endpoints.values():
        yield (
            text("report.endpoint"),
            endpoint.label,
            endpoint.id,
            f"{endpoint.service} {endpoint.type} {endpoint.state}",
        )


def _costs(facts: ReportFacts) -> dict[str, Any] | None:
    """A bar for each item, and for the sum now and after apply; None where no prices are known."""
    if facts.current_bill is None:
        return None
    items = [(item_label(item), item.monthly) for item in facts.current_bill.items]
    sums = [
        (text("report.now"), facts.current_bill.monthly),
        *([(text("report.after_apply"), facts.planned_bill.monthly)] if facts.planned_bill else []),
    ]
    return {"items": _bars(items), "sums": _bars(sums), "date": facts.current_bill.prices.date}


def _bars(rows: list[tuple[str, Decimal]]) -> list[tuple[str, str, int]]:
    most = max((amount for _, amount in rows), default=Decimal(0))
    return [(label, money(amount), int(amount / most * BAR) if most else 0) for label, amount in rows]


def _finding(finding: Any) -> dict[str, Any]:
    control = finding.control
    return {
        "id": control.id,
        "severity": control.severity,
        "cis": "; ".join(control.cis),
        "name": finding.name,
        "resource": finding.id,
        "ours": finding.is_owned,
        "why": say(finding.why),
        "fix": hint(finding.why),
        "suppressed": finding.suppressed,
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "what": check.subject,
        "status": check.status,
        "why": say(check.why),
        "found": [words(fact) for fact in check.live_facts],
        "details": _details(check.details),
    }


def _changes(plan: Plan) -> Iterator[dict[str, Any]]:
    for change in plan.changes:
        if change.verb != "keep" or change.steps:
            what, details = str(change.slot), _details(change.details)
            yield {"verb": change.verb, "what": what, "why": say(change.why), "details": details}


def _details(details: Iterable[Detail]) -> list[tuple[str, str, str]]:
    return [(detail.sign, detail.what, say(detail.why)) for detail in details]
