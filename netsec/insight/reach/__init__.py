"""Can FROM reach TO? Proved from groups, both directions of the ACLs, routes, NAT and internet gateways, endpoints.

"Reachable" means: there is a packet from somewhere in FROM to somewhere in TO, on a port that was asked for, that is
let through, and whose answer is let through on at least one of the ports that clients send from (1024-65535). Where
only some ports are, the answer says which. IPv4 only. Whatever could not be read is unknown: neither open nor closed.

    spans    sets of numbers as intervals: ports, addresses
    flows    sets of packets as boxes of such sets; sieves of clauses in order
    places   what FROM and TO may name, and where that stands
    gates    a group, one direction of an ACL, as a sieve
    ways     which way packets leave a subnet for an address: the routes
    telling  what is said of a gate, and the line that would open it
    trail    a way as far as it was walked
    walk     one place to another, gate by gate
    judge    all places of FROM to all of TO: the answer
    expect   the answers that netsec.toml expects
"""

from __future__ import annotations

from netsec.insight.expectations import ExpectationResult, check_expectations
from netsec.insight.reach.analysis import Question, ReachAnswer, parse_traffic, reach
from netsec.insight.reach.locations import find_locations, known_names

__all__ = [
    "ExpectationResult",
    "Question",
    "ReachAnswer",
    "check_expectations",
    "find_locations",
    "known_names",
    "parse_traffic",
    "reach",
]
