"""Compares a file with the schema: reports unknown keys and wrong types, and removes them to check the rest."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import attrs

from netsec.config.converter import TYPE_NAMES, ShapeError, config_converter
from netsec.config.diagnostics import Diagnostics, value_text
from netsec.config.schema import Document, EntryTable, RuleTable, keys_of
from netsec.config.toml_lines import KeyPath

_SOURCES = ("from", "to", "cidr")
# Keys of Terraform, of AWS or of the other kind of line, and the keys here that mean the same.
_PORTS = dict.fromkeys(("from_port", "to_port"), ("port", "ports"))
_PEERS = ("cidr", "cidr_blocks", "ipv6_cidr_blocks", "security_groups", "prefix_list_ids")
_SIMILAR_KEYS: dict[type, dict[str, tuple[str, ...]]] = {
    RuleTable: {
        **_PORTS,
        **dict.fromkeys(_PEERS, ("from", "to")),
        "source": ("from",),
        "destination": ("to",),
    },
    EntryTable: {
        **_PORTS,
        **dict.fromkeys(("from", "to", "cidr_block", "ipv6_cidr_block"), ("cidr",)),
        "rule_no": ("number",),
        "rule_action": ("action",),
    },
}


def without_invalid(table: dict[str, Any], place: KeyPath, mistakes: Diagnostics) -> dict[str, Any]:
    """A copy of the table without unknown keys and values of the wrong type; each is added to `mistakes`.

    `place` is the path of the table in the file.
    """
    from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError

    try:
        to_document(table)
        return table
    except BaseValidationError as error:
        valid = deepcopy(table)
        for path, cause, owner in _causes(error, ()):
            if isinstance(cause, ForbiddenExtraKeysError):
                _unknown_key((*place, *path), owner, mistakes)
            else:
                _wrong_type((*place, *path), _at(table, path), cause, mistakes)
            _remove(valid, path, owner)
        return valid


def to_document(table: dict[str, Any]) -> Document:
    """The table as a Document; raises cattrs' group of errors for unknown keys and wrong types."""
    return config_converter().structure(table, Document)


def _causes(error: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Exception, Any]]:
    """Every leaf of cattrs' tree of errors: path, error, and the expected type (for an unknown key its table)."""
    from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError

    for inner in error.exceptions:
        if isinstance(inner, ForbiddenExtraKeysError):
            yield from (((*path, key), inner, inner.cl) for key in sorted(inner.extra_fields))
            continue
        step, type_ = _note(inner)
        if isinstance(inner, BaseValidationError):
            yield from _causes(inner, (*path, step))
        else:
            yield (*path, step), inner, type_


def _note(error: Exception) -> tuple[str | int, Any]:
    from cattrs.errors import AttributeValidationNote, IterableValidationNote

    for note in error.__notes__:
        if isinstance(note, AttributeValidationNote):
            return note.name.removesuffix("_"), note.type
        if isinstance(note, IterableValidationNote):
            return note.index, note.type
    raise error


def _unknown_key(path: KeyPath, owner: type, mistakes: Diagnostics) -> None:
    key, known = str(path[-1]), keys_of(owner)
    similar = _SIMILAR_KEYS.get(owner, {}).get(key, ())
    guess = None if similar else mistakes.closest(key, known)
    if similar:
        mistakes.add(path, f"unknown key; here it is {' or '.join(similar)}")
    elif guess:
        mistakes.add(path, f'unknown key; did you mean "{guess}"?')
    else:
        mistakes.add(path, f"unknown key; known here: {', '.join(known)}")
    # The key that was probably meant must not be reported as missing as well.
    for name in (key, *similar, *([guess] if guess else [])):
        mistakes.ignore((*path[:-1], name))


def _wrong_type(path: KeyPath, value: object, error: Exception, mistakes: Diagnostics) -> None:
    allowed = error.allowed if isinstance(error, ShapeError) else str(error)
    mistakes.add(path, f"found {value_text(value)}; expected {allowed}{_hint(path, value, allowed)}")
    mistakes.ignore(path)


def _hint(path: KeyPath, value: object, allowed: str) -> str:
    key = path[-1]
    if key == "environment" and isinstance(value, dict):
        return ": the tables are [environments.NAME]"
    if isinstance(value, list) and key in _SOURCES:
        return ": write one rule per source or target"
    if key == "port" and not isinstance(value, int):
        return ': a range is ports = "8000-8100"' if isinstance(value, list) or "-" in str(value) else _unquoted(value)
    if key == "ports" and isinstance(value, int):
        return f": one port is port = {value_text(value)}"
    if isinstance(value, str) and allowed == TYPE_NAMES[list]:
        return f": [{value_text(value)}]"
    return _unquoted(value) if allowed in (TYPE_NAMES[int], TYPE_NAMES[bool]) else ""


def _unquoted(value: object) -> str:
    plain = isinstance(value, str) and (value.isdecimal() or value in ("true", "false"))
    return f": write {value} without quotes" if plain else ""


def _at(table: Any, path: KeyPath) -> Any:
    for step in path:
        table = table[step]
    return table


def _remove(table: Any, path: KeyPath, type_: Any) -> None:
    holder, last = _at(table, path[:-1]), path[-1]
    if isinstance(holder, list):
        # An empty element takes its place, so that the others keep their indexes.
        holder[int(last)] = {} if attrs.has(type_) else ""
    else:
        del holder[last]
