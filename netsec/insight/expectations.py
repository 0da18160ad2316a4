"""`[[expect]]` of netsec.toml: what must, or must not, be reachable, checked against a VPC as it is or will be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netsec.insight.intervals import ALL_PORTS, IntervalSet
from netsec.insight.reach import Question, ReachAnswer, reach
from netsec.insight.snapshot import VpcSnapshot
from netsec.model import Expectation, Reason, reason


@dataclass(frozen=True, kw_only=True)
class ExpectationResult:
    """One expectation and whether it is met (`is_met`; None if that can't be told), with the answer and why.

    `answer` is None if the expectation names something that is not there.
    """

    expectation: Expectation
    question: Question
    is_met: bool | None
    answer: ReachAnswer | None
    why: Reason


def check_expectations(
    expectations: tuple[Expectation, ...], vpc: VpcSnapshot, when_not_named: bool | None = False
) -> Iterator[ExpectationResult]:
    """A verdict for each, in the file's order; `when_not_named`: the `is_met` of one that names something that is not
    there.
    """
    for expectation in expectations:
        port = IntervalSet.of(*expectation.ports) if expectation.ports else ALL_PORTS
        question = Question(
            source=expectation.source, target=expectation.target, ports=port, protocol=expectation.protocol
        )
        answer = reach(vpc, question)
        if isinstance(answer, Reason):
            yield ExpectationResult(
                expectation=expectation, question=question, is_met=when_not_named, answer=None, why=answer
            )
            continue
        is_met = None if answer.verdict == "unknown" else (answer.verdict == "yes") == expectation.reachable
        why = _why(expectation, answer, is_met)
        yield ExpectationResult(expectation=expectation, question=question, is_met=is_met, answer=answer, why=why)


def _why(expectation: Expectation, answer: ReachAnswer, is_met: bool | None) -> Reason:
    """`typed` is the traffic as `netsec reach` takes it, for the command to paste."""
    question = answer.question
    facts = {
        "source": expectation.source,
        "target": expectation.target,
        "traffic": question.traffic,
        "because": expectation.why,
    }
    typed = (
        question.protocol
        if question.ports in (ALL_PORTS, IntervalSet.of(8))
        else f"{question.ports}/{question.protocol}"
    )
    if is_met:
        return reason("expectation_met", **facts)
    if is_met is None:
        return reason("expectation_unknown", **facts)
    if expectation.reachable:
        stopped_at = answer.hops[-1].at if answer.hops else ""
        return reason("expectation_closed", **facts, typed=typed, at=stopped_at)
    return reason("expectation_open", **facts, typed=typed, ports=str(answer.ports))
