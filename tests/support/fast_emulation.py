"""boto3 and moto work the same things out anew for every session and every call; here each is worked out once.

Nothing that is asked or answered differs: model files are read once a process, and names of members once a shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

KEYS: dict[tuple[type, int, str], tuple[Any, tuple[str, ...]]] = {}
MODELS: dict[str | None, dict[Any, Any]] = {}


@cache
def speed_up() -> None:
    """Once for this process."""
    import botocore.session
    import xmltodict
    from moto.core import responses, serialize

    botocore.session.create_loader = sharing_models(botocore.session.create_loader)
    responses.method_names_from_class = cache(responses.method_names_from_class)
    picker = serialize.XFormedAttributePicker
    picker.get_possible_keys = remembering(picker.get_possible_keys)  # type: ignore[method-assign]
    xmltodict._validate_name = cache(xmltodict._validate_name)


def sharing_models(create_loader: Callable[..., Any]) -> Callable[..., Any]:
    """Loaders of the same folders share what they have read."""

    def created(search_path_string: str | None = None) -> Any:
        loader = create_loader(search_path_string)
        loader._cache = MODELS.setdefault(search_path_string, {})
        return loader

    return created


def remembering(keys_of: Callable[..., Iterator[str]]) -> Callable[..., Iterator[str]]:
    """The keys to look for depend on the class of the object, the shape of the answer and the member's name alone."""

    def remembered(picker: Any, context: Any) -> Iterator[str]:
        at = (type(context.obj), id(context.shape), context.key)
        if at not in KEYS:
            # With the shape, so that its id is never another's.
            KEYS[at] = (context.shape, tuple(keys_of(picker, context)))
        return iter(KEYS[at][1])

    return remembered
