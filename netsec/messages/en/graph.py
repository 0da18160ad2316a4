"""What is written on the parts of a network diagram, and around it."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "graph.title": "Network {name}",
    "graph.internet_gateway": "internet gateway {id}",
    "graph.nat": "NAT {zone}",
    "graph.no_public_ip_yet": "public IP assigned at creation",
    "graph.monthly": "${cost} a month",
    "graph.endpoints": "Endpoints",
    "graph.reachability": "Reachability between security groups",
    "graph.unreachable": "no inbound access",
    "graph.no_egress": "no route out",
    "graph.blackhole": "{target} (blackhole)",
    "graph.acl": "ACL {name}",
    "graph.public": "public",
    "graph.private": "private",
    "graph.isolated": "isolated",
    "graph.new": "new",
    "graph.changed": "changed",
    "graph.going": "deleted",
    "graph.not_drawn": "can't read {operations}: its resources are not drawn",
    "graph.wrote": "netsec: wrote {path}",
}
