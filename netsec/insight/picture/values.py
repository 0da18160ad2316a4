"""The parts of a picture: subnets, gateways, groups, who may reach whom; each with its mark."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Mark = Literal["", "new", "changed", "going"]
Tier = Literal["public", "private", "isolated"]
Kind = Literal["gateway", "group", "endpoint", "outside"]
TIERS: tuple[Tier, ...] = ("public", "private", "isolated")


@dataclass(frozen=True, kw_only=True)
class Box:
    """A subnet, and what stands in it. `out_id`: where its default route leads; `out_zone`: a NAT gateway's zone."""

    id: str
    label: str
    cidr: str
    zone: str
    tier: Tier
    out_id: str = ""
    out_zone: str = ""
    works: bool = True
    acl: str = ""
    gateways: tuple[Node, ...] = ()
    mark: Mark = ""


@dataclass(frozen=True, kw_only=True)
class Node:
    """A gateway (its label is its zone), a group, an endpoint, or a peer outside.

    `facts` are what AWS tells of it, in its own words; `public_ips` are a gateway's; `monthly` is USD, None if free or
    not known.
    """

    id: str
    label: str
    kind: Kind = "outside"
    facts: tuple[str, ...] = ()
    public_ips: tuple[str, ...] = ()
    monthly: Decimal | None = None
    owned: bool = False
    mark: Mark = ""


@dataclass(frozen=True, kw_only=True)
class Edge:
    """Who may reach whom, as the rules of the target say it: "tcp 80, 443"."""

    source: str
    target: str
    text: str
    mark: Mark = ""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """All there is to draw. `outside` are the peers that are no group; `unknown` the operations that were denied."""

    title: str
    cidrs: tuple[str, ...]
    zones: tuple[str, ...]
    boxes: tuple[Box, ...]
    internet_gateway: str = ""
    outside: tuple[Node, ...] = ()
    groups: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    endpoints: tuple[Node, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def marked(self) -> bool:
        """Whether anything differs from the world before."""
        nodes = (*self.groups, *self.endpoints, *(node for box in self.boxes for node in box.gateways))
        marks = {*(node.mark for node in nodes), *(box.mark for box in self.boxes), *(edge.mark for edge in self.edges)}
        return marks != {""} and bool(marks)
