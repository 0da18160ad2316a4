"""Facts put into a template: `{fact}`, and `{fact:word|words}` for what depends on how many there are.

`{n} {n:rule|rules}` is "1 rule" or "2 rules"; a list counts its items. Japanese needs no second form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from netsec.messages.escape import printable


@runtime_checkable
class Sentence(Protocol):
    """A fact that is a sentence itself, put into words only when the language is known."""

    def in_language(self, language: str) -> str: ...


class Rendered(str):
    """Text that is fit to print already, made of other texts: it is neither escaped nor cut again."""

    __slots__ = ()


def filled(template: str, facts: Mapping[str, object], language: str) -> str:
    """The template with its facts, printable; a fact that nobody gave is a question mark, so that an error gets out."""
    return template.format_map(_Facts({name: _Fact(value, language) for name, value in facts.items()}))


def fact_text(value: object, language: str) -> str:
    """One fact: lists are joined with commas, sets sorted, a pair in a list is "id (name)"."""
    if isinstance(value, (list, tuple)):
        return ", ".join(_item(item, language) for item in value)
    if isinstance(value, (set, frozenset)):
        return ", ".join(sorted(_item(item, language) for item in value))
    if isinstance(value, Rendered):
        return value
    return value.in_language(language) if isinstance(value, Sentence) else printable(value)


def _item(item: object, language: str) -> str:
    """One of a list; the name of a pair may be empty."""
    if isinstance(item, (list, tuple)) and len(item) == 2:
        return f"{printable(item[0])} ({fact_text(item[1], language)})" if item[1] else printable(item[0])
    return fact_text(item, language)


class _Fact:
    """A fact within a template."""

    def __init__(self, value: object, language: str) -> None:
        self._value = value
        self._language = language

    def __format__(self, spec: str) -> str:
        if "|" not in spec:
            return fact_text(self._value, self._language)
        one, other = spec.split("|")
        return one if _number(self._value) == 1 else other


class _Facts(dict[str, _Fact]):
    def __missing__(self, name: str) -> str:
        return "?"


def _number(value: object) -> object:
    """How many a fact means: a list's length, else the number itself."""
    return len(value) if isinstance(value, (list, tuple, set, frozenset)) else value
