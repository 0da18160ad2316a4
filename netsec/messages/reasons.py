"""Reasons put into words: what is so, and what to do next ("" where nothing is to be done).

`{fact}` in a text is a fact of the reason (`formatting` says how it is shown). In a hint, further:

* a line with `{fact:each}` is repeated for each item of the list, to choose from: all but the first as comments;
* a line whose fact is empty or not given is left out;
* lines from a `[table]` line on are for netsec.toml: views that list several reasons put those under one heading;
* a line that starts with two spaces is a command, never broken.

The fact `address` need not be named in a text: where a reason stands alone, `with_subject` puts it in front.

A key `code:value` overrides `code` where the fact that VARIANTS names has that value. A code with no text here is
shown as it is: an error about an error helps nobody (a test keeps the catalogue and the code in step).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from netsec.messages.catalogue import reasons_of
from netsec.messages.escape import printable
from netsec.messages.formatting import filled
from netsec.messages.language import ENGLISH, current_language
from netsec.reason import Reason

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


def say(reason: Reason, language: str = "") -> str:
    """What is so, in one line, in the language of this invocation unless another one is named."""
    language = language or current_language()
    entry = _entry(reason, language)
    return filled(entry[0], reason.facts, language) if entry else printable(reason)


def with_subject(reason: Reason, language: str = "") -> str:
    """The same for where the reason stands alone: its address is put in front, unless the text names it anyway."""
    address, text = reason.facts.get("address"), say(reason, language)
    return f"{printable(address)}: {text}" if address and printable(address) not in text else text


def hint(reason: Reason, language: str = "") -> str:
    """What to do next, in one or more lines; empty where nothing is to be done."""
    language = language or current_language()
    entry = _entry(reason, language)
    lines = (entry[1] if entry else "").splitlines()
    return "\n".join(written for line in lines for written in _written(line, reason.facts, language))


def _entry(reason: Reason, language: str) -> tuple[str, str] | None:
    """The reason's text and hint, in English where this catalogue lacks them."""
    variant = f"{reason.code}:{reason.facts.get(VARIANTS.get(reason.code, ''), '')}"
    own, english = reasons_of(language), reasons_of(ENGLISH)
    tables = (own,) if own is english else (own, english)
    entries = (table.get(key) for table in tables for key in (variant, reason.code))
    return next((entry for entry in entries if entry), None)


def _written(line: str, facts: Mapping[str, object], language: str) -> list[str]:
    repeated = re.search(r"\{(\w+):each\}", line)
    if repeated:
        items = facts.get(repeated[1])
        return _choices(line, repeated[1], items if isinstance(items, (list, tuple)) else [items], facts, language)
    needed = re.findall(r"(?<!\{)\{(\w+)\}", line)
    if any(not filled(f"{{{name}}}", {name: facts.get(name, "")}, language) for name in needed):
        return []
    return [filled(line, facts, language)]


def _choices(line: str, name: str, items: Sequence[object], facts: Mapping[str, object], language: str) -> list[str]:
    template, lines = line.replace(f"{{{name}:each}}", f"{{{name}}}"), []
    for number, item in enumerate(items):
        value, label = item if isinstance(item, (list, tuple)) and len(item) == 2 else (item, "")
        choice = filled(template, {**facts, name: value}, language)
        comment = f"  # {printable(label)}" if label else ""
        is_comment = number and not line.startswith(COMMAND)
        lines.append(f"{'# ' if is_comment else ''}{choice}{comment}")
    return lines
