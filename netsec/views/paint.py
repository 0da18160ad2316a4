"""Colour, and how wide text is on a screen: wide letters take two cells, and lines are broken at a given width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

COLUMNS = 80
# However far a text is indented, it gets so many cells in a line.
NARROWEST = 16
# Japanese may break between any two wide letters, but no line begins with one of these, and none ends with one of those
# (JIS X 4051).
NEVER_FIRST = (
    "、。，．・：；？！ー〜…‥）」』】〉》〕］｝々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ,.:;?!)]}%"
)
NEVER_LAST = "（「『【〈《〔［｛([{"
# What is written in these is mostly one word of several syllables, and easier to read in one piece.
KATAKANA = "".join(map(chr, range(0x30A1, 0x30FB))) + "ー"


@dataclass(frozen=True)
class Paint:
    """Colours text where `colour` is on, else leaves it alone."""

    colour: bool = False

    def _in(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text

    def bold(self, text: str) -> str:
        return self._in("1", text)

    def dim(self, text: str) -> str:
        return self._in("2", text)

    def red(self, text: str) -> str:
        return self._in("31", text)

    def green(self, text: str) -> str:
        return self._in("32", text)

    def yellow(self, text: str) -> str:
        return self._in("33", text)

    def cyan(self, text: str) -> str:
        return self._in("36", text)

    def plain(self, text: str) -> str:
        return text


PLAIN = Paint()


def width(text: str) -> int:
    """How many cells of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(_cells(each) for each in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def padded(text: str, cells: int) -> str:
    """The text with spaces after it, up to so many cells."""
    return text + " " * (cells - width(text))


def aligned_right(text: str, cells: int) -> str:
    """The text with spaces before it, up to so many cells."""
    return " " * (cells - width(text)) + text


def wrapped(text: str, room: int) -> list[str]:
    """The text in lines of at most `room` cells.

    A word that is longer has a line for itself and is never cut, unless it is of wide letters.
    """
    lines, line, gap = [], "", ""
    for word, space in _words(text, room):
        if line and width(line + gap + word) > room:
            lines.append(line)
            line, gap = "", ""
        line, gap = line + gap + word, space
    return [*lines, line]


def _words(text: str, room: int) -> Iterator[tuple[str, str]]:
    """Each unbreakable piece and the spaces after it."""
    for part in re.finditer(r"([^ ]+)( *)", text):
        whole = _pieces(part[1], KATAKANA)
        pieces = [each for piece in whole for each in ([piece] if width(piece) <= room else _pieces(piece))]
        yield from ((piece, "") for piece in pieces[:-1])
        yield pieces[-1], part[2]


def _pieces(word: str, together: str = "") -> list[str]:
    """The word in the parts that a line may end after: one by one where letters are wide, else whole.

    Letters of `together` stay with their like, as those of a loan word do.
    """
    pieces = [word[:1]]
    for before, letter in pairwise(word):
        if _may_break(before, letter) and not (before in together and letter in together):
            pieces.append(letter)
        else:
            pieces[-1] += letter
    return pieces


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between these two letters."""
    is_wide = _cells(before) == 2 or _cells(after) == 2
    return is_wide and _cells(after) > 0 and before not in NEVER_LAST and after not in NEVER_FIRST


def hanging_indent(text: str, first: str, columns: int = COLUMNS) -> list[str]:
    """The text behind `first`, its further lines indented to where it began."""
    lead = width(first)
    lines = wrapped(text, max(columns - lead, NARROWEST))
    return [f"{first if not number else ' ' * lead}{line}".rstrip() for number, line in enumerate(lines)]
