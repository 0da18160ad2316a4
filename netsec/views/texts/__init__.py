"""The one table of what reasons say: code → what is so, and what to do next ("" where nothing is to be done).

`{fact}` in a text is a fact of the reason, made printable; lists are joined with commas, a pair is "id (name)".
In a hint, further:

* a line with `{fact:each}` is repeated for each item of the list, to choose from: all but the first as comments;
* a line whose fact is empty or not given is left out;
* lines from a `[table]` line on are for netsec.toml: views that list several reasons put those under one heading;
* a line that starts with two spaces is a command, never broken.

The fact `address` need not be named in a text: where a reason stands alone, `with_subject` puts it in front.

A key `code:value` overrides `code` where the fact that VARIANTS names has that value. A code with no text here is
shown as it is: an error about an error helps nobody (a test keeps the table and the code in step).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from netsec.reason import Reason
from netsec.views.escape import printable
from netsec.views.texts.advice import ADVICE
from netsec.views.texts.app import APP
from netsec.views.texts.audit import AUDIT
from netsec.views.texts.aws import AWS
from netsec.views.texts.commands import COMMANDS
from netsec.views.texts.kinds import KINDS
from netsec.views.texts.networks import NETWORKS
from netsec.views.texts.ownership import OWNERSHIP
from netsec.views.texts.planning import PLANNING
from netsec.views.texts.preflight import PREFLIGHT
from netsec.views.texts.reach import REACH
from netsec.views.texts.store import STORE
from netsec.views.texts.verify import VERIFY

TEXTS: Mapping[str, tuple[str, str]] = {
    **KINDS,
    **PLANNING,
    **PREFLIGHT,
    **OWNERSHIP,
    **NETWORKS,
    **STORE,
    **APP,
    **AWS,
    **COMMANDS,
    **ADVICE,
    **REACH,
    **VERIFY,
    **AUDIT,
}
# How a line of a hint begins that is a command.
COMMAND = "  "
VARIANTS = {
    "quota_exceeded": "what",
    "quota_unknown": "what",
    "name_taken": "kind",
    "nat_failed": "failure",
    "quota": "code",
    "credentials": "code",
    "lost_without_nat": "flow",
}


def say(reason: Reason) -> str:
    """What is so, in one line."""
    text = _text(reason)
    return text[0].format_map(_shown(reason.facts)) if text else printable(reason)


def with_subject(reason: Reason) -> str:
    """The same for where the reason stands alone: its address is put in front, unless the text names it anyway."""
    address, text = reason.facts.get("address"), say(reason)
    return f"{printable(address)}: {text}" if address and printable(address) not in text else text


def hint(reason: Reason) -> str:
    """What to do next, in one or more lines; empty where nothing is to be done."""
    text = _text(reason)
    lines = (text[1] if text else "").splitlines()
    return "\n".join(written for line in lines for written in _filled(line, reason.facts))


def _text(reason: Reason) -> tuple[str, str] | None:
    variant = f"{reason.code}:{reason.facts.get(VARIANTS.get(reason.code, ''), '')}"
    return TEXTS.get(variant) or TEXTS.get(reason.code)


class _Shown(dict[str, str]):
    """Facts as text; one that nobody gave is a question mark, so that an error still gets out."""

    def __missing__(self, key: str) -> str:
        return "?"


def _shown(facts: Mapping[str, object]) -> _Shown:
    return _Shown({key: _value(value) for key, value in facts.items()})


def _value(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_item(each) for each in value)
    if isinstance(value, (set, frozenset)):
        return ", ".join(sorted(_item(each) for each in value))
    return printable(value)


def _item(item: object) -> str:
    """One of a list; a pair is an id and a name that may be empty."""
    if isinstance(item, (list, tuple)) and len(item) == 2:
        return f"{printable(item[0])} ({printable(item[1])})" if item[1] else printable(item[0])
    return printable(item)


def _filled(line: str, facts: Mapping[str, object]) -> list[str]:
    each = re.search(r"\{(\w+):each\}", line)
    if each:
        items = facts.get(each[1])
        return _choices(line, each[1], items if isinstance(items, (list, tuple)) else [items], facts)
    shown = _shown(facts)
    if any(not shown.get(name) for name in re.findall(r"(?<!\{)\{(\w+)\}", line)):
        return []
    return [line.format_map(shown)]


def _choices(line: str, name: str, items: list[object] | tuple[object, ...], facts: Mapping[str, object]) -> list[str]:
    lines = []
    for number, item in enumerate(items):
        value, label = item if isinstance(item, (list, tuple)) and len(item) == 2 else (item, "")
        shown = _shown({**facts, name: value})
        filled = line.replace(f"{{{name}:each}}", f"{{{name}}}").format_map(shown)
        comment = f"  # {printable(label)}" if label else ""
        another = number and not line.startswith(COMMAND)
        lines.append(f"{'# ' if another else ''}{filled}{comment}")
    return lines
