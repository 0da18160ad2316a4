"""The lines of `verify`: each resource against netsec.toml, with the live facts beside what is expected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from netsec.insight.expectations import ExpectationResult
from netsec.kinds import KINDS
from netsec.messages import Message
from netsec.model import Address, Answers, Change, Detail, Plan, Reason, Standing, reason
from netsec.planning.observation import Observation

Status = Literal["pass", "fail", "warn", "unknown"]


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
            for name in (kind.name, *(other.name for other in KINDS.values() if kind.name in other.judged_with)):
                unread.setdefault(name, missing[0])
    return unread


def verify_checks(
    plan: Plan, observation: Observation, expectations: Iterable[ExpectationResult], unread: dict[str, str]
) -> tuple[Check, ...]:
    """All lines: problems, unread kinds (as `kinds_without_answer` gives them), changes in plan order, warnings,
    [[expect]].
    """
    return (
        *(_problem_check(problem) for problem in plan.problems),
        *(_unread_check(kind, operation) for kind, operation in unread.items()),
        *(_change_check(change, observation) for change in plan.changes if change.address.kind not in unread),
        *(Check(subject="vpc", status="warn", why=warning) for warning in plan.warnings),
        *(_expectation_check(verdict) for verdict in expectations),
    )


def _problem_check(problem: Reason) -> Check:
    """A problem of the plan; one about an incomplete answer leaves the status unknown."""
    return Check(subject="vpc", status="unknown" if problem.code == "answer_incomplete" else "fail", why=problem)


def _unread_check(kind: str, operation: str) -> Check:
    return Check(subject=kind, status="unknown", why=reason("check_unread", denied=operation))


def _change_check(change: Change, observation: Observation) -> Check:
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
    facts = live_facts(change.address, change.id, observation)
    return Check(subject=str(change.slot), status=status, why=change.why, live_facts=facts, details=change.details)


def _expectation_check(verdict: ExpectationResult) -> Check:
    status: Status = "unknown" if verdict.is_met is None else "pass" if verdict.is_met else "fail"
    expectation = verdict.expectation
    return Check(subject=f"expect {expectation.source} -> {expectation.target}", status=status, why=verdict.why)


def live_facts(address: Address, live_id: str, observation: Observation) -> tuple[str | Message, ...]:
    """What stands at an address, in AWS's words, as its kind tells it: "nat-1 available 203.0.113.1
    ap-northeast-1a".
    """
    same_kind = [live for live in observation.lives if live.kind == address.kind]
    by_id = next((live for live in same_kind if live_id and live.id == live_id), None)
    by_key = next((live for live in same_kind if live.key and live.address == address), None)
    standing = Standing(address=address, live=by_id or by_key, lives=observation.lives, answers=observation.answers)
    return tuple(KINDS[address.kind].facts(standing))
