"""What is written on the parts of a picture."""

from __future__ import annotations

from netsec.insight.picture import Box, Node
from netsec.messages import text


def name_of(node: Node) -> str:
    """The first line of a box, or what an arrow to it is called."""
    return text("graph.nat", zone=node.label) if node.kind == "gateway" else node.label


def lines_of(node: Node) -> tuple[str, ...]:
    """What else there is to say of it: what AWS tells, public IPs, the monthly cost in USD."""
    ips = (", ".join(node.public_ips) or text("graph.no_public_ip_yet"),) if node.kind == "gateway" else ()
    cost = () if node.monthly is None else (text("graph.monthly", cost=f"{node.monthly:.2f}"),)
    return (*node.facts, *ips, *cost)


def told_of(node: Node) -> tuple[str, ...]:
    """All of it, line by line."""
    return (name_of(node), *lines_of(node))


def way_out(box: Box) -> str:
    """Where the default route of a subnet leads, "" for nowhere."""
    target = text("graph.nat", zone=box.out_zone) if box.out_zone else box.out_id
    return target if box.works or not target else text("graph.blackhole", target=target)


def tier_text(tier: str) -> str:
    """public, private or isolated, in words."""
    return text(f"graph.{tier}")
