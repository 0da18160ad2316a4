"""The words of plans and progress: headings of the kinds, what is being done, what was done."""

from __future__ import annotations

from netsec.model import Verb

HEADINGS = {
    "security_group": "Security groups",
    "security_group_rules": "Security group rules",
    "elastic_ip": "Elastic IPs",
    "nat_gateway": "NAT gateways",
    "private_route": "Private routes",
    "network_acl": "Network ACLs",
    "network_acl_entries": "Network ACL entries",
    "network_acl_association": "Network ACL associations",
    "vpc_endpoint": "VPC endpoints",
}

DOING: dict[Verb, str] = {
    "create": "creating",
    "adopt": "adopting",
    "update": "updating",
    "replace": "replacing",
    "delete": "deleting",
    "keep": "keeping",
    "blocked": "blocked",
}

DONE: dict[Verb, str] = {
    "create": "created",
    "adopt": "adopted",
    "update": "updated",
    "replace": "replaced",
    "delete": "deleted",
    "keep": "kept",
    "blocked": "blocked",
}
