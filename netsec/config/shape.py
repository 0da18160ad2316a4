"""Lays the file over the schema, says what does not fit, and takes it out so that the rest can be judged."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import attrs

from netsec.config.converter import NAMES, ShapeError, converter
from netsec.config.mistakes import Mistakes, shown
from netsec.config.places import KeyPath
from netsec.config.schema import Document, EntryTable, RuleTable, keys_of

_SOURCES = ("from", "to", "cidr")
# Keys that people bring from Terraform, from AWS or from the other kind of line, and what they are here.
_PORTS = dict.fromkeys(("from_port", "to_port"), ("port", "ports"))
_PEERS = ("cidr", "cidr_blocks", "ipv6_cidr_blocks", "security_groups", "prefix_list_ids")
_BROUGHT: dict[type, dict[str, tuple[str, ...]]] = {
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


def fitting(table: dict[str, Any], place: KeyPath, mistakes: Mistakes) -> dict[str, Any]:
    """A copy of the table without what does not fit; each misfit is a mistake."""
    from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError

    try:
        structured(table)
        return table
    except BaseValidationError as error:
        rest = deepcopy(table)
        for path, misfit, owner in _misfits(error, ()):
            if isinstance(misfit, ForbiddenExtraKeysError):
                _unknown_key((*place, *path), owner, mistakes)
            else:
                _misshapen((*place, *path), _at(table, path), misfit, mistakes)
            _take_out(rest, path, owner)
        return rest


def structured(table: dict[str, Any]) -> Document:
    """The table as a Document; raises cattrs' group of errors when it does not fit."""
    return converter().structure(table, Document)


def _misfits(error: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Exception, Any]]:
    """Every leaf of cattrs' tree of errors: path, error, and the type wanted there (an unknown key: its table)."""
    from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError

    for inner in error.exceptions:
        if isinstance(inner, ForbiddenExtraKeysError):
            yield from (((*path, key), inner, inner.cl) for key in sorted(inner.extra_fields))
            continue
        step, wanted = _note(inner)
        if isinstance(inner, BaseValidationError):
            yield from _misfits(inner, (*path, step))
        else:
            yield (*path, step), inner, wanted


def _note(error: Exception) -> tuple[str | int, Any]:
    from cattrs.errors import AttributeValidationNote, IterableValidationNote

    for note in error.__notes__:
        if isinstance(note, AttributeValidationNote):
            return note.name.removesuffix("_"), note.type
        if isinstance(note, IterableValidationNote):
            return note.index, note.type
    raise error


def _unknown_key(path: KeyPath, owner: type, mistakes: Mistakes) -> None:
    key, known = str(path[-1]), keys_of(owner)
    brought = _BROUGHT.get(owner, {}).get(key, ())
    guess = None if brought else mistakes.nearest(key, known)
    if brought:
        mistakes.add(path, f"unknown key; here it is {' or '.join(brought)}")
    elif guess:
        mistakes.add(path, f'unknown key; did you mean "{guess}"?')
    else:
        mistakes.add(path, f"unknown key; known here: {', '.join(known)}")
    # It stands for the key it resembles, which must not be reported missing as well.
    for each in (key, *brought, *([guess] if guess else [])):
        mistakes.excuse((*path[:-1], each))


def _misshapen(path: KeyPath, found: object, error: Exception, mistakes: Mistakes) -> None:
    allowed = error.allowed if isinstance(error, ShapeError) else str(error)
    mistakes.add(path, f"found {shown(found)}; expected {allowed}{_hint(path, found, allowed)}")
    mistakes.excuse(path)


def _hint(path: KeyPath, found: object, allowed: str) -> str:
    key = path[-1]
    if key == "environment" and isinstance(found, dict):
        return ": the tables are [environments.NAME]"
    if isinstance(found, list) and key in _SOURCES:
        return ": write one rule per source or target"
    if key == "port" and not isinstance(found, int):
        return ': a range is ports = "8000-8100"' if isinstance(found, list) or "-" in str(found) else _unquoted(found)
    if key == "ports" and isinstance(found, int):
        return f": one port is port = {shown(found)}"
    if isinstance(found, str) and allowed == NAMES[list]:
        return f": [{shown(found)}]"
    return _unquoted(found) if allowed in (NAMES[int], NAMES[bool]) else ""


def _unquoted(found: object) -> str:
    plain = isinstance(found, str) and (found.isdecimal() or found in ("true", "false"))
    return f": write {found} without quotes" if plain else ""


def _at(table: Any, path: KeyPath) -> Any:
    for step in path:
        table = table[step]
    return table


def _take_out(table: Any, path: KeyPath, wanted: Any) -> None:
    holder, last = _at(table, path[:-1]), path[-1]
    if isinstance(holder, list):
        # Taking an element out would shift the others away from their places, so an empty one stands in.
        holder[int(last)] = {} if attrs.has(wanted) else ""
    else:
        del holder[last]
