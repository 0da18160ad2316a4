"""The ids in a request: whether they exist and are visible yet, and the error of EC2 where they are not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from netsec.model import EmulatedId
from netsec.sandbox.ec2_errors import Ec2Error
from netsec.sandbox.emulated import action_of, emulated_ids, existing_ids
from netsec.sandbox.region_state import region_state
from netsec.sandbox.settings import SETTINGS

NOT_NAMES = frozenset({"Filters", "Filter", "Tags", "TagSpecifications", "ClientToken", "NextToken"})
VERBS = ("Create", "Delete", "Describe", "Modify")
UNCHECKED_ACTIONS = frozenset({"DeleteTags", "DeleteVpcEndpoints"})


def check_ids(backend: Any, action: str, parameters: Any) -> None:
    """Refuse the request when it names an id that is unknown or still invisible."""
    if action in UNCHECKED_ACTIONS:
        return
    hidden, known = hidden_ids(backend), emulated_ids()
    for identifier in sorted(set(ids_in(parameters, own=backend.account_id))):
        kind = known.get(id_prefix_of(identifier))
        if kind and (identifier in hidden or identifier not in existing_ids(backend, kind)):
            raise not_found(action, identifier, kind)


def forget_tags(backend: Any, parameters: Any) -> None:
    """Drop the tags of what the request has just removed; moto keeps them."""
    known = emulated_ids()
    for identifier in set(ids_in(parameters, own=backend.account_id)):
        kind = known.get(id_prefix_of(identifier))
        if kind and identifier in backend.tags and identifier not in existing_ids(backend, kind):
            del backend.tags[identifier]


def not_found(action: str, identifier: str, kind: EmulatedId) -> Ec2Error:
    """EC2's refusal of an id that does not exist; calls about other resources may have another code for it."""
    is_own = action in _own_actions(kind)
    code = kind.not_found if is_own or not kind.not_found_elsewhere else kind.not_found_elsewhere
    return Ec2Error(code, f"The {kind.prefix} ID '{identifier}' does not exist")


def _own_actions(kind: EmulatedId) -> frozenset[str]:
    """The actions about this sort of resource itself: those that create it, and their counterparts."""
    nouns = {action_of(operation.partition("_")[2]) for operation in kind.created_by}
    return frozenset(f"{verb}{noun}{plural}" for noun in nouns for verb in VERBS for plural in ("", "s"))


def ids_in(value: Any, key: str = "", own: str = "") -> Iterator[str]:
    """Strings that stand where a request has ids; a group that is named with another account stands nowhere here."""
    if isinstance(value, str):
        if key.endswith(("Id", "Ids")) or key == "Resources":
            yield value
    elif isinstance(value, dict):
        foreign = {"GroupId"} if value.get("UserId", own) != own else set()
        for name, inner in value.items():
            if name not in NOT_NAMES | foreign:
                yield from ids_in(inner, name, own)
    elif isinstance(value, list):
        for inner in value:
            yield from ids_in(inner, key, own)


def id_prefix_of(identifier: str) -> str:
    """What stands before the last dash: `nat` for `nat-0123`."""
    return identifier.rpartition("-")[0]


def hidden_ids(backend: Any) -> set[str]:
    """Ids made less than `invisible_seconds` ago."""
    if not SETTINGS.invisible_seconds:
        return set()
    horizon = SETTINGS.clock.now() - SETTINGS.invisible_seconds
    return {identifier for identifier, born in region_state(backend).created_at.items() if born > horizon}


def visible_rows(backend: Any, rows: list[Any]) -> list[Any]:
    """The rows of a Describe answer that eventual consistency shows by now."""
    hidden = hidden_ids(backend)
    return [row for row in rows if _identity(row) not in hidden] if hidden else rows


def _identity(row: Any) -> str | None:
    if isinstance(row, dict):
        return row.get("resource_id")
    return getattr(row, "id", None)
