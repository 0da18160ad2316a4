"""The mistakes of a config file: each with its line and key, what is allowed, and the closest known spelling."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from netsec.config.toml_lines import KeyPath, key_lines
from netsec.errors import ConfigInvalid
from netsec.messages import Message, message
from netsec.reason import Reason, reason

MOST_LISTED = 200
MOST_COLLECTED = 2000
# Comparing spellings is slow; this bounds the time for a file with thousands of mistakes.
MOST_GUESSES = 100
MOST_NAMED = 12
LONGEST_SHOWN = 80


class Diagnostics:
    """The mistakes found so far. Paths are those of the merged config; `origin` maps them to paths in the file."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._text = text
        self._lines: dict[KeyPath, int] | None = None
        self._found: dict[tuple[KeyPath, Message], None] = {}
        self._elsewhere: list[Reason] = []
        self._excused: set[KeyPath] = set()
        self._guesses = 0
        self.source_path: Callable[[KeyPath], KeyPath] = lambda path: path

    def __len__(self) -> int:
        return len(self._found) + len(self._elsewhere)

    def add(self, path: KeyPath, mistake: Message) -> None:
        """Add a mistake at this key, unless the key or its parent is wrong already; raises at MOST_COLLECTED."""
        if not self.is_ignored(path):
            self._found[self.source_path(path), mistake] = None
        if len(self._found) >= MOST_COLLECTED:
            self.raise_if_any()

    def add_for_option(self, place: str, mistake: Message) -> None:
        """Add a mistake that is not in the file but in `place`, an option of the command line."""
        self._elsewhere.append(reason("config_mistake", place=place, message=mistake))

    def ignore(self, path: KeyPath) -> None:
        """Ignore further mistakes at this key: it has the wrong type, or is probably misspelt."""
        self._excused.add(self.source_path(path))

    def is_ignored(self, path: KeyPath) -> bool:
        """Whether further mistakes at this key, or a parent of it, are ignored."""
        origin = self.source_path(path)
        return any(origin[:length] in self._excused for length in range(len(origin) + 1))

    def closest(self, word: object, known: Sequence[str]) -> str | None:
        """The known word closest to this one, None where none is close."""
        self._guesses += 1
        if not isinstance(word, str) or self._guesses > MOST_GUESSES:
            return None
        return next(iter(get_close_matches(word[:LONGEST_SHOWN], known[:MOST_GUESSES], 1)), None)

    def location(self, path: KeyPath) -> str:
        """File, line and key, as in `netsec.toml:12 security_groups.alb.ingress[0].port`."""
        origin = self.source_path(path)
        return f"{self._file}:{self._line(origin)} {key_text(origin)}".rstrip()

    def raise_if_any(self) -> None:
        """Raise ConfigInvalid with all mistakes, if there are any."""
        if len(self):
            raise ConfigInvalid(*self._elsewhere, *self._reasons())

    def _reasons(self) -> list[Reason]:
        # Paths are compared as text, because a list's numbers do not compare with a table's names.
        ordered = sorted(self._found, key=lambda found: (self._line(found[0]), key_text(found[0]), str(found[1])))
        self.source_path = lambda path: path  # these paths are those of the file already
        listed = [
            reason("config_mistake", place=self.location(path), message=mistake)
            for path, mistake in ordered[:MOST_LISTED]
        ]
        unlisted = len(ordered) - len(listed)
        more = message("config.more_at_least" if len(ordered) >= MOST_COLLECTED else "config.more", n=unlisted)
        return listed + ([reason("config_mistake", place=self._file, message=more)] if unlisted else [])

    def _line(self, path: KeyPath) -> int:
        if self._lines is None:
            self._lines = key_lines(self._text)
        lines = self._lines
        return next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 1)


@dataclass(frozen=True)
class ConfigKey:
    """One key of the config, which takes mistakes; `key / "name"` is a key below it."""

    diagnostics: Diagnostics
    path: KeyPath = ()

    def __truediv__(self, key: str | int) -> ConfigKey:
        return ConfigKey(self.diagnostics, (*self.path, key))

    def __str__(self) -> str:
        return key_text(self.diagnostics.source_path(self.path))

    def error(self, text_key: str, /, **facts: object) -> None:
        """Add a mistake at this key, in words of the catalogue: `key.error("config.port", most=65535)`."""
        self.diagnostics.add(self.path, message(text_key, **facts))

    def invalid(self, value: object, text_key: str, /, **facts: object) -> None:
        """Add a mistake: this value is not allowed; the text says what is."""
        self.error("config.invalid", value=value_text(value), expected=message(text_key, **facts))

    def did_you_mean(self, word: object, known: Sequence[str]) -> Message | str:
        """A suggestion like `; did you mean "port"?`, or ""."""
        guess = self.diagnostics.closest(word, known)
        return message("config.did_you_mean", guess=guess) if guess else ""

    def reject_duplicates(self, items: Sequence[str]) -> None:
        """Add a mistake for each item that is in the list twice."""
        seen: set[str] = set()
        for index, item in enumerate(items):
            if item in seen:
                (self / index).error("config.listed_twice", value=value_text(item))
            seen.add(item)

    @property
    def is_ignored(self) -> bool:
        """Whether further mistakes at this key are ignored."""
        return self.diagnostics.is_ignored(self.path)


def key_text(path: KeyPath) -> str:
    """A path as text, like `security_groups.alb.ingress[0].port`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{_bare(part)}" for part in path).removeprefix(".")


def _bare(key: str) -> str:
    return key if re.fullmatch(f"[A-Za-z0-9_-]{{1,{LONGEST_SHOWN}}}", key) else quoted(key)


def value_text(value: object) -> Message | str:
    """A value as TOML writes it, cut to LONGEST_SHOWN characters; tables and lists by their type only."""
    if isinstance(value, dict):
        return message("config.a_table")
    if isinstance(value, list):
        return message("config.a_list")
    if isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int) and abs(value) > 10**30:
        return message("config.a_huge_number")  # Python refuses to write out the largest that TOML can hold
    return quoted(value) if isinstance(value, str) else str(value)


def quoted(text: str) -> str:
    """A text in quotes, cut to LONGEST_SHOWN characters, its control characters escaped as in JSON and TOML."""
    written = json.dumps(_cut(text), ensure_ascii=False)
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in written)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def list_text(names: Sequence[str]) -> str:
    """Names as one text, like `alb, ecs, rds`; at most MOST_NAMED of them."""
    return ", ".join([*names[:MOST_NAMED], *(["…"] if len(names) > MOST_NAMED else [])])
