"""Compares a file with the schema: reports unknown keys and wrong types, and removes them to check the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

import attrs

from netsec.config.converter import TYPE_NAMES, ShapeError, config_converter
from netsec.config.diagnostics import Diagnostics, value_text
from netsec.config.schema import Document, EntryTable, RuleTable, keys_of
from netsec.config.toml_lines import KeyPath
from netsec.messages import Message, Rendered, message

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
        mistakes.add(path, message("config.unknown_key_here", keys=_alternatives(similar)))
    elif guess:
        mistakes.add(path, message("config.unknown_key_guess", guess=guess))
    else:
        mistakes.add(path, message("config.unknown_key", known=Rendered(", ".join(known))))
    # The key that was probably meant must not be reported as missing as well.
    for name in (key, *similar, *([guess] if guess else [])):
        mistakes.ignore((*path[:-1], name))


def _alternatives(keys: Sequence[str]) -> Message | str:
    """One key, or two: `port or ports`."""
    return keys[0] if len(keys) == 1 else message("config.key_or_key", first=keys[0], second=keys[1])


def _wrong_type(path: KeyPath, value: object, error: Exception, mistakes: Diagnostics) -> None:
    allowed = error.allowed if isinstance(error, ShapeError) else str(error)
    facts = {"value": value_text(value), "allowed": allowed, "hint": _hint(path, value, allowed)}
    mistakes.add(path, message("config.wrong_type", **facts))
    mistakes.ignore(path)


def _hint(path: KeyPath, value: object, allowed: Message | str) -> Message | str:
    key = path[-1]
    if key == "environment" and isinstance(value, dict):
        return message("config.hint_environments")
    if isinstance(value, list) and key in _SOURCES:
        return message("config.hint_one_source")
    if key == "port" and not isinstance(value, int):
        is_range = isinstance(value, list) or "-" in str(value)
        return message("config.hint_range") if is_range else _unquoted(value)
    if key == "ports" and isinstance(value, int):
        return message("config.hint_one_port", port=value_text(value))
    if isinstance(value, str) and allowed == TYPE_NAMES[list]:
        return message("config.hint_as_list", value=value_text(value))
    return _unquoted(value) if allowed in (TYPE_NAMES[int], TYPE_NAMES[bool]) else ""


def _unquoted(value: object) -> Message | str:
    plain = isinstance(value, str) and (value.isdecimal() or value in ("true", "false"))
    return message("config.hint_unquoted", value=value) if plain else ""


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
