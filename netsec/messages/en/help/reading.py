"""The help of commands that only read."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "help.plan": (
        "Show what apply would do, and why, without changing anything.\n\n"
        "Each line has a sign (+ create, ~ update, -/+ replace, - delete, > adopt, = keep, ! blocked) and a "
        "reason. The exit code is that of apply's checks. What has this stack's tags but is not recorded is "
        "adopted or kept, and deleted only with --by-tags."
    ),
    "help.show": (
        "Show the recorded resources by address, or the outputs.\n\nReads the state only; AWS is not called."
    ),
    "help.show.outputs": (
        "Show all outputs, or the one called NAME.\n\n"
        "Outputs are for the rest of your system: the ids of the security groups and NAT gateways, and the public "
        "IPs of outbound traffic."
    ),
    "help.verify": (
        "Check AWS against netsec.toml, line by line, with the facts found.\n\n"
        "Checks the groups and their rules, one NAT gateway in each zone with its Elastic IP, the private routes, "
        "network ACLs, endpoints, and every [[expect]] in netsec.toml. Nothing is changed. Exit code 0: all "
        "checks passed, 2: some failed, 4: none failed, but permissions to read are missing."
    ),
    "help.reach": (
        "Show whether FROM can reach TO, hop by hop, and what blocks it if not.\n\n"
        'FROM and TO: a security group by its name in netsec.toml, a subnet, a zone, "internet", an IP address or '
        "CIDR, an endpoint (s3, ecr.api). PORT is 443, https, 8000-8100, 53/udp or icmp; without it, any TCP port.\n\n"
        "Computed for IPv4 from security groups, network ACLs in both directions, routes, NAT and internet "
        "gateways and endpoints; no traffic is sent. Exit code 0: reachable, 2: not reachable, 4: permissions to "
        "read are missing, 5: it depends on something netsec can't read."
    ),
    "help.audit": (
        "Find insecure settings and unnecessary costs in this VPC.\n\n"
        "Checks the controls of AWS Foundational Security Best Practices and the CIS benchmark that concern this "
        "layer, and waste: NAT gateways without traffic, unused Elastic IPs, routes through another zone or to "
        "deleted targets. Nothing is changed. Exit code 0: no findings, 2: findings, 4: no findings, but "
        "permissions to read are missing."
    ),
    "help.graph": (
        "Draw the network: zones, subnets, NAT gateways, routes, groups and their rules.\n\n"
        "Draws the live network; the plan, with what it creates (+), changes (~) or deletes (-); or netsec.toml "
        "alone, without calling AWS. Formats: text, Mermaid (shown by GitHub), DOT for Graphviz, and SVG."
    ),
    "help.report": (
        "Write an HTML report: network, reachability, rules, costs, findings.\n\n"
        "The report is a single file without external resources, so it can be mailed, archived and printed. It "
        "contains ids, addresses and rules of your network: check before you publish it. With --json, its path "
        "and counts are printed."
    ),
    "help.advise": (
        "Recommend a setup for outbound traffic: NAT gateways, VPC endpoints, or both.\n\n"
        "Reads the network as it is and [workload] in netsec.toml, which lists what your app needs from outside "
        "the VPC. Shows which of these needs are met, compares setups by price, and recommends one, with the "
        "lines for netsec.toml. Nothing is changed."
    ),
    "help.cost": (
        "Show what runs and what it costs: per hour, day and month, and so far.\n\n"
        "Also shows the cost after `netsec apply` and after `netsec destroy-nat`. Nothing is changed. Prices are "
        "the list prices of the region, with their date; the prices you pay may differ."
    ),
}
