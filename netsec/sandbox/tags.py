"""What EC2 refuses in tags, wherever a request carries them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from netsec.sandbox.ec2_errors import Ec2Error, invalid_parameter
from netsec.sandbox.emulated import created_by

KEY_LENGTH, VALUE_LENGTH, QUOTA = 128, 256, 50


def check_tags(action: str, parameters: dict[str, Any]) -> None:
    """Refuse wrong resource types, doubled or reserved keys, and lengths or characters EC2 can't hold."""
    created = created_by(action)
    for specification in parameters.get("TagSpecifications") or []:
        given = specification.get("ResourceType")
        if created and created.resource_type and given != created.resource_type:
            raise invalid_parameter(f"'{given}' is not a valid taggable resource type for this operation.")
    for tags in _lists(action, parameters):
        _check_keys([tag.get("Key", "") for tag in tags])
        for tag in tags:
            _check_text(tag.get("Key", ""), tag.get("Value") or "")


def _lists(action: str, parameters: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    yield from (each.get("Tags") or [] for each in parameters.get("TagSpecifications") or [])
    if action == "CreateTags":
        yield parameters.get("Tags") or []


def _check_keys(keys: list[str]) -> None:
    if len(keys) != len(set(keys)):
        raise invalid_parameter("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
    if len(keys) > QUOTA:
        raise Ec2Error("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.")


def _check_text(key: str, value: str) -> None:
    if key.lower().startswith("aws:"):
        raise invalid_parameter(f"Tag keys starting with 'aws:' are reserved for internal use: {key}")
    if not 0 < len(key) <= KEY_LENGTH:
        raise invalid_parameter(f"Tag key exceeds the maximum length of {KEY_LENGTH} characters")
    if len(value) > VALUE_LENGTH:
        raise invalid_parameter(f"Tag value exceeds the maximum length of {VALUE_LENGTH} characters")
    if any(ord(each) < ord(" ") and each not in "\t\n\r" for each in key + value):
        raise invalid_parameter("Tag contains characters that XML can't carry")
