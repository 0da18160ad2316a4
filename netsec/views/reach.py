"""An answer of `reach` as text, hop by hop, and for programs."""

from __future__ import annotations

from typing import Any

from netsec.insight.reach import ReachAnswer
from netsec.insight.reach.path import Hop
from netsec.messages import ENGLISH, hint, say, text
from netsec.messages.escape import printable
from netsec.model import Reason
from netsec.views.paint import COLUMNS, PLAIN, Paint, hanging_indent, wrapped
from netsec.views.reasons import hint_lines

# Verdict → what it is in JSON.
REACHABLE = {"yes": True, "no": False, "unknown": None}


def reach_text(answer: ReachAnswer, *, paint: Paint = PLAIN, columns: int = COLUMNS) -> str:
    """The answer, the way with what lets packets through, and the line that would open it."""
    question = answer.question
    colour = {"yes": paint.green, "no": paint.red, "unknown": paint.yellow}[answer.verdict]
    asked = printable(f"{question.source} -> {question.target}, {question.traffic}")
    lines = [f"{paint.bold(asked)}: {colour(text(f'reach.{answer.verdict}'))}"]
    if answer.is_partial:
        lines += wrapped(text("reach.only_ports", protocol=question.protocol, ports=answer.ports), columns)
    if answer.only_family:
        lines += wrapped(text("reach.only_family", family=answer.only_family), columns)
    lines.append("")
    for hop in answer.hops:
        lines += _hop(hop, paint, columns)
    lines += _because(answer.unknown_reason, columns)
    for part in answer.parts:
        described = f"{part.addresses}: {text(f'reach.{part.verdict}')}: {say(part.why)}"
        lines += hanging_indent(printable(described), "  - ", columns)
    if answer.is_assumed:
        lines += ["", *wrapped(text("reach.assumed"), columns)]
    return "\n".join(lines).rstrip()


def _hop(hop: Hop, paint: Paint, columns: int) -> list[str]:
    mark, colour = ("+", paint.green) if hop.passed else ("x", paint.red)
    first, *rest = hanging_indent(f"{printable(hop.at)}: {say(hop.why)}", f"  {mark} ", columns)
    lines = [f"  {colour(mark)}{first[3:]}", *rest]
    return [*lines, *hint_lines(hint(hop.why), "    ", columns)] if not hop.passed else lines


def _because(because: Reason | None, columns: int) -> list[str]:
    if because is None:
        return []
    return [*hanging_indent(say(because), "  ? ", columns), *hint_lines(hint(because), "    ", columns)]


def reach_object(answer: ReachAnswer) -> dict[str, Any]:
    """The same for programs; `reachable` is null where it can't be told."""
    question = answer.question
    return {
        "from": question.source,
        "to": question.target,
        "protocol": question.protocol,
        "ports": str(question.ports),
        "reachable": REACHABLE[answer.verdict],
        "reachable_ports": str(answer.ports),
        "assumed": answer.is_assumed,
        "only_ip_version": answer.only_family,
        "parts": [
            {
                "addresses": part.addresses,
                "reachable": REACHABLE[part.verdict],
                "why": {"code": part.why.code, "text": say(part.why, ENGLISH)},
            }
            for part in answer.parts
        ],
        "hops": [
            {"at": hop.at, "passed": hop.passed, "why": {"code": hop.why.code, "text": say(hop.why, ENGLISH)}}
            for hop in answer.hops
        ],
        "because": {"code": answer.unknown_reason.code, "text": say(answer.unknown_reason, ENGLISH)}
        if answer.unknown_reason
        else None,
    }
