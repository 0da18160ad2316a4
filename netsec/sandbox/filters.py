"""Filters: which names an action knows, by botocore's own documentation, and how values match."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from moto.core.utils import get_service_model

from netsec.sandbox.ec2_errors import invalid_parameter

UNDOCUMENTED = frozenset({"domain"})


def requested_filters(parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """DescribeNatGateways alone says `Filter`."""
    found: list[dict[str, Any]] = parameters.get("Filters") or parameters.get("Filter") or []
    return found


def check_filters(action: str, parameters: dict[str, Any]) -> None:
    """Refuse filters without a name or values, and names that the action's documentation does not list."""
    for each in requested_filters(parameters):
        name = each.get("Name")
        if not name or not each.get("Values"):
            raise invalid_parameter(f"The filter '{name or 'null'}' is invalid: it needs a name and values.")
        known = _documented(action)
        if known and not name.startswith("tag:") and name not in known:
            raise invalid_parameter(f"The filter '{name}' is invalid")


@cache
def _documented(action: str) -> frozenset[str]:
    members = get_service_model("ec2").operation_model(action).input_shape.members
    shape = members.get("Filters") or members.get("Filter")
    names = re.findall(r"<p>\s*<code>([^<]+)</code>", shape.documentation) if shape else []
    return frozenset({*names, "tag-key"} | UNDOCUMENTED) if names else frozenset()


def matches(value: str | None, patterns: list[str]) -> bool:
    """EC2's wildcards: * is any text, ? any character."""
    return value is not None and any(re.fullmatch(_expression(each), value, re.DOTALL) for each in patterns)


def _expression(pattern: str) -> str:
    return re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
