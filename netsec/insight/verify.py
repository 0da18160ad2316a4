"""The lines of `verify`: each resource against netsec.toml, with the live facts beside what is expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from netsec.insight.reach import ExpectationResult
from netsec.insight.reach.filters import entry_text
from netsec.insight.snapshot import Resource, VpcSnapshot
from netsec.kinds import KINDS
from netsec.messages import Message, message
from netsec.model import AclEntry, Address, Answers, Change, Detail, Plan, Reason, reason

Status = Literal["pass", "fail", "warn", "unknown"]
# Kind → the kinds that can't be checked either without the answers that it is read from.
DEPENDENT_KINDS = {
    "security_group": ("security_group_rules", "vpc_endpoint"),
    "nat_gateway": ("elastic_ip", "private_route"),
    "elastic_ip": ("nat_gateway", "private_route"),
    "network_acl": ("network_acl_entries", "network_acl_association"),
}


@dataclass(frozen=True, kw_only=True)
class Check:
    """One line: what was checked, its status and why; `found`: the live facts; `details`: each difference."""

    subject: str
    status: Status
    why: Reason
    live_facts: tuple[str | Message, ...] = ()
    details: tuple[Detail, ...] = ()


def kinds_without_answer(vpc_id: str, answers: Answers) -> dict[str, str]:
    """Kind → an operation that it needs and that was denied or answered in part; kinds without one are left out."""
    answered, unread = {query.op for query in answers if not answers.is_partial(query.op)}, dict[str, str]()
    for kind in KINDS.values():
        missing = sorted({query.op for query in kind.queries(vpc_id)} - answered)
        if missing:
            for name in (kind.name, *DEPENDENT_KINDS.get(kind.name, ())):
                unread.setdefault(name, missing[0])
    return unread


def verify_checks(
    plan: Plan, vpc: VpcSnapshot, expectations: Iterable[ExpectationResult], unread: dict[str, str]
) -> tuple[Check, ...]:
    """All lines: problems, unread kinds (as `kinds_without_answer` gives them), changes in plan order, warnings, [[expect]]."""
    return (
        *(_problem_check(problem) for problem in plan.problems),
        *(_unread_check(kind, operation) for kind, operation in unread.items()),
        *(_change_check(change, vpc) for change in plan.changes if change.address.kind not in unread),
        *(Check(subject="vpc", status="warn", why=warning) for warning in plan.warnings),
        *(_expectation_check(verdict) for verdict in expectations),
    )


def _problem_check(problem: Reason) -> Check:
    """A problem of the plan; one about an incomplete answer leaves the status unknown."""
    return Check(subject="vpc", status="unknown" if problem.code == "answer_incomplete" else "fail", why=problem)


def _unread_check(kind: str, operation: str) -> Check:
    return Check(subject=kind, status="unknown", why=reason("check_unread", denied=operation))


def _change_check(change: Change, vpc: VpcSnapshot) -> Check:
    """A line of the plan: a resource that would be kept is right, any other is not.

    A resource that is kept with something unmanaged (a rule, or itself: no record says it is this stack's) is a
    warning, unless netsec.toml pins it.
    """
    has_unmanaged = any(detail.sign == "=" for detail in change.details)
    has_unmanaged = has_unmanaged or (change.is_foreign and change.why.code != "address_pinned")
    status: Status = "unknown" if change.why.code == "answer_incomplete" else "fail"
    if change.verb == "keep":
        status = "warn" if has_unmanaged else "pass"
    elif change.verb == "adopt":
        status = "fail" if change.steps else "warn"
    facts = tuple(live_facts(change.address, change.id, vpc))
    return Check(subject=str(change.slot), status=status, why=change.why, live_facts=facts, details=change.details)


def _expectation_check(verdict: ExpectationResult) -> Check:
    status: Status = "unknown" if verdict.is_met is None else "pass" if verdict.is_met else "fail"
    expectation = verdict.expectation
    return Check(subject=f"expect {expectation.source} -> {expectation.target}", status=status, why=verdict.why)


def live_facts(address: Address, live_id: str, vpc: VpcSnapshot) -> Iterator[str | Message]:
    """The live facts of the resource at an address, in AWS's words: "nat-1 available 203.0.113.1 ap-northeast-1a"."""
    if address.kind == "security_group_rules":
        group_key, _, direction = address.name.rpartition("-")
        yield from _rules(vpc, group_key, direction)
    elif address.kind == "private_route":
        yield from _default_routes(vpc, address.name)
    elif address.kind == "nat_gateway" and (gateway := vpc.gateways.get(live_id)):
        zone = vpc.subnets[gateway.subnet_id].zone if gateway.subnet_id in vpc.subnets else gateway.subnet_id
        yield " ".join((gateway.id, gateway.state, *gateway.public_ips, zone))
    elif address.kind == "elastic_ip" and (elastic_ip := vpc.addresses.get(live_id)):
        yield f"{elastic_ip.public_ip} {elastic_ip.attached_to}".strip()
    elif address.kind == "network_acl_entries":
        entries = _entries(vpc, address.name)
        yield from (f"{'->' if entry.egress else '<-'} {entry_text(entry)}" for entry in entries)
    elif address.kind == "network_acl_association" and (subnet := vpc.subnets.get(address.name)):
        acl = vpc.acls.get(subnet.acl_id)
        yield f"{subnet.label} {acl.label if acl else ''}".strip()
    elif resource := _resource(vpc, live_id):
        yield f"{resource.id} {resource.name}".strip()


def _rules(vpc: VpcSnapshot, group_key: str, direction: str) -> Iterator[str]:
    """The rules of one direction of this stack's group."""
    group = next((each for each in vpc.groups.values() if each.is_owned and each.name == group_key), None)
    if group:
        rules, arrow = (group.ingress, "<-") if direction == "ingress" else (group.egress, "->")
        yield from (rule.text(arrow) for rule in rules)


def _entries(vpc: VpcSnapshot, acl_key: str) -> tuple[AclEntry, ...]:
    """The entries of this stack's ACL."""
    acl = next((each for each in vpc.acls.values() if each.is_owned and each.name == acl_key), None)
    return acl.entries if acl else ()


def _default_routes(vpc: VpcSnapshot, table_id: str) -> Iterator[str | Message]:
    """The IPv4 default routes of a table."""
    table = vpc.tables.get(table_id)
    routes = [route for route in table.routes if route.destination == "0.0.0.0/0"] if table else []
    for route in routes:
        yield f"{route.destination} -> {route.target}{'' if route.is_active else f' ({route.state})'}"
    if not routes:
        yield message("problem.no_default_route")


def _resource(vpc: VpcSnapshot, live_id: str) -> Resource | None:
    """The group, ACL or endpoint of this id."""
    return vpc.groups.get(live_id) or vpc.acls.get(live_id) or vpc.endpoints.get(live_id)
