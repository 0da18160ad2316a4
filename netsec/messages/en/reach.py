"""What reach and expectations say: of each hop, what stops packets, and what would let them through."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    # hops
    "passes_group": ("{direction} lets it through: {rules}", ""),
    "passes_acl": ("{direction} lets it through: {rules}", ""),
    "passes_answer": ("{direction} lets the answer back: {rules}", ""),
    "stopped_by_group": (
        "no rule of its {direction} lets it through",
        "This would, in its {direction} in netsec.toml:\n  {line}",
    ),
    "stopped_by_acl": (
        "its {direction} denies it, by the entry {rules}",
        "This would, before that in its {direction}:\n  {line}",
    ),
    "stopped_by_answer": (
        "its {direction} denies the answer, by the entry {rules}: ACLs don't remember who asked",
        "This would let it back, before that in its {direction}:\n  {line}",
    ),
    "by_internet_gateway": ("goes by the internet gateway {gateway}", ""),
    "by_nat_gateway": ("goes by the NAT gateway {gateway}, and on from {public_ips}", ""),
    "by_nat_gateway_to_come": ("goes by the NAT gateway {gateway}, which is still to be made", ""),
    "by_gateway_endpoint": ("goes by the gateway endpoint {endpoint}", ""),
    "leaves_our_sight": ("goes to {target}, and netsec can't see what lies behind", ""),
    "no_route": (
        "its route table leads nowhere for this address",
        "NAT gateways lead private subnets out:\n  netsec nat on --for 3h\nSee whether you need them:\n  netsec advise",
    ),
    "no_route_to_service": (
        "its route table has no route to the gateway endpoint of {service}",
        "Endpoints in [endpoints] gateway are on the route tables of the private subnets:\n  netsec plan",
    ),
    "blackhole": (
        "the route for {destination} leads to {target}, which is gone",
        "Apply puts it right:\n  netsec plan",
    ),
    "nat_not_available": ("the NAT gateway {gateway} is {state}", "Look at it:\n  netsec nat status"),
    "nat_is_private": ("the NAT gateway {gateway} is private: it does not lead to the internet", ""),
    "nat_lets_nothing_in": ("its route leads to the NAT gateway {gateway}, which lets no connection in", ""),
    "no_public_address": (
        "nothing in it has a public address, so nothing comes in from outside",
        "The internet gets in by a load balancer in a public subnet:\n  netsec reach internet alb 443",
    ),
    "source_without_public_address": (
        "its route leads to an internet gateway, but it has no public address of its own",
        "Give it one, or move it to a subnet whose route leads to a NAT gateway.",
    ),
    "nobody_there": ("no subnet has this address", ""),
    "both_outside": ("both are outside this VPC: netsec knows nothing of the way between them", ""),
    # what can't be told
    "reach_unread": (
        "it depends on what may not be read, or was answered in part: {denied}",
        "Allow it to whoever runs netsec (docs/iam-policy.md).",
    ),
    "reach_incomplete": (
        "it depends on what AWS's answer leaves out: {missing} of {id}",
        "Ask again. If it stays so, the endpoint that is asked does not tell all that AWS does.",
    ),
    "reach_regional_nat": (
        "the NAT gateway {gateway} is a regional one, which stands in no subnet: netsec can't see its way",
        "",
    ),
    "reach_only_ipv6": ("{name} has no IPv4 address, and reach judges IPv4 alone", ""),
    "reach_leaves_sight": (
        "the way leads out of what netsec can see (a peering, a transit gateway, a VPN)",
        "",
    ),
    "reach_depends": (
        "only rules for a group or a prefix list would let it through, and what is in those is not known",
        "Ask for what wears the group, by the group's name or by its address.",
    ),
    "nothing_there": ("nothing is there that could be asked about", ""),
    # names
    "place_unknown": (
        "nothing in this VPC is called {name}",
        "Names like it: {near}\nAddresses, CIDRs and ids can be given as well.",
    ),
    "place_ambiguous": ("{name} is the name of several things: {found}", "Give the id instead."),
    "only_ipv4": ("{name} is IPv6, which reach does not judge", ""),
    # expectations
    "expectation_met": ("as expected: {source} -> {target}, {traffic}", ""),
    "expectation_open": (
        "{source} can reach {target} ({traffic}; open: {ports}), which [[expect]] forbids",
        "{because}\nSee which way:\n  netsec reach {source} {target} {typed} --planned",
    ),
    "expectation_closed": (
        "{source} can't reach {target} ({traffic}), which [[expect]] asks for: stopped at {at}",
        "{because}\nSee what stops it:\n  netsec reach {source} {target} {typed} --planned",
    ),
    "expectation_unknown": (
        "whether {source} can reach {target} ({traffic}) can't be told; [[expect]] asks for it",
        "",
    ),
}

TEXTS: dict[str, str] = {
    "reach.yes": "reachable",
    "reach.no": "not reachable",
    "reach.unknown": "unknown",
    "reach.only_ports": "Only on {protocol} {ports}.",
    "reach.assumed": "Not deployed yet; assumed to be in the subnets where it would run.",
    "reach.bad_traffic": "use 443, 8000-8100, 53/udp, udp or icmp; protocols are tcp, udp and icmp",
}
