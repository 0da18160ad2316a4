"""A resource as wanted (Spec) and as AWS reports it (Live)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from netsec.model.address import Address, Ref
from netsec.model.answer import structures, text
from netsec.reason import Reason

STACK_TAG, ADDRESS_TAG, KEEP_TAG = "netsec:stack", "netsec:address", "netsec:keep"
# On what AWS knows no VPC of (Elastic IPs): the VPC of the stack that it belongs to.
VPC_TAG = "netsec:vpc"
MANAGED_TAG, TOOL = "ManagedBy", "netsec"
# On an ACL: its associations are ours, so that a lost state file does not forget it.
ASSOCIATE_TAG = "netsec:associate"
# Until when a NAT gateway is wanted that `nat on` made, in UTC: 2026-11-24T21:00:00Z.
EXPIRES_TAG = "netsec:expires-at"
OWN_TAGS = (MANAGED_TAG, STACK_TAG, ADDRESS_TAG, VPC_TAG, KEEP_TAG, ASSOCIATE_TAG, EXPIRES_TAG)


@dataclass(frozen=True, kw_only=True)
class Spec:
    """One resource as wanted; each kind subclasses it with typed fields. A Ref in any field is a dependency edge.

    `key` identifies what has no id of its own (a route, a rule set, an association); `tags` is empty for those.
    `natural_name` is a name that AWS keeps unique, by which a stranger in our place is noticed.
    """

    address: Address
    tags: Mapping[str, str] = field(default_factory=dict)
    key: tuple[str | Ref, ...] = ()
    natural_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Live:
    """One resource as AWS reports it.

    `uses` are the ids it cannot outlive (they are deleted after it); `owner` the id whose tags decide whose it is, for
    what carries none. `attributes` are what a Ref can name and the state records; `data` is the kind's own detail.
    `fading` is true when it can't serve any more: failed, or on its way out. `holders` name strangers that hold it.
    `created`: when, where AWS says so. `placed`: AWS, or a tag of ours, says that it is of the VPC that was looked at.
    `unsupported`: a variant that netsec does not manage ("regional"), "" for none. `pinned`: netsec.toml names it by
    its id. `owned`, `recorded`, `proven`, `contested`, `disowned`: planning/ownership.py.
    `owned`: it is of this stack; `recorded`: the state knows it. `unclear` names what AWS's answer leaves out of it and
    a comparison needs.
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
    fading: bool = False
    holders: tuple[str, ...] = ()
    created: datetime | None = None
    placed: bool = True
    unsupported: str = ""
    pinned: bool = False
    owned: bool = False
    recorded: bool = False
    proven: bool = False
    contested: bool = False
    disowned: Reason | None = None
    unclear: tuple[str, ...] = ()


def live_address(kind: str, tags: Mapping[str, str]) -> Address | None:
    """The address that a live resource's tags claim, if they claim one of this kind."""
    claimed = tags.get(ADDRESS_TAG, "")
    return Address.parse(claimed) if claimed.startswith(f"{kind}/") and len(claimed) > len(kind) + 1 else None


def tag_map(item: Mapping[str, Any]) -> dict[str, str]:
    """AWS's list of Key/Value pairs as a mapping."""
    return {text(tag, "Key"): text(tag, "Value") for tag in structures(item, "Tags") if text(tag, "Key")}
