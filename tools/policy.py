"""The actions and resource types in docs/iam-policy.md, from what the kinds declare. tools/reference.py writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from netsec.config import default_config
from netsec.kinds import KINDS
from netsec.model import Kind

ARN = "arn:aws:ec2:REGION:ACCOUNT:"
# What belongs to no kind: the network, optional questions before something is made, and tags.
SHARED: Mapping[str, tuple[str, ...]] = {
    "Look": (
        "DescribeVpcs",
        "DescribeSubnets",
        "DescribeRouteTables",
        "DescribeNetworkInterfaces",
        "DescribeManagedPrefixLists",
        "DescribeVpcEncryptionControls",
        "DescribeAvailabilityZones",
    ),
    "TagWhatIsBeingMade": ("CreateTags",),
    "TagOurs": ("CreateTags",),
    "UntagOurs": ("DeleteTags",),
}
# Statements about what is made, with its tags.
CREATING = ("MakeTagged", "MakeGateways")


def _kinds() -> list[Kind[Any]]:
    """The kinds that the first policy is for: those that a netsec.toml which does not name them asks for."""
    config = default_config("project", "dev", ())
    return [kind for kind in KINDS.values() if kind.is_enabled(config)]


def unnamed_actions(page: str) -> list[str]:
    """The actions of all other kinds that the page does not name anywhere."""
    others = (kind for kind in KINDS.values() if kind not in _kinds())
    wanted = {action for kind in others for actions in kind.permissions.values() for action in actions}
    return sorted(action for action in wanted if f"ec2:{action}`" not in page)


def actions() -> dict[str, frozenset[str]]:
    """Statement → the actions that it has to allow."""
    found = {statement: set(shared) for statement, shared in SHARED.items()}
    for kind in _kinds():
        for statement, wanted in kind.permissions.items():
            found.setdefault(statement, set()).update(wanted)
    return {statement: frozenset(wanted) for statement, wanted in found.items()}


def resource_types(statement: str) -> frozenset[str]:
    """The types of what a statement about creating lets be made."""
    kinds = (kind for kind in _kinds() if statement in kind.permissions)
    return frozenset(each.resource_type for kind in kinds for each in kind.emulated if each.resource_type)


def policy_page(page: str) -> str:
    """The page with the lists of its first policy as they have to be; what is right stays where it stands."""
    for statement, wanted in actions().items():
        page = _with_list(page, statement, "Action", [f"ec2:{action}" for action in sorted(wanted)])
    for statement in CREATING:
        arns = [f"{ARN}{each}/*" for each in sorted(resource_types(statement))]
        page = _with_list(page, statement, "Resource", arns)
    created = sorted(action for statement in CREATING for action in actions()[statement])
    return _with_list(page, "TagWhatIsBeingMade", "ec2:CreateAction", created)


def _with_list(page: str, statement: str, key: str, wanted: Iterable[str]) -> str:
    """The page with this list of a statement holding just what is wanted; LookupError where there is no such list."""
    pattern = rf'("Sid": "{statement}",(?:(?!"Sid":).)*?\n( *)"{re.escape(key)}": )(\[[^\]]*\]|"[^"]*")'
    found = re.search(pattern, page, re.DOTALL)
    if not found:
        raise LookupError(f"docs/iam-policy.md has no {key} in the statement {statement}")
    listed, wanted = re.findall(r'"([^"]*)"', found[3]), list(wanted)
    if set(listed) == set(wanted):
        return page
    kept = [each for each in listed if each in wanted]
    text = _listed([*kept, *(each for each in wanted if each not in kept)], found[2])
    return page[: found.start(3)] + text + page[found.end(3) :]


def _listed(items: list[str], indent: str) -> str:
    """A list as the page writes it: one item a line."""
    lines = ",\n".join(f'{indent}  "{item}"' for item in items)
    return f"[\n{lines}\n{indent}]"
