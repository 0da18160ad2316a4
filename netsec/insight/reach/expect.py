"""`[[expect]]`: what netsec.toml says must, or must not, be reachable, held against a world."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netsec.insight.reach.judge import Answer, Question, reach
from netsec.insight.reach.spans import PORTS, Spans
from netsec.insight.world import World
from netsec.model import Expectation, Reason, reason


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One expectation, and whether it is met; None where that can't be told."""

    expectation: Expectation
    question: Question
    met: bool | None
    answer: Answer | None
    why: Reason


def judged(expectations: tuple[Expectation, ...], world: World, nameless: bool | None = False) -> Iterator[Verdict]:
    """All of them, in the file's order; `nameless` is what one means for which something is not there."""
    for each in expectations:
        port = Spans.of(*each.ports) if each.ports else PORTS
        question = Question(source=each.source, target=each.target, port=port, protocol=each.protocol)
        found = reach(world, question)
        if isinstance(found, Reason):
            yield Verdict(expectation=each, question=question, met=nameless, answer=None, why=found)
            continue
        met = None if found.verdict == "unknown" else (found.verdict == "yes") == each.reachable
        yield Verdict(expectation=each, question=question, met=met, answer=found, why=_why(each, question, found, met))


def _why(each: Expectation, question: Question, found: Answer, met: bool | None) -> Reason:
    facts = {"source": each.source, "target": each.target, "traffic": question.traffic, "because": each.why}
    typed = question.protocol if question.port in (PORTS, Spans.of(8)) else f"{question.port}/{question.protocol}"
    if met:
        return reason("expectation_met", **facts)
    if met is None:
        return reason("expectation_unknown", **facts)
    if each.reachable:
        stopped = found.hops[-1].at if found.hops else ""
        return reason("expectation_closed", **facts, typed=typed, at=stopped)
    return reason("expectation_open", **facts, typed=typed, ports=str(found.ports))
