"""A resource as wanted (Spec) and as AWS reports it (Live); the tags that netsec sets itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from netsec.model.address import Address, Ref
from netsec.model.response_fields import structure_list, text_field
from netsec.reason import Reason

STACK_TAG, ADDRESS_TAG, KEEP_TAG = "netsec:stack", "netsec:address", "netsec:keep"
# The VPC of the stack, on resources that have no VPC in AWS (Elastic IPs).
VPC_TAG = "netsec:vpc"
MANAGED_TAG, TOOL_NAME = "ManagedBy", "netsec"
# On an ACL whose associations netsec made: known even when the state file is lost.
ASSOCIATE_TAG = "netsec:associate"
# When a NAT gateway of `netsec nat on` expires, in UTC: 2026-11-24T21:00:00Z.
EXPIRES_TAG = "netsec:expires-at"
OWNERSHIP_TAGS = (MANAGED_TAG, STACK_TAG, ADDRESS_TAG, VPC_TAG, KEEP_TAG, ASSOCIATE_TAG, EXPIRES_TAG)


@dataclass(frozen=True, kw_only=True)
class Spec:
    """One resource as wanted; each kind subclasses it with typed fields. A Ref in any field is a dependency.

    `key` identifies a resource without an id (a route, a rule set, an association); `tags` is empty for those.
    `natural_name` is a name that AWS keeps unique (a GroupName), by which a foreign resource of that name is found.
    """

    address: Address
    tags: Mapping[str, str] = field(default_factory=dict)
    key: tuple[str | Ref, ...] = ()
    natural_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Live:
    """One resource as AWS reports it.

    address      what its tags or the record say, None without either
    key          identifies a resource without an id of its own; () otherwise
    uses         ids of resources that are deleted only after it
    owner        the id of the resource whose tags decide about it, if it has no tags itself
    attributes   values that a Ref can name and the state records
    data         the kind's own details
    fading       it has failed or is being deleted
    holders      ids of resources outside netsec that use it
    created      its creation time, if AWS reports one
    placed       AWS, or the tag netsec:vpc, says that it belongs to this VPC
    unsupported  a variant that netsec does not manage ("regional"), "" for none
    pinned       netsec.toml names it by its id
    unclear      members that a comparison needs and AWS's answer leaves out
    owned, recorded, proven, contested, disowned   set by planning/ownership.py, explained there
    """

    kind: str
    id: str
    address: Address | None
    key: tuple[str, ...] = ()
    name: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    uses: frozenset[str] = frozenset()
    owner: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    data: Any = None
    terminating: bool = False
    foreign_holders: tuple[str, ...] = ()
    created: datetime | None = None
    is_in_vpc: bool = True
    unsupported: str = ""
    is_pinned: bool = False
    is_owned: bool = False
    is_recorded: bool = False
    may_delete: bool = False
    is_contested: bool = False
    not_ours_reason: Reason | None = None
    missing_fields: tuple[str, ...] = ()


def tagged_address(kind: str, tags: Mapping[str, str]) -> Address | None:
    """The address in the tag netsec:address; None without the tag, or if it names another kind."""
    address = tags.get(ADDRESS_TAG, "")
    return Address.parse(address) if address.startswith(f"{kind}/") and len(address) > len(kind) + 1 else None


def tag_map(item: Mapping[str, Any]) -> dict[str, str]:
    """An item's Tags, a list of Key/Value pairs, as a mapping."""
    return {
        text_field(tag, "Key"): text_field(tag, "Value")
        for tag in structure_list(item, "Tags")
        if text_field(tag, "Key")
    }
