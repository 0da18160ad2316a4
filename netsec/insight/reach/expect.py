"""`[[expect]]` of netsec.toml: what must, or must not, be reachable, checked against a VPC as it is or will be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netsec.insight.reach.judge import Answer, Question, reach
from netsec.insight.reach.spans import PORTS, Spans
from netsec.insight.world import World
from netsec.model import Expectation, Reason, reason


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One expectation and whether it is met (`met`; None if that can't be told), with the answer and why.

    `answer` is None if the expectation names something that is not there.
    """

    expectation: Expectation
    question: Question
    met: bool | None
    answer: Answer | None
    why: Reason


def judged(expectations: tuple[Expectation, ...], vpc: World, nameless: bool | None = False) -> Iterator[Verdict]:
    """A verdict for each, in the file's order; `nameless`: the `met` of one that names something that is not there."""
    for expectation in expectations:
        port = Spans.of(*expectation.ports) if expectation.ports else PORTS
        question = Question(
            source=expectation.source, target=expectation.target, port=port, protocol=expectation.protocol
        )
        answer = reach(vpc, question)
        if isinstance(answer, Reason):
            yield Verdict(expectation=expectation, question=question, met=nameless, answer=None, why=answer)
            continue
        is_met = None if answer.verdict == "unknown" else (answer.verdict == "yes") == expectation.reachable
        why = _why(expectation, answer, is_met)
        yield Verdict(expectation=expectation, question=question, met=is_met, answer=answer, why=why)


def _why(expectation: Expectation, answer: Answer, is_met: bool | None) -> Reason:
    """`typed` is the traffic as `netsec reach` takes it, for the command to paste."""
    question = answer.question
    facts = {
        "source": expectation.source,
        "target": expectation.target,
        "traffic": question.traffic,
        "because": expectation.why,
    }
    typed = question.protocol if question.port in (PORTS, Spans.of(8)) else f"{question.port}/{question.protocol}"
    if is_met:
        return reason("expectation_met", **facts)
    if is_met is None:
        return reason("expectation_unknown", **facts)
    if expectation.reachable:
        stopped_at = answer.hops[-1].at if answer.hops else ""
        return reason("expectation_closed", **facts, typed=typed, at=stopped_at)
    return reason("expectation_open", **facts, typed=typed, ports=str(answer.ports))
