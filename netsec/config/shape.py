"""Lays the file over the schema with cattrs: says what does not fit, and takes it out so that the rest can be judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any, get_origin

import attrs

from netsec.config.mistakes import Mistakes, nearest, shown
from netsec.config.places import KeyPath
from netsec.config.schema import AclTable, Document, EntryTable, GroupTable, NatTable, RuleTable, VpcTable, keys_of

if TYPE_CHECKING:
    from cattrs import Converter

_NAMES = {str: "a text in quotes", int: "a whole number", bool: "true or false", list: "a list", dict: "a table"}
_SOURCES = ("from", "to", "cidr")
# Keys that people bring from Terraform, from AWS or from the other table, and what they are here.
_ELSEWHERE = {
    "from_port": "port or ports",
    "to_port": "port or ports",
    "cidr_blocks": "from or to",
    "security_groups": "from or to",
    "source": "from",
    "destination": "to",
    "rule_no": "number",
    "cidr_block": "cidr",
    "from": "cidr",
    "to": "cidr",
}


class _ShapeError(ValueError):
    """A value of the wrong type; `allowed` names the right one."""

    def __init__(self, allowed: str) -> None:
        super().__init__(allowed)
        self.allowed = allowed


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
    return _converter().structure(table, Document)


def _misfits(error: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Exception, Any]]:
    """Every leaf of cattrs' tree of errors: its path, the error, the type wanted there (the owner of an unknown key)."""
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
    guess = nearest(key, known)
    if owner in (RuleTable, EntryTable) and key in _ELSEWHERE:
        mistakes.add(path, f"unknown key; here it is {_ELSEWHERE[key]}")
        _excuse_all(path, mistakes, known)
    elif guess:
        mistakes.add(path, f'unknown key; did you mean "{guess}"?')
        # It stands for the key it resembles, which must not be reported missing as well.
        mistakes.excuse((*path[:-1], guess))
    else:
        mistakes.add(path, f"unknown key; known here: {', '.join(known)}")
    mistakes.excuse(path)


def _excuse_all(path: KeyPath, mistakes: Mistakes, keys: tuple[str, ...]) -> None:
    for key in keys:
        mistakes.excuse((*path[:-1], key))


def _misshapen(path: KeyPath, found: object, error: Exception, mistakes: Mistakes) -> None:
    allowed = error.allowed if isinstance(error, _ShapeError) else str(error)
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
    if isinstance(found, str) and allowed == _NAMES[list]:
        return f": [{shown(found)}]"
    return _unquoted(found) if allowed in (_NAMES[int], _NAMES[bool]) else ""


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


@cache
def _converter() -> Converter:
    from cattrs import Converter
    from cattrs.cols import list_structure_factory
    from cattrs.gen import make_dict_structure_fn, make_mapping_structure_fn, override

    converter = Converter(detailed_validation=True, forbid_extra_keys=True)

    def table_of(cls: Any) -> Callable[[Any, Any], Any]:
        renamed = {"from_": override(rename="from")} if cls is RuleTable else {}
        plain = make_dict_structure_fn(
            cls, converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True, **renamed
        )
        return _only(dict, plain)

    for scalar in (str, int, bool):
        converter.register_structure_hook(scalar, _only(scalar, lambda value, _: value))
    converter.register_structure_hook(str | int | None, _text_or_number)
    converter.register_structure_hook(str | list[str] | None, _text_or_list(converter))
    converter.register_structure_hook_factory(
        lambda cls: get_origin(cls) is list, lambda cls: _only(list, list_structure_factory(cls, converter))
    )
    converter.register_structure_hook_factory(
        lambda cls: get_origin(cls) is dict, lambda cls: _only(dict, make_mapping_structure_fn(cls, converter))
    )
    for cls in (RuleTable, GroupTable, EntryTable, AclTable, VpcTable, NatTable, Document):
        converter.register_structure_hook(cls, table_of(cls))
    return converter


def _only(kind: type, structure: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Refuses what cattrs would convert: "80" for 80, true for 1, a text for a list of letters."""

    def checked(value: Any, wanted: Any) -> Any:
        if type(value) is not kind:
            raise _ShapeError(_NAMES[kind])
        return structure(value, wanted)

    return checked


def _text_or_number(value: Any, _: Any) -> str | int:
    if type(value) not in (str, int):
        raise _ShapeError(f"{_NAMES[str]} or {_NAMES[int]}")
    return value  # type: ignore[no-any-return]


def _text_or_list(converter: Converter) -> Callable[[Any, Any], str | list[str]]:
    def checked(value: Any, _: Any) -> str | list[str]:
        if type(value) is list:
            return converter.structure(value, list[str])
        if type(value) is not str:
            raise _ShapeError(f"{_NAMES[str]} or a list of them")
        return value

    return checked
