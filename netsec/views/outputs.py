"""The outputs (ids and public IPs that other parts of a system need) as a table, as JSON, and raw for scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from netsec.messages import text
from netsec.messages.escape import printable
from netsec.views.document import json_document
from netsec.views.paint import padded, width

Value = str | Sequence[str]
# A script must get a value whole, so it is made printable but not cut.
UNCUT = 1 << 20


def outputs_text(outputs: Mapping[str, Value]) -> str:
    """Two columns; each item of a list on a line of its own."""
    names = [printable(name) for name in outputs]
    widest = max(map(width, names), default=0)
    lines = []
    for name, value in zip(names, outputs.values(), strict=True):
        for number, item in enumerate(_items(value) or [text("words.empty")]):
            lines.append(f"{padded('' if number else name, widest)}  {printable(item)}")
    return "\n".join(lines)


def outputs_json(outputs: Mapping[str, Value]) -> str:
    """An object of texts and lists of texts."""
    return json_document(outputs)


def output_text(value: Value) -> str:
    """One output for `$(…)`: one item a line, nothing else."""
    return "\n".join(printable(item, UNCUT) for item in _items(value))


def output_json(value: Value) -> str:
    """One output as JSON."""
    return json_document(value)


def _items(value: Value) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
