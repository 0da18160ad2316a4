"""Parameters of calls on their way from data to what is sent: Refs replaced by what is known by then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from netsec.model.address import Address, Ref
from netsec.model.step import TOKEN

Known = Mapping[Address, Mapping[str, str]]


def fill(value: Any, known: Known, token: str) -> Any:
    """Parameters as boto3 wants them: Refs replaced by what was learned, TOKEN by the ClientToken."""
    if isinstance(value, Ref):
        return known[value.address][value.attr]
    if value is TOKEN:
        return token
    if isinstance(value, Mapping):
        return {key: fill(each, known, token) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [fill(each, known, token) for each in value]
    return value


def texts_in(value: Any) -> frozenset[str]:
    """Every text in parameters that were filled, ids among them."""
    if isinstance(value, str):
        return frozenset({value} if value else ())
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, (list, tuple)) else ()
    return frozenset().union(*(texts_in(each) for each in inner))


def named(value: Any) -> frozenset[Address]:
    """The addresses whose Refs stand in parameters."""
    if isinstance(value, Ref):
        return frozenset({value.address})
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, (list, tuple)) else ()
    return frozenset().union(*(named(each) for each in inner))
