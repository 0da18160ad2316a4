"""Can FROM reach TO? Proved from groups, both directions of the ACLs, routes, NAT and internet gateways, endpoints.

"Reachable" means: there is a packet from somewhere in FROM to somewhere in TO, on a port that was asked for, that is
let through, and whose answer is let through on at least one of the ports that clients send from (1024-65535). Where
only some ports are, the answer says which. Both IP versions count. What could not be read, or leaves the VPC by a
peering connection, a VPN or the like, is unknown: neither open nor closed.

    address_space   what the internet routes; what answers inside every subnet, unfiltered
    location        a place where packets begin or end
    locations       what FROM and TO may name
    filters         a group, or one direction of an ACL, as rules about packets
    checks          groups and ACLs applied to a path
    routing         which route packets take, and what it leads to
    path            a path as far as it was followed
    inbound         from outside into a subnet
    outbound        out of a subnet
    forwarding      on to what a route leads to
    nat             through a NAT gateway
    trace           from one place to another
    explain         what is said of a hop, and the line that would open it
    question        what can be asked, and what is answered
    parts           the verdict on each part of a block
    analysis        all places of FROM to all of TO: the answer
"""

from __future__ import annotations

from netsec.insight.reach.analysis import reach
from netsec.insight.reach.locations import find_locations, known_names
from netsec.insight.reach.question import Question, ReachAnswer, parse_traffic

__all__ = [
    "Question",
    "ReachAnswer",
    "find_locations",
    "known_names",
    "parse_traffic",
    "reach",
]
