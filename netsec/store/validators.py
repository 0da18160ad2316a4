"""Validation of the values in a state file. Each function returns the value, typed, or raises ValueError with its name.

`name` is the value's key in the file (`resources.nat_gateway/regional.id`), for the message.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

# The largest integer that every JSON parser reads exactly (RFC 8259, section 6).
MAX_NUMBER = 2**53 - 1
MAX_DEPTH = 32
MAX_ADDRESS_LENGTH = 255
AWS_ID = re.compile(r"[a-z]{1,20}-[0-9A-Za-z-]{1,64}")
ACCOUNT_PATTERN, REGION_PATTERN = re.compile("([0-9]{12})?"), re.compile("[a-z0-9-]{0,32}")
TOKEN_PATTERN, OPERATION_PATTERN = re.compile("[0-9A-Za-z-]{0,64}"), re.compile("[a-z][a-z0-9_]{0,63}")


def string(value: Any, name: str, form: re.Pattern[str] | None = None) -> str:
    """A string; where `form` is given, one that matches it as a whole."""
    if not isinstance(value, str):
        raise ValueError(f"{name}: a text is expected")
    if form and not form.fullmatch(value):
        raise ValueError(f"{name}: {value[:80]!r} is not what can stand here")
    return value


def printable_string(value: Any, name: str, longest: int = MAX_ADDRESS_LENGTH) -> str:
    """A string that a terminal shows as it is: no control or bidirectional characters, at most `longest` long."""
    printable = string(value, name)
    if not printable.isprintable() or len(printable) > longest:
        raise ValueError(f"{name}: {printable[:80]!r} is not what can stand here")
    return printable


def aws_id(value: Any, name: str, prefix: str | None) -> str:
    """The id of a resource in AWS, or "" for none.

    `prefix` is what it must begin with (`nat`): "" where only an empty id is valid, None where any prefix is.
    """
    aws_id = string(value, name)
    is_valid = AWS_ID.fullmatch(aws_id) and (prefix is None or aws_id.partition("-")[0] == prefix)
    if aws_id and not is_valid:
        expected = "no id stands here" if prefix == "" else f"expected {prefix}-..." if prefix else "no id of AWS's"
        raise ValueError(f"{name}: {aws_id[:80]!r}: {expected}")
    return aws_id


def whole_number(value: Any, name: str) -> int:
    """An integer from 0; `true` and `1.0` are invalid."""
    if type(value) is not int or not 0 <= value <= MAX_NUMBER:
        raise ValueError(f"{name}: a whole number from 0 to {MAX_NUMBER} is expected")
    return value


def timestamp(value: Any, name: str) -> float:
    """A time in seconds since the epoch."""
    if type(value) not in (int, float) or not math.isfinite(value) or not 0 <= value <= MAX_NUMBER:
        raise ValueError(f"{name}: a time in seconds is expected")
    return float(value)


def json_object(value: Any, name: str) -> dict[str, Any]:
    """A JSON object."""
    if not isinstance(value, dict):
        raise ValueError(f"{name}: an object is expected")
    return value


def json_array(value: Any, name: str) -> list[Any]:
    """A JSON array."""
    if not isinstance(value, list):
        raise ValueError(f"{name}: a list is expected")
    return value


def string_map(value: Any, name: str) -> Mapping[str, str]:
    """A JSON object whose values are strings."""
    return {key: string(item, f"{name}.{key[:80]}") for key, item in json_object(value, name).items()}


def bounded_json(value: Any, name: str, deepest: int = MAX_DEPTH) -> Any:
    """Any JSON value that is nested at most `deepest` levels deep."""
    if deepest == 0:
        raise ValueError(f"{name}: nested too deeply")
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in inner:
        bounded_json(item, name, deepest - 1)
    return value


def strict_json(written: str) -> dict[str, Any]:
    """The JSON object in a text; ValueError for NaN, a duplicate key or no object, RecursionError for deep nesting."""
    document = json.loads(written, object_pairs_hook=_unique, parse_constant=_no_constant)
    return json_object(document, "the file")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise ValueError("a key occurs twice")
    return document


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")
