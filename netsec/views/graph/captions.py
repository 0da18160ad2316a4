"""What is written on the parts of a picture."""

from __future__ import annotations

from netsec.insight.picture import Box, Node


def name_of(node: Node) -> str:
    """The first line of a box, or what an arrow to it is called."""
    return f"NAT {node.label}" if node.kind == "gateway" else node.label


def lines_of(node: Node) -> tuple[str, ...]:
    """What else there is to say of it."""
    ips = (", ".join(node.public_ips) or "a public IP to come",) if node.kind == "gateway" else ()
    cost = () if node.monthly is None else (f"${node.monthly:.2f} a month",)
    return (*node.facts, *ips, *cost)


def told_of(node: Node) -> tuple[str, ...]:
    """All of it, line by line."""
    return (name_of(node), *lines_of(node))


def way_out(box: Box) -> str:
    """Where the default route of a subnet leads, "" for nowhere."""
    return f"NAT {box.out_zone}" if box.out_zone else box.out_id
