"""Selects the environment and merges its table into the file: tables merge, lists and scalars replace."""

from __future__ import annotations

import re
from typing import Any

from netsec.config.diagnostics import ConfigKey, Diagnostics, list_text, value_text
from netsec.config.schema import ENVIRONMENTS_KEY as TABLE
from netsec.config.schema import TOP_LEVEL_ONLY
from netsec.config.structuring import without_invalid
from netsec.config.toml_lines import KeyPath
from netsec.messages import message

NAME_PATTERN = "[a-z][a-z0-9-]{0,30}"
DEFAULT_ENVIRONMENT = "dev"


def merge_environment(raw: dict[str, Any], chosen: str | None, mistakes: Diagnostics) -> tuple[str, dict[str, Any]]:
    """The environment's name, and the file merged for it, without the keys and values that are not in the schema.

    `chosen` is the name of `--env`, None for the file's own. Mistakes are added to `mistakes`.
    """
    base = {key: value for key, value in raw.items() if key != TABLE}
    tables = _tables(raw, mistakes)
    valid_tables = {name: _valid_table(name, table, mistakes) for name, table in tables.items()}
    name = _select(base, tables, chosen, mistakes)
    valid = without_invalid(base, (), mistakes)
    if name not in tables:
        return name, valid
    mistakes.source_path = lambda path: _origin(base, tables[name], name, path)
    return name, merge_tables(valid, valid_tables[name])


def merge_tables(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """`base` with the values of `over`: tables are merged, everything else is replaced."""
    result = dict(base)
    for key, value in over.items():
        old = base.get(key)
        result[key] = merge_tables(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


def _tables(raw: dict[str, Any], mistakes: Diagnostics) -> dict[str, dict[str, Any]]:
    tables, where = raw.get(TABLE, {}), ConfigKey(mistakes, (TABLE,))
    if not isinstance(tables, dict):
        where.invalid(tables, "config.environments_table")
        return {}
    for name, table in tables.items():
        if not _is_name(name):
            (where / name).error("config.bad_name", name=value_text(name), expected=message("config.name_allowed"))
        if not isinstance(table, dict):
            (where / name).invalid(table, "config.environment_table", name=name)
    return {name: table for name, table in tables.items() if isinstance(table, dict)}


def _valid_table(name: str, table: dict[str, Any], mistakes: Diagnostics) -> dict[str, Any]:
    where = ConfigKey(mistakes, (TABLE, name))
    for key in TOP_LEVEL_ONLY:
        if key in table:
            (where / key).error("config.same_for_all")
    return without_invalid(
        {key: value for key, value in table.items() if key not in TOP_LEVEL_ONLY}, where.path, mistakes
    )


def _select(base: dict[str, Any], tables: dict[str, Any], chosen: str | None, mistakes: Diagnostics) -> str:
    value = base.get("environment", DEFAULT_ENVIRONMENT)
    own = value if isinstance(value, str) else DEFAULT_ENVIRONMENT
    check_name(own, ConfigKey(mistakes, ("environment",)))
    if chosen is None or chosen == own:
        return own
    place, known = f"--env {value_text(chosen)}", sorted({own, *filter(_is_name, tables)})
    if not _is_name(chosen):
        expected = message("config.name_allowed")
        mistakes.add_for_option(place, message("config.invalid", value=value_text(chosen), expected=expected))
    elif tables and chosen not in tables:
        guess = ConfigKey(mistakes).did_you_mean(chosen, known)
        facts = {"name": chosen, "known": list_text(known), "guess": guess}
        mistakes.add_for_option(place, message("config.no_environment", **facts))
    return chosen


def check_name(name: str, where: ConfigKey) -> None:
    """Check the name of a project or environment, which becomes part of the names of files, tags and groups."""
    if not _is_name(name):
        where.invalid(name, "config.name_allowed")


def _is_name(text: str) -> bool:
    return re.fullmatch(NAME_PATTERN, text) is not None


def _origin(base: dict[str, Any], table: dict[str, Any], name: str, path: KeyPath) -> KeyPath:
    """The path in the file of a path in the merged config: in the environment's table if that has as much of it."""
    depth = _depth(table, path)
    return (TABLE, name, *path) if depth and depth >= _depth(base, path) else path


def _depth(table: Any, path: KeyPath) -> int:
    """How many steps of the path the table has; a list or scalar, which replaces, counts for all of them."""
    for depth, step in enumerate(path):
        if not isinstance(table, dict):
            return len(path)
        if step not in table:
            return depth
        table = table[step]
    return len(path)
