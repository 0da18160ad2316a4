"""boto3 and moto work the same things out anew for every session and every call; here each is worked out once.

Nothing that is asked or answered differs: model files are read once a process, and names of members once a shape.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

MODELS: dict[str | None, dict[Any, Any]] = {}


class Names(NamedTuple):
    """What a member of an answer may be called in an object of moto's, and which transformers may be meant for it.

    `shape` is kept so that its id, by which the names are remembered, is never another's.
    """

    shape: Any
    keys: tuple[str, ...]
    transformers: tuple[str, ...]


NAMES: dict[tuple[type, int, str], Names] = {}


@cache
def share_models() -> None:
    """boto3's sessions, once for this process."""
    import botocore.session

    botocore.session.create_loader = sharing_models(botocore.session.create_loader)


@cache
def speed_up() -> None:
    """boto3's sessions and moto, once for this process."""
    import xmltodict
    from moto.core import responses, serialize

    share_models()
    responses.method_names_from_class = cache(responses.method_names_from_class)
    serialize.AttributePicker.__call__ = picked  # type: ignore[method-assign]
    xmltodict._validate_name = cache(xmltodict._validate_name)


def sharing_models(create_loader: Callable[..., Any]) -> Callable[..., Any]:
    """Loaders of the same folders share what they have read."""

    def created(search_path_string: str | None = None) -> Any:
        loader = create_loader(search_path_string)
        loader._cache = MODELS.setdefault(search_path_string, {})
        return loader

    return created


def picked(picker: Any, context: Any) -> Any:
    """The value of a member, as `AttributePicker.__call__` finds it."""
    names = names_of(picker, context)
    value = next((found for key in names.keys if (found := value_of(context.obj, key)) is not MISSING), None)
    for path in names.transformers:
        if f"{context.key_path}.{context.key}".endswith(path):
            return picker.response_transformers[path](value)
    return value


def names_of(picker: Any, context: Any) -> Names:
    """They depend on the class of the object, the shape of the answer, the member's name, and whose picker it is.

    moto's own EC2 and the strict one answer in the same process, and have other transformers.
    """
    at = (type(context.obj), id(context.shape), context.key, *picker.response_transformers)
    names = NAMES.get(at)
    if names is None:
        meant = tuple(path for path in picker.response_transformers if path.endswith(context.key))
        names = NAMES[at] = Names(context.shape, tuple(picker.get_possible_keys(context)), meant)
    return names


MISSING = object()


def value_of(thing: Any, key: str) -> Any:
    """As moto's `get_value`: an item where there are items, an attribute elsewhere; a dot leads inward."""
    for part in key.split(".") if "." in key else (key,):
        if not hasattr(thing, "__getitem__"):
            thing = getattr(thing, part, MISSING)
            continue
        try:
            thing = thing[part]
        except (KeyError, IndexError, TypeError, AttributeError):
            return MISSING
    return thing
