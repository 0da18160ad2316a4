"""The line of each key in a TOML text, which tomllib does not report.

tomllib has parsed the text before, so this scanner finds keys and does not validate.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from contextlib import suppress

KeyPath = tuple[str | int, ...]

# Deeper than any key of netsec.toml; a limit on memory for hostile files.
_DEEPEST = 12

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_KEY = re.compile(rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*")
_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SCALAR = re.compile(r"[^,\]}\n#]+")
_STRING = re.compile(r'''"""(?:\\.|[^\\])*?"""(?!")|\'\'\'.*?\'\'\'(?!\')|"(?:[^"\\\n]|\\.)*"|'[^'\n]*\'''', re.DOTALL)


def key_lines(text: str) -> dict[KeyPath, int]:
    """Path → line (from 1) of every table, key and list element; up to the first text that the scanner can't read."""
    scanner = _Scanner(text)
    with suppress(_ScanError, RecursionError):
        scanner.document()
    return scanner.lines


class _ScanError(Exception):
    """The text is not valid TOML here."""


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[KeyPath, int] = {}
        self.lengths: dict[KeyPath, int] = {}  # of arrays of tables, [[x]]
        self.starts = [0, *(newline.end() for newline in re.finditer("\n", text))]

    def document(self) -> None:
        table: KeyPath = ()
        while self.blank():
            if self.take("[["):
                table = self.array_header()
            elif self.take("["):
                table = self.header()
            else:
                self.pair(table)

    def header(self) -> KeyPath:
        self.blank()
        path = self.descend((), self.key())
        self.blank()
        self.expect("]")
        return path

    def array_header(self) -> KeyPath:
        self.blank()
        *parents, last = self.key()
        array = (*self.descend((), parents), last)
        index = self.lengths[array] = self.lengths.get(array, 0) + 1
        path = (*array, index - 1)
        self.remember(array, self.at - 1)
        self.remember(path, self.at - 1)
        self.blank()
        self.expect("]]")
        return path

    def pair(self, table: KeyPath) -> None:
        path = self.descend(table, self.key())
        self.blank()
        self.expect("=")
        self.blank()
        self.value(path)

    def value(self, path: KeyPath) -> None:
        if self.take("["):
            self.array(path)
        elif self.take("{"):
            self.inline_table(path)
        else:
            self.match(_STRING if self.text[self.at : self.at + 1] in ('"', "'") else _SCALAR)

    def array(self, path: KeyPath) -> None:
        index = 0
        while self.blank() and not self.take("]"):
            self.remember((*path, index), self.at)
            self.value((*path, index))
            self.blank()
            self.take(",")
            index += 1

    def inline_table(self, path: KeyPath) -> None:
        while self.blank() and not self.take("}"):
            self.pair(path)
            self.blank()
            self.take(",")

    def key(self) -> list[str]:
        return _parts(self.match(_KEY))

    def descend(self, path: KeyPath, parts: list[str]) -> KeyPath:
        """The path below `path`, through the newest element of each array of tables."""
        for part in parts:
            path = (*path, part)
            self.remember(path, self.at - 1)
            if path in self.lengths:
                path = (*path, self.lengths[path] - 1)
        return path

    def remember(self, path: KeyPath, offset: int) -> None:
        if len(path) <= _DEEPEST:
            self.lines.setdefault(path, bisect_right(self.starts, offset))

    def blank(self) -> bool:
        """Skip blanks and comments; whether any text is left."""
        self.match(_BLANK)
        return self.at < len(self.text)

    def take(self, token: str) -> bool:
        is_next = self.text.startswith(token, self.at)
        self.at += len(token) if is_next else 0
        return is_next

    def expect(self, token: str) -> None:
        if not self.take(token):
            raise _ScanError

    def match(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if not match:
            raise _ScanError
        self.at = match.end()
        return match.group()


def _parts(key: str) -> list[str]:
    if '"' not in key and "'" not in key:
        return [part.strip() for part in key.split(".")]
    parts, table = [], tomllib.loads(f"{key} = 0")
    while isinstance(table, dict):
        ((part, table),) = table.items()
        parts.append(part)
    return parts
