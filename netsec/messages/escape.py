"""Makes any text safe to print: what a terminal would obey, and not show, is written out instead."""

from __future__ import annotations

import unicodedata

LONGEST = 256
# Controls (ESC and C1's CSI among them), formats (bidi overrides), surrogates, private use, line and paragraph breaks.
UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def printable(value: object, longest: int = LONGEST) -> str:
    """The value as text, cut at `longest` characters, with nothing in it that moves a cursor or turns text around."""
    text = str(value)
    cut = text if len(text) <= longest else f"{text[:longest]}…"
    if cut.isascii() and cut.isprintable():
        return cut
    return "".join(_escaped(each) if unicodedata.category(each) in UNSAFE else each for each in cut)


def _escaped(character: str) -> str:
    number = ord(character)
    if number <= 0xFF:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"
