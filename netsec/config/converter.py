"""cattrs, made strict: a text is no number, true is no 1, and every table refuses keys it does not know."""

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

if TYPE_CHECKING:
    from cattrs import Converter

NAMES = {str: "a text in quotes", int: "a whole number", bool: "true or false", list: "a list", dict: "a table"}
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
    """A value of the wrong type; `allowed` names the right one."""

    def __init__(self, allowed: str) -> None:
        super().__init__(allowed)
        self.allowed = allowed


@cache
def converter() -> Converter:
    """The converter for netsec.toml; it gathers every error instead of stopping at the first."""
    from cattrs import Converter

    made = Converter(detailed_validation=True, forbid_extra_keys=True)
    for scalar in (str, int, bool):
        made.register_structure_hook(scalar, _only(scalar, lambda value, _: value))
    made.register_structure_hook(str | int | None, _text_or_number)
    made.register_structure_hook(str | list[str] | None, _text_or_list(made))
    _register_containers(made)
    for table in _TABLES:  # the inner ones first: the outer ones are built of them
        made.register_structure_hook(table, _only(dict, _table_hook(table, made)))
    return made


def _register_containers(made: Converter) -> None:
    from cattrs.cols import list_structure_factory
    from cattrs.gen import make_mapping_structure_fn

    made.register_structure_hook_factory(
        _origin_is(list), lambda wanted: _only(list, list_structure_factory(wanted, made))
    )
    made.register_structure_hook_factory(
        _origin_is(dict), lambda wanted: _only(dict, make_mapping_structure_fn(wanted, made))
    )


def _table_hook(table: type, made: Converter) -> Hook:
    from cattrs.gen import make_dict_structure_fn, override

    renamed: Any = {"from_": override(rename="from")} if table in (RuleTable, ExpectTable) else {}
    hook: Hook = make_dict_structure_fn(
        table, made, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True, **renamed
    )
    return hook


def _origin_is(kind: Any) -> Callable[[Any], bool]:
    def matches(wanted: Any) -> bool:
        origin: Any = get_origin(wanted)
        return origin is kind

    return matches


def _only(kind: type, structure: Hook) -> Hook:
    """Refuses what cattrs would convert: "80" for 80, true for 1, a text for a list of letters."""

    def checked(value: Any, wanted: Any) -> Any:
        if type(value) is not kind:
            raise ShapeError(NAMES[kind])
        return structure(value, wanted)

    return checked


def _text_or_number(value: Any, _: Any) -> Any:
    if type(value) not in (str, int):
        raise ShapeError(f"{NAMES[str]} or {NAMES[int]}")
    return value


def _text_or_list(made: Converter) -> Hook:
    def checked(value: Any, _: Any) -> Any:
        if type(value) is list:
            return made.structure(value, list[str])
        if type(value) is not str:
            raise ShapeError(f"{NAMES[str]} or a list of them")
        return value

    return checked
