"""A strict cattrs converter: no conversion between types, and unknown keys are errors."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, get_origin

from netsec.config.schema import (
    AclTable,
    AuditTable,
    Document,
    EntryTable,
    ExpectTable,
    GroupTable,
    NatTable,
    RuleTable,
    SuppressTable,
    VpcTable,
)
from netsec.messages import Message, message

if TYPE_CHECKING:
    from cattrs import Converter

TYPE_NAMES = {
    str: message("config.type_text"),
    int: message("config.type_number"),
    bool: message("config.type_bool"),
    list: message("config.type_list"),
    dict: message("config.type_table"),
}
_TABLES = (
    RuleTable,
    GroupTable,
    EntryTable,
    AclTable,
    VpcTable,
    NatTable,
    ExpectTable,
    SuppressTable,
    AuditTable,
    Document,
)

Hook = Callable[[Any, Any], Any]


class ShapeError(ValueError):
    """A value of the wrong type; `allowed` names the right type, as in NAMES."""

    def __init__(self, allowed: Message) -> None:
        super().__init__(str(allowed))
        self.allowed = allowed


@cache
def config_converter() -> Converter:
    """The converter for netsec.toml, made once; it raises all errors of a file as one group."""
    from cattrs import Converter

    strict = Converter(detailed_validation=True, forbid_extra_keys=True)
    for scalar in (str, int, bool):
        strict.register_structure_hook(scalar, _only(scalar, lambda value, _: value))
    strict.register_structure_hook(str | int | None, _text_or_number)
    strict.register_structure_hook(str | list[str] | None, _text_or_list(strict))
    _register_containers(strict)
    for table in _TABLES:  # the inner ones first: the outer ones contain them
        strict.register_structure_hook(table, _only(dict, _table_hook(table, strict)))
    return strict


def _register_containers(strict: Converter) -> None:
    from cattrs.cols import list_structure_factory
    from cattrs.gen import make_mapping_structure_fn

    strict.register_structure_hook_factory(
        _origin_is(list), lambda type_: _only(list, list_structure_factory(type_, strict))
    )
    strict.register_structure_hook_factory(
        _origin_is(dict), lambda type_: _only(dict, make_mapping_structure_fn(type_, strict))
    )


def _table_hook(table: type, strict: Converter) -> Hook:
    from cattrs.gen import make_dict_structure_fn, override

    renamed: Any = {"from_": override(rename="from")} if table in (RuleTable, ExpectTable) else {}
    hook: Hook = make_dict_structure_fn(
        table, strict, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True, **renamed
    )
    return hook


def _origin_is(kind: Any) -> Callable[[Any], bool]:
    def matches(type_: Any) -> bool:
        origin: Any = get_origin(type_)
        return origin is kind

    return matches


def _only(kind: type, structure: Hook) -> Hook:
    """A hook that accepts only this type; cattrs would convert "80" to 80, true to 1, and a text to a list."""

    def checked(value: Any, type_: Any) -> Any:
        if type(value) is not kind:
            raise ShapeError(TYPE_NAMES[kind])
        return structure(value, type_)

    return checked


def _text_or_number(value: Any, _: Any) -> Any:
    if type(value) not in (str, int):
        raise ShapeError(message("config.type_text_or_number"))
    return value


def _text_or_list(strict: Converter) -> Hook:
    def checked(value: Any, _: Any) -> Any:
        if type(value) is list:
            return strict.structure(value, list[str])
        if type(value) is not str:
            raise ShapeError(message("config.type_text_or_list"))
        return value

    return checked
