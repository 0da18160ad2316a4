"""Texts by key: the area before the first dot names the module that holds them, in the package of the language.

Only what is asked for is loaded: `--help` reads the help texts of one language, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from netsec.messages.escape import printable
from netsec.messages.formatting import filled
from netsec.messages.language import ENGLISH, current_language


def text(key: str, /, **facts: object) -> str:
    """The text of this key in the language of this invocation; KeyError where no catalogue has it."""
    return text_in(current_language(), key, facts)


def english(key: str, /, **facts: object) -> str:
    """The English text, for what programs read."""
    return text_in(ENGLISH, key, facts)


def has_text(key: str) -> bool:
    """Whether there is a text with this key."""
    return key in texts_of(ENGLISH, key.partition(".")[0])


def text_in(language: str, key: str, facts: Mapping[str, object]) -> str:
    """The text in a given language, in English where that catalogue lacks it."""
    area = key.partition(".")[0]
    template = texts_of(language, area).get(key)
    return filled(texts_of(ENGLISH, area)[key] if template is None else template, facts, language)


@cache
def texts_of(language: str, area: str) -> Mapping[str, str]:
    """The texts of one area; none where the language lacks it."""
    try:
        module = import_module(f"netsec.messages.{language}.{area}")
    except ModuleNotFoundError:
        return {}
    texts: Mapping[str, str] = getattr(module, "TEXTS", {})
    return texts


@cache
def reasons_of(language: str) -> Mapping[str, tuple[str, str]]:
    """The reasons of one language: code → what is so, and what to do next; none where the language lacks them."""
    try:
        reasons: Mapping[str, tuple[str, str]] = import_module(f"netsec.messages.{language}.reasons").REASONS
    except ModuleNotFoundError:
        return {}
    return reasons


@dataclass(frozen=True, eq=False)
class Message:
    """A text that is put into words later, when it is known for whom: `str` is its English, and what it equals."""

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def in_language(self, language: str) -> str:
        """The text in a given language."""
        return text_in(language, self.key, self.facts)

    def __str__(self) -> str:
        return self.in_language(ENGLISH)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (Message, str)) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __repr__(self) -> str:
        return repr(str(self))


def words(value: str | Message) -> str:
    """A name that is the same in every language, or a message in the language of this invocation."""
    return value.in_language(current_language()) if isinstance(value, Message) else printable(value)


def message(key: str, /, **facts: object) -> Message:
    """`message("config.missing", what="id")`: the short way to write a Message."""
    return Message(key, facts)
