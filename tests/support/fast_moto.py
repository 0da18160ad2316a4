"""moto works out the same names for every call anew; here each is worked out once, which halves what a call costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

KEYS: dict[tuple[type, int, str], tuple[Any, tuple[str, ...]]] = {}


def remembering(keys_of: Callable[..., Iterator[str]]) -> Callable[..., Iterator[str]]:
    """The keys to look for depend on the class of the object, the shape of the answer and the member's name alone."""

    def remembered(picker: Any, context: Any) -> Iterator[str]:
        at = (type(context.obj), id(context.shape), context.key)
        if at not in KEYS:
            # With the shape, so that its id is never another's.
            KEYS[at] = (context.shape, tuple(keys_of(picker, context)))
        return iter(KEYS[at][1])

    return remembered


@cache
def speed_up() -> None:
    """Once for this process."""
    import xmltodict
    from moto.core import responses, serialize

    responses.method_names_from_class = cache(responses.method_names_from_class)
    picker = serialize.XFormedAttributePicker
    picker.get_possible_keys = remembering(picker.get_possible_keys)  # type: ignore[method-assign]
    xmltodict._validate_name = cache(xmltodict._validate_name)
