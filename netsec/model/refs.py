"""Refs inside the parameters of a call: which resources they name, and their replacement by known values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from netsec.model.address import Address, Ref
from netsec.model.step import CLIENT_TOKEN

# Address → attribute ("id", "allocation_id", …) → value.
KnownAttributes = Mapping[Address, Mapping[str, str]]


def fill_refs(value: Any, known: KnownAttributes, token: str) -> Any:
    """Parameters as boto3 takes them: each Ref replaced by its value in `known`, TOKEN by `token`.

    KeyError if the resource or its attribute is not known.
    """
    if isinstance(value, Ref):
        return known[value.address][value.attribute]
    if value is CLIENT_TOKEN:
        return token
    if isinstance(value, Mapping):
        return {key: fill_refs(member, known, token) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [fill_refs(member, known, token) for member in value]
    return value


def strings_in(value: Any) -> frozenset[str]:
    """Every non-empty string in parameters without Refs, ids among them."""
    if isinstance(value, str):
        return frozenset({value} if value else ())
    return frozenset().union(*(strings_in(member) for member in _members(value)))


def referenced_addresses(value: Any) -> frozenset[Address]:
    """The addresses of all Refs in parameters."""
    if isinstance(value, Ref):
        return frozenset({value.address})
    return frozenset().union(*(referenced_addresses(member) for member in _members(value)))


def _members(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, (list, tuple)) else ()
