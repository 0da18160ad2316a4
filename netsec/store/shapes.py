"""What may stand in a state file, value by value: whatever is of another type or form is a ValueError that names it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

# What every number of JSON can hold without loss (RFC 8259, section 6).
LARGEST_NUMBER = 2**53 - 1
DEEPEST = 32
LONGEST_ADDRESS = 255
IDENTIFIER = re.compile(r"[a-z]{1,20}-[0-9A-Za-z-]{1,64}")
ACCOUNT, REGION = re.compile("([0-9]{12})?"), re.compile("[a-z0-9-]{0,32}")
TOKEN, OPERATION = re.compile("[0-9A-Za-z-]{0,64}"), re.compile("[a-z][a-z0-9_]{0,63}")


def text(value: Any, name: str, form: re.Pattern[str] | None = None) -> str:
    """A text, of this form where one is given."""
    if not isinstance(value, str):
        raise ValueError(f"{name}: a text is expected")
    if form and not form.fullmatch(value):
        raise ValueError(f"{name}: {value[:80]!r} is not what can stand here")
    return value


def visible(value: Any, name: str, longest: int = LONGEST_ADDRESS) -> str:
    """A text that a terminal shows as it is: no control characters, nothing that turns text around, not endless."""
    found = text(value, name)
    if not found.isprintable() or len(found) > longest:
        raise ValueError(f"{name}: {found[:80]!r} is not what can stand here")
    return found


def identifier(value: Any, name: str, prefix: str | None) -> str:
    """The id of a thing in AWS, or "" for none; `prefix` is how it must begin, "" where no id may stand at all."""
    found = text(value, name)
    fits = IDENTIFIER.fullmatch(found) and (prefix is None or found.partition("-")[0] == prefix)
    if found and not fits:
        wanted = "no id stands here" if prefix == "" else f"expected {prefix}-..." if prefix else "no id of AWS's"
        raise ValueError(f"{name}: {found[:80]!r}: {wanted}")
    return found


def count(value: Any, name: str) -> int:
    """A whole number from 0 on; true and 1.0 are none."""
    if type(value) is not int or not 0 <= value <= LARGEST_NUMBER:
        raise ValueError(f"{name}: a whole number from 0 to {LARGEST_NUMBER} is expected")
    return value


def moment(value: Any, name: str) -> float:
    """Seconds since 1970."""
    if type(value) not in (int, float) or not math.isfinite(value) or not 0 <= value <= LARGEST_NUMBER:
        raise ValueError(f"{name}: a time in seconds is expected")
    return float(value)


def table(value: Any, name: str) -> dict[str, Any]:
    """A JSON object."""
    if not isinstance(value, dict):
        raise ValueError(f"{name}: an object is expected")
    return value


def row(value: Any, name: str) -> list[Any]:
    """A JSON array."""
    if not isinstance(value, list):
        raise ValueError(f"{name}: a list is expected")
    return value


def texts(value: Any, name: str) -> Mapping[str, str]:
    """An object of texts."""
    return {key: text(each, f"{name}.{key[:80]}") for key, each in table(value, name).items()}


def shallow(value: Any, name: str, deepest: int = DEEPEST) -> Any:
    """Any JSON value that is not nested without end: it is written and compared again."""
    if deepest == 0:
        raise ValueError(f"{name}: nested too deeply")
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        shallow(each, name, deepest - 1)
    return value


def strict_json(written: str) -> dict[str, Any]:
    """The object written as JSON: no NaN, no key twice; RecursionError where it is nested without end."""
    document = json.loads(written, object_pairs_hook=_unique, parse_constant=_no_constant)
    return table(document, "the file")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key occurs twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")
