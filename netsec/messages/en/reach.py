"""What reach and expectations say: of each hop, what stops packets, and what would let them through."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    # hops
    "passes_group": ("{direction} allows it: {rules}", ""),
    "passes_acl": ("{direction} allows it: {rules}", ""),
    "passes_answer": ("{direction} allows the response: {rules}", ""),
    "stopped_by_group": (
        "no {direction} rule allows it",
        "To allow it, add to its {direction} in netsec.toml:\n  {line}",
    ),
    "stopped_by_acl": (
        "{direction} denies it: {rules}",
        "To allow it, add before that entry in its {direction}:\n  {line}",
    ),
    "stopped_by_answer": (
        "{direction} denies the response: {rules} (network ACLs are stateless)",
        "To allow it, add before that entry in its {direction}:\n  {line}",
    ),
    "by_internet_gateway": ("via the internet gateway {gateway}", ""),
    "by_nat_gateway": ("via the NAT gateway {gateway}, source address {public_ips}", ""),
    "by_nat_gateway_to_come": ("via the NAT gateway {gateway}, which is not created yet", ""),
    "by_egress_only_gateway": ("via the egress-only internet gateway {gateway}", ""),
    "by_gateway_endpoint": ("via the gateway endpoint {endpoint}", ""),
    "leaves_our_sight": ("to {target}; netsec can't see beyond it", ""),
    "not_filtered": ("security groups and network ACLs don't apply to this address, and it is inside every subnet", ""),
    "not_on_internet": ("{name} has no address that the internet routes", ""),
    "egress_only_lets_nothing_in": (
        "its route points to the egress-only internet gateway {gateway}, which allows no inbound connections",
        "",
    ),
    "service_starts_nothing": ("its route points to the gateway endpoint {endpoint}, which opens no connections", ""),
    "endpoint_is_no_internet": ("the gateway endpoint {endpoint} leads to one AWS service, not to the internet", ""),
    "nothing_begins_there": ("an AWS service answers at this address, but opens no connections", ""),
    "answers_inside_only": ("this address answers only inside the VPC's subnets", ""),
    "no_common_family": (
        "{source} and {target} have no IP version in common: one has only IPv4 addresses, the other only IPv6",
        "",
    ),
    "no_route": (
        "its route table has no route to this address",
        "NAT gateways give private subnets a route out:\n  netsec nat on --for 3h\n"
        "To see whether you need them:\n  netsec advise",
    ),
    "no_route_to_service": (
        "its route table has no route to the gateway endpoint of {service}",
        "The private subnets' route tables get routes to the endpoints in [endpoints] gateway:\n  netsec plan",
    ),
    "blackhole": (
        "the route for {destination} points to {target}, which no longer exists",
        "To see how apply fixes it:\n  netsec plan",
    ),
    "nat_not_available": ("the NAT gateway {gateway} is {state}", "Check it:\n  netsec nat status"),
    "nat_is_private": ("the NAT gateway {gateway} is private and has no route to the internet", ""),
    "nat_lets_nothing_in": ("its route points to the NAT gateway {gateway}, which allows no inbound connections", ""),
    "no_public_address": (
        "nothing in it has a public address, so the internet can't reach it",
        "Use a load balancer in a public subnet:\n  netsec reach internet alb 443",
    ),
    "source_without_public_address": (
        "its route points to an internet gateway, but it has no public address",
        "Assign one, or move it to a subnet with a route to a NAT gateway.",
    ),
    "nobody_there": ("no subnet contains this address", ""),
    "part_not_let_through": ("no route and rule together let these addresses through", ""),
    "both_outside": ("both are outside this VPC, so netsec can't see the path between them", ""),
    # what can't be told
    "reach_unread": (
        "can't read {denied}, or the answer was incomplete",
        "Allow it for the user or role that runs netsec (docs/iam-policy.md).",
    ),
    "reach_incomplete": (
        "AWS's answer for {id} lacks {missing}",
        "Run the same command again. If it happens again, the endpoint in use does not return all that AWS does.",
    ),
    "reach_leaves_sight": (
        "it depends on {target}, and netsec can't see what is behind it",
        "Check the routes, security groups and network ACLs on the other side of it.",
    ),
    "reach_depends": (
        "it depends on who is meant by: {rules}",
        "Use the name of a group or the address of a member. Prefix lists need ec2:GetManagedPrefixListEntries.",
    ),
    "reach_prefix_list": (
        "it depends on the entries of {ids}, which a route table names",
        "Allow ec2:GetManagedPrefixListEntries for the user or role that runs netsec (docs/iam-policy.md).",
    ),
    "reach_lattice": (
        "it depends on VPC Lattice, and netsec can't see its services and policies",
        "Check the service network's associations and auth policies.",
    ),
    "reach_public_source": (
        "it depends on the public address of {name}, which is unknown",
        "Use the name or the address of something that has a public address.",
    ),
    "reach_nat64": (
        "it depends on NAT64: a route table sends IPv6 packets to a NAT gateway",
        "Check the route for 64:ff9b::/96, and DNS64 in the subnet.",
    ),
    "nothing_there": ("there is nothing to check", ""),
    # names
    "place_unknown": (
        "nothing in this VPC is named {name}",
        "Similar names: {near}\nYou can also use an address, a CIDR or an ID.",
    ),
    "place_ambiguous": ("several resources are named {name}: {found}", "Use the ID instead."),
    # expectations
    "expectation_met": ("as expected: {source} -> {target}, {traffic}", ""),
    "expectation_open": (
        "{source} can reach {target} ({traffic}; open: {ports}), but [[expect]] has reachable = false",
        "{because}\nTo see the path:\n  netsec reach {source} {target} {typed} --planned",
    ),
    "expectation_closed": (
        "{source} can't reach {target} ({traffic}), but [[expect]] has reachable = true: blocked at {at}",
        "{because}\nTo see what blocks it:\n  netsec reach {source} {target} {typed} --planned",
    ),
    "expectation_unknown": (
        "can't determine whether {source} can reach {target} ({traffic}), which is in [[expect]]",
        "",
    ),
}

TEXTS: dict[str, str] = {
    "reach.yes": "reachable",
    "reach.no": "not reachable",
    "reach.unknown": "unknown",
    "reach.only_ports": "Only on {protocol} {ports}.",
    "reach.only_family": "Only over IPv{family}.",
    "reach.assumed": "Not deployed yet; assumed to be in the subnets where it would run.",
    "reach.bad_traffic": "use 443, https, 8000-8100, 53/udp, udp or icmp; protocols are tcp, udp and icmp",
}
