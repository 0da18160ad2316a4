"""Picks the environment and merges its table into the file: tables merge, lists and scalars replace."""

from __future__ import annotations

import re
from typing import Any

from netsec.config.mistakes import Mistakes, Spot, listing, shown
from netsec.config.places import KeyPath
from netsec.config.schema import ENVIRONMENTS as TABLE
from netsec.config.schema import SAME_FOR_ALL
from netsec.config.shape import fitting

NAME = "[a-z][a-z0-9-]{0,30}"
NAME_ALLOWED = "allowed is a lowercase letter, then up to 30 lowercase letters, digits and hyphens"
DEFAULT = "dev"


def merged(raw: dict[str, Any], chosen: str | None, mistakes: Mistakes) -> tuple[str, dict[str, Any]]:
    """The environment's name and the file as it reads for it, without what does not fit the schema."""
    base = {key: value for key, value in raw.items() if key != TABLE}
    tables = _tables(raw, mistakes)
    shaped = {name: _shaped(name, table, mistakes) for name, table in tables.items()}
    name = _chosen(base, tables, chosen, mistakes)
    fit = fitting(base, (), mistakes)
    if name not in tables:
        return name, fit
    mistakes.origin = lambda path: _origin(base, tables[name], name, path)
    return name, merge(fit, shaped[name])


def merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """`over` on `base`."""
    result = dict(base)
    for key, value in over.items():
        old = base.get(key)
        result[key] = merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


def _tables(raw: dict[str, Any], mistakes: Mistakes) -> dict[str, dict[str, Any]]:
    tables, spot = raw.get(TABLE, {}), Spot(mistakes, (TABLE,))
    if not isinstance(tables, dict):
        spot.wrong(tables, "expected a table for each environment: [environments.NAME]")
        return {}
    for name, table in tables.items():
        if not _is_name(name):
            (spot / name).say(f"found the name {shown(name)}; {NAME_ALLOWED}")
        if not isinstance(table, dict):
            (spot / name).wrong(table, f"expected a table: [environments.{name}]")
    return {name: table for name, table in tables.items() if isinstance(table, dict)}


def _shaped(name: str, table: dict[str, Any], mistakes: Mistakes) -> dict[str, Any]:
    spot = Spot(mistakes, (TABLE, name))
    for key in SAME_FOR_ALL:
        if key in table:
            (spot / key).say("this key is the same for all environments: it belongs at the top of the file")
    return fitting({key: value for key, value in table.items() if key not in SAME_FOR_ALL}, spot.path, mistakes)


def _chosen(base: dict[str, Any], tables: dict[str, Any], chosen: str | None, mistakes: Mistakes) -> str:
    written = base.get("environment", DEFAULT)
    own = written if isinstance(written, str) else DEFAULT
    check_name(own, Spot(mistakes, ("environment",)))
    if chosen is None or chosen == own:
        return own
    place, known = f"--env {shown(chosen)}", sorted({own, *filter(_is_name, tables)})
    if not _is_name(chosen):
        mistakes.add_elsewhere(place, f"found {shown(chosen)}; {NAME_ALLOWED}")
    elif tables and chosen not in tables:
        guess = Spot(mistakes).did_you_mean(chosen, known)
        allowed = f"allowed are {listing(known)}{guess}"
        mistakes.add_elsewhere(place, f"there is no [environments.{chosen}]; {allowed}")
    return chosen


def check_name(name: str, spot: Spot) -> None:
    """The names of projects and environments become names of files, tags and groups."""
    if not _is_name(name):
        spot.wrong(name, NAME_ALLOWED)


def _is_name(text: str) -> bool:
    return re.fullmatch(NAME, text) is not None


def _origin(base: dict[str, Any], table: dict[str, Any], name: str, path: KeyPath) -> KeyPath:
    """Where the merged config has this path from: the table that knows more of it, the environment's if both do."""
    known = _depth(table, path)
    return (TABLE, name, *path) if known and known >= _depth(base, path) else path


def _depth(table: Any, path: KeyPath) -> int:
    """How many steps of the path the table answers for; a list or scalar, which replaces, answers for all."""
    for depth, step in enumerate(path):
        if not isinstance(table, dict):
            return len(path)
        if step not in table:
            return depth
        table = table[step]
    return len(path)
