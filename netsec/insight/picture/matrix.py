"""Who may reach whom by the rules of groups alone: what one lets out and the other lets in, port by port."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from netsec.insight.reach.gates import NUMBERS
from netsec.insight.reach.spans import INTERNET, PORTS, Spans, addresses_of
from netsec.insight.world import Group, World
from netsec.kinds.security_group_rules.rule import GroupRule

EVERYWHERE = "internet"


@dataclass(frozen=True)
class Matrix:
    """`cells`: (source, target) → what may go there, as text ("tcp 80, 443"); ids of groups, or "internet"."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    cells: Mapping[tuple[str, str], str]


def matrix_of(world: World) -> Matrix:
    """Every group to every group, the internet first."""
    order = tuple(group.id for group in in_order(world.groups.values()))
    sources = (EVERYWHERE, *order)
    cells = {
        (source, target): text
        for target in order
        for source in sources
        if source != target and (text := between(world, source, world.groups[target]))
    }
    return Matrix(sources, order, cells)


def in_order(groups: Iterable[Group]) -> list[Group]:
    """Ours first, by name; the VPC's default group last."""
    return sorted(groups, key=lambda group: (group.default, not group.owned, group.name, group.id))


def between(world: World, source: str, target: Group) -> str:
    """What may go from a group, or the internet, to a group."""
    sender = world.groups.get(source)
    own = addresses_of(*(cidr for cidr in world.cidrs if ":" not in cidr))
    parts = []
    for protocol in NUMBERS:
        allowed = _let(target.ingress, protocol, source, own if sender else INTERNET)
        if sender:
            allowed &= _let(sender.egress, protocol, target.id, own)
        if allowed:
            parts.append(protocol if allowed == PORTS or protocol == "icmp" else f"{protocol} {allowed}")
    return "all" if parts == list(NUMBERS) else "; ".join(parts)


def _let(rules: Iterable[GroupRule], protocol: str, peer: str, addresses: Spans) -> Spans:
    """The ports on which some of these rules mean the peer, by its group or by some of its addresses."""
    found = Spans()
    for rule in rules:
        fits = rule.protocol in ("-1", protocol, NUMBERS[protocol])
        named = rule.peer_type == "group" and str(rule.peer) == peer
        if (
            fits
            and not rule.unclear
            and (named or (rule.peer_type == "cidr_ipv4" and addresses_of(str(rule.peer)) & addresses))
        ):
            everything = rule.protocol == "-1" or rule.from_port is None or protocol == "icmp"
            first = rule.from_port or 0
            last = first if rule.to_port is None else rule.to_port
            found |= PORTS if everything else Spans.of(first, last)
    return found
