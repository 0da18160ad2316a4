"""Collects every mistake of a file with its place, what was found, what is allowed, and the nearest spelling."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from netsec.config.places import KeyPath, lines_of
from netsec.errors import ConfigInvalid
from netsec.reason import Reason, reason

MOST_LISTED = 200
MOST_COLLECTED = 2000
# Comparing spellings is slow; a file with thousands of mistakes gets its answer all the same.
MOST_GUESSES = 100
MOST_NAMED = 12
LONGEST_SHOWN = 80


class Mistakes:
    """The mistakes found so far. Paths are those of the merged config; `origin` says where in the file each stands."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._text = text
        self._lines: dict[KeyPath, int] | None = None
        self._found: dict[tuple[KeyPath, str], None] = {}
        self._elsewhere: list[Reason] = []
        self._excused: set[KeyPath] = set()
        self._guesses = 0
        self.origin: Callable[[KeyPath], KeyPath] = lambda path: path

    def __len__(self) -> int:
        return len(self._found) + len(self._elsewhere)

    def add(self, path: KeyPath, message: str) -> None:
        """A mistake at this key, unless the key or what holds it is one already."""
        if not self.is_excused(path):
            self._found[self.origin(path), message] = None
        if len(self._found) >= MOST_COLLECTED:
            self.raise_any()

    def add_elsewhere(self, place: str, message: str) -> None:
        """A mistake that stands in no file: in an option, say."""
        self._elsewhere.append(reason("config_mistake", place=place, message=message))

    def excuse(self, path: KeyPath) -> None:
        """Nothing more is to be said about this key: it is misshapen, or it was probably misspelt."""
        self._excused.add(self.origin(path))

    def is_excused(self, path: KeyPath) -> bool:
        """Whether this key or what holds it is misshapen."""
        origin = self.origin(path)
        return any(origin[:length] in self._excused for length in range(len(origin) + 1))

    def nearest(self, word: object, known: Sequence[str]) -> str | None:
        """The known word most like this one."""
        self._guesses += 1
        if not isinstance(word, str) or self._guesses > MOST_GUESSES:
            return None
        return next(iter(get_close_matches(word[:LONGEST_SHOWN], known[:MOST_GUESSES], 1)), None)

    def place(self, path: KeyPath) -> str:
        """`netsec.toml:12 security_groups.alb.ingress[0].port`."""
        origin = self.origin(path)
        return f"{self._file}:{self._line(origin)} {spelled(origin)}".rstrip()

    def raise_any(self) -> None:
        """ConfigInvalid with all of them, if there is one."""
        if len(self):
            raise ConfigInvalid(*self._elsewhere, *self._reasons())

    def _reasons(self) -> list[Reason]:
        # Paths are compared as text, because a list's numbers do not compare with a table's names.
        ordered = sorted(self._found, key=lambda each: (self._line(each[0]), spelled(each[0]), each[1]))
        self.origin = lambda path: path  # they are the file's own paths by now
        listed = [
            reason("config_mistake", place=self.place(path), message=message) for path, message in ordered[:MOST_LISTED]
        ]
        left = len(ordered) - len(listed)
        more = f"{left} more mistakes{' at least' if len(ordered) >= MOST_COLLECTED else ''}"
        return listed + ([reason("config_mistake", place=self._file, message=more)] if left else [])

    def _line(self, path: KeyPath) -> int:
        if self._lines is None:
            self._lines = lines_of(self._text)
        lines = self._lines
        return next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 1)


@dataclass(frozen=True)
class Spot:
    """One key of the config, and the place to say what is wrong with it."""

    mistakes: Mistakes
    path: KeyPath = ()

    def __truediv__(self, key: str | int) -> Spot:
        return Spot(self.mistakes, (*self.path, key))

    def __str__(self) -> str:
        return spelled(self.mistakes.origin(self.path))

    def say(self, message: str) -> None:
        self.mistakes.add(self.path, message)

    def wrong(self, found: object, allowed: str) -> None:
        self.say(f"found {shown(found)}; {allowed}")

    def did_you_mean(self, word: object, known: Sequence[str]) -> str:
        """`; did you mean "port"?`, or nothing."""
        guess = self.mistakes.nearest(word, known)
        return f'; did you mean "{guess}"?' if guess else ""

    def refuse_repeats(self, items: Sequence[str]) -> None:
        """A list names each thing once."""
        seen: set[str] = set()
        for index, each in enumerate(items):
            if each in seen:
                (self / index).say(f"{shown(each)} is listed twice")
            seen.add(each)

    @property
    def is_excused(self) -> bool:
        return self.mistakes.is_excused(self.path)


def spelled(path: KeyPath) -> str:
    """The path as one would write it: `security_groups.alb.ingress[0].port`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{_bare(part)}" for part in path).removeprefix(".")


def _bare(key: str) -> str:
    return key if re.fullmatch(f"[A-Za-z0-9_-]{{1,{LONGEST_SHOWN}}}", key) else shown(key)


def shown(value: object) -> str:
    """A value as the file writes it, cut to a readable length."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, int) and abs(value) > 10**30:
        return "a huge number"  # Python refuses to write out the largest that TOML can hold
    if isinstance(value, bool | str):
        text = json.dumps(_cut(value) if isinstance(value, str) else value, ensure_ascii=False)
        # What steers a terminal is written as JSON and TOML escape it.
        return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in text)
    return str(value)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def listing(names: Sequence[str]) -> str:
    """`alb, ecs, rds`, cut where nobody would read on."""
    return ", ".join([*names[:MOST_NAMED], *(["…"] if len(names) > MOST_NAMED else [])])
