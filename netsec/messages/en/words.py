"""Words that several areas share: kinds of resources, how lists and times are written, the marks before a line."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # headings of the kinds
    "words.kind.security_group": "Security groups",
    "words.kind.security_group_rules": "Security group rules",
    "words.kind.elastic_ip": "Elastic IPs",
    "words.kind.nat_gateway": "NAT gateways",
    "words.kind.private_route": "Private routes",
    "words.kind.network_acl": "Network ACLs",
    "words.kind.network_acl_entries": "Network ACL entries",
    "words.kind.network_acl_association": "Network ACL associations",
    "words.kind.vpc_endpoint": "VPC endpoints",
    # before a line
    "words.error": "error: ",
    "words.warning": "warning: ",
    "words.note": "note: ",
    "words.still_costs": "still costs: ",
    "words.paste": "In netsec.toml:",
    # between the items of a list, and between two sentences of one line
    "words.comma": ", ",
    "words.semicolon": "; ",
    # spans of time
    "words.seconds": "{seconds}s",
    "words.minutes": "{minutes}m {seconds}s",
    "words.hours": "{hours}h {minutes}m",
    # what is not there
    "words.unknown": "unknown",
    "words.none": "none",
    "words.empty": "(none)",
}
