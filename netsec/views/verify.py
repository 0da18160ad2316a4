"""The lines of `verify` as text, and for programs."""

from __future__ import annotations

from collections import Counter
from typing import Any

from netsec.insight.verify import Check, Status
from netsec.messages import ENGLISH, Rendered, hint, say, text, words
from netsec.messages.escape import printable
from netsec.reason import Reason
from netsec.views.header import Header, header_lines
from netsec.views.paint import COLUMNS, PLAIN, Paint, hanging_indent, padded, width
from netsec.views.reasons import hint_lines

STATUSES: tuple[Status, ...] = ("pass", "fail", "warn", "unknown")


def verify_text(
    found: tuple[Check, ...], header: Header, *, quiet: bool = False, paint: Paint = PLAIN, columns: int = COLUMNS
) -> str:
    """One line for each check, what differs beneath it, the count at the end."""
    lines = [*header_lines(header, paint), ""]
    for check in found:
        if not (quiet and check.status == "pass"):
            lines += _lines(check, paint, columns)
    counts = [text(f"verify.count.{status}", n=number) for status, number in _count(found).items() if number]
    checked = Rendered(text("words.comma").join(counts) or text("verify.nothing"))
    return "\n".join([*lines, "", paint.bold(text("verify.checked", counts=checked))])


def _count(found: tuple[Check, ...]) -> dict[Status, int]:
    count = Counter(check.status for check in found)
    return {status: count[status] for status in STATUSES}


def _lines(check: Check, paint: Paint, columns: int) -> list[str]:
    colour = {"pass": paint.green, "fail": paint.red, "warn": paint.yellow, "unknown": paint.yellow}[check.status]
    widest = max(width(text(f"verify.mark.{status}")) for status in STATUSES)
    word = text(f"verify.mark.{check.status}")
    first, *rest = hanging_indent(f"{printable(check.subject)}: {say(check.why)}", f"{padded(word, widest)}  ", columns)
    lines = [f"{colour(word)}{first[len(word) :]}", *rest]
    for fact in check.live_facts:
        lines += hanging_indent(words(fact), "        ", columns)
    for detail in check.details:
        lines += hanging_indent(f"{printable(detail.what)}  {say(detail.why)}", f"      {detail.sign} ", columns)
    return [*lines, *hint_lines(hint(check.why), "      ", columns)] if check.status != "pass" else lines


def verify_object(found: tuple[Check, ...]) -> dict[str, Any]:
    """The same for programs."""
    count = _count(found)
    return {
        "passed": count["pass"],
        "failed": count["fail"],
        "warned": count["warn"],
        "unknown": count["unknown"],
        "checks": [
            {
                "what": check.subject,
                "status": check.status,
                "why": _why(check.why),
                "found": list(check.live_facts),
                "differs": [
                    {"sign": detail.sign, "what": detail.what, "why": _why(detail.why)} for detail in check.details
                ],
            }
            for check in found
        ],
    }


def _why(why: Reason) -> dict[str, str]:
    return {"code": why.code, "text": say(why, ENGLISH)}
