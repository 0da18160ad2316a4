"""The parts of a picture: subnets, gateways, groups, who may reach whom; each with a mark (new, changed, going)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Mark = Literal["", "new", "changed", "going"]
Tier = Literal["public", "private", "isolated"]
Kind = Literal["gateway", "group", "endpoint", "outside"]
TIERS: tuple[Tier, ...] = ("public", "private", "isolated")


@dataclass(frozen=True, kw_only=True)
class SubnetBox:
    """A subnet and the NAT gateways in it (`gateways`).

    `default_target`: the target of its default route, "" if it has none; `works`: that route is active;
    `egress_zone`: the zone
    of the NAT gateway that it leads to. `acl`: the label of its network ACL, "" for the VPC's default one.
    """

    id: str
    label: str
    cidr: str
    zone: str
    tier: Tier
    default_target: str = ""
    egress_zone: str = ""
    has_active_route: bool = True
    acl: str = ""
    gateways: tuple[Node, ...] = ()
    mark: Mark = ""


@dataclass(frozen=True, kw_only=True)
class Node:
    """A NAT gateway (its label is its zone), a group, an endpoint, or a peer that is no group.

    `facts`: ids, states and types as AWS writes them. `public_ips`: a gateway's. `monthly`: USD a month, None if it is
    free or has no known price.
    """

    id: str
    label: str
    kind: Kind = "outside"
    facts: tuple[str, ...] = ()
    public_ips: tuple[str, ...] = ()
    monthly: Decimal | None = None
    is_owned: bool = False
    mark: Mark = ""


@dataclass(frozen=True, kw_only=True)
class Edge:
    """What the target's rules let in from the source: `text` is "tcp 80, 443"."""

    source: str
    target: str
    text: str
    mark: Mark = ""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """All there is to draw. `outside`: peers that are no group. `unknown`: operations that were denied."""

    title: str
    cidrs: tuple[str, ...]
    zones: tuple[str, ...]
    subnets: tuple[SubnetBox, ...]
    internet_gateway: str = ""
    outside: tuple[Node, ...] = ()
    groups: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    endpoints: tuple[Node, ...] = ()
    unread_operations: tuple[str, ...] = ()

    @property
    def has_marks(self) -> bool:
        """Whether any part has a mark."""
        nodes = (*self.groups, *self.endpoints, *(node for box in self.subnets for node in box.gateways))
        return any((*(n.mark for n in nodes), *(box.mark for box in self.subnets), *(edge.mark for edge in self.edges)))
