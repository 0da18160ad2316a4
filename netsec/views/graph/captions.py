"""What is written on the parts of a picture."""

from __future__ import annotations

from netsec.insight.picture import Node, SubnetBox
from netsec.messages import text


def caption_title(node: Node) -> str:
    """The first line of a box, or what an arrow to it is called."""
    return text("graph.nat", zone=node.label) if node.kind == "gateway" else node.label


def caption_details(node: Node) -> tuple[str, ...]:
    """What else there is to say of it: what AWS tells, public IPs, the monthly cost in USD."""
    ips = (", ".join(node.public_ips) or text("graph.no_public_ip_yet"),) if node.kind == "gateway" else ()
    cost = () if node.monthly is None else (text("graph.monthly", cost=f"{node.monthly:.2f}"),)
    return (*node.facts, *ips, *cost)


def caption_lines(node: Node) -> tuple[str, ...]:
    """All of it, line by line."""
    return (caption_title(node), *caption_details(node))


def default_route_label(box: SubnetBox) -> str:
    """Where the default route of a subnet leads, "" for nowhere."""
    target = text("graph.nat", zone=box.egress_zone) if box.egress_zone else box.default_target
    return target if box.has_active_route or not target else text("graph.blackhole", target=target)


def tier_text(tier: str) -> str:
    """public, private or isolated, in words."""
    return text(f"graph.{tier}")
