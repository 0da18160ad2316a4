"""Values as JSON: ASCII only, keys sorted, so that equal values are equal text and no terminal is misled."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from netsec.model import CLIENT_TOKEN, Ref

FORMAT_VERSION = "1.0"


def json_document(value: Any) -> str:
    """A document for people's eyes too: indented."""
    return _written(value, indent=2)


def json_line(value: Any) -> str:
    """An object of a stream, on one line."""
    return _written(value, indent=None)


def _written(value: Any, indent: int | None) -> str:
    text = json.dumps(json_value(value), indent=indent, sort_keys=True, ensure_ascii=True)
    # DEL is ASCII to json, and a control to a terminal.
    return text.replace("\x7f", "\\u007f")


def json_value(value: Any) -> Any:
    """The value in JSON's types: a Ref as `${address.attribute}`, the ClientToken as `${token}`, sets sorted."""
    if isinstance(value, Mapping):
        return {str(key): json_value(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [json_value(each) for each in value]
    if isinstance(value, (set, frozenset)):
        return sorted((json_value(each) for each in value), key=str)
    if isinstance(value, Ref):
        return f"${{{value.address}.{value.attribute}}}"
    if value is CLIENT_TOKEN:
        return "${token}"
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)
