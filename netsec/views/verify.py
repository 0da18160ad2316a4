"""The lines of `verify` as text, and for programs."""

from __future__ import annotations

from collections import Counter
from typing import Any

from netsec.insight.verify import Check, Status
from netsec.views.escape import printable
from netsec.views.header import Header, header_lines
from netsec.views.paint import COLUMNS, PLAIN, Paint, hanging
from netsec.views.reasons import hint_lines
from netsec.views.texts import hint, say

# bandit takes the word "pass" for a password.
COUNTED: dict[Status, str] = {"pass": "passed", "fail": "failed", "warn": "to look at", "unknown": "unknown"}  # nosec B105
WORDS = {"pass": "pass", "fail": "FAIL", "warn": "warn", "unknown": "????"}  # nosec B105


def verify_text(
    found: tuple[Check, ...], header: Header, *, quiet: bool = False, paint: Paint = PLAIN, columns: int = COLUMNS
) -> str:
    """One line for each check, what differs beneath it, the count at the end."""
    lines = [*header_lines(header, paint), ""]
    for check in found:
        if not (quiet and check.status == "pass"):
            lines += _lines(check, paint, columns)
    told = ", ".join(f"{number} {COUNTED[status]}" for status, number in _count(found).items() if number)
    return "\n".join([*lines, "", paint.bold(f"Checked: {told or 'nothing'}.")])


def _count(found: tuple[Check, ...]) -> dict[Status, int]:
    count = Counter(check.status for check in found)
    return {status: count[status] for status in COUNTED}


def _lines(check: Check, paint: Paint, columns: int) -> list[str]:
    colour = {"pass": paint.green, "fail": paint.red, "warn": paint.yellow, "unknown": paint.yellow}[check.status]
    text = f"{printable(check.what)}: {say(check.why)}"
    mark = f"{WORDS[check.status]}  "
    first, *rest = hanging(text, mark, columns)
    lines = [f"{colour(mark.rstrip())}{first[len(mark.rstrip()) :]}", *rest]
    for fact in check.found:
        lines += hanging(printable(fact), "        ", columns)
    for detail in check.details:
        lines += hanging(f"{printable(detail.what)}  {say(detail.why)}", f"      {detail.sign} ", columns)
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
                "what": check.what,
                "status": check.status,
                "why": {"code": check.why.code, "text": say(check.why)},
                "found": list(check.found),
                "differs": [
                    {"sign": each.sign, "what": each.what, "why": {"code": each.why.code, "text": say(each.why)}}
                    for each in check.details
                ],
            }
            for check in found
        ],
    }
