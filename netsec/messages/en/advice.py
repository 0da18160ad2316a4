"""What advice says: of each flow, each setup, and of what would lose its route out."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "goes_by_resolver": ("the VPC's resolver answers, for public names too", ""),
    "goes_by_time_service": ("169.254.169.123 is available in every subnet", ""),
    "goes_inside": ("stays in the VPC, through the local route", ""),
    "comes_by_alb": ("comes in through the load balancer; responses return the same way", ""),
    "nothing_comes_in": ("not possible in private subnets, with or without a NAT gateway", ""),
    "goes_by_endpoints": ("through {endpoints:endpoint|endpoints}: {endpoints}", ""),
    "goes_by_nat_for_now": ("through the NAT gateway; endpoints could replace it: {missing}", ""),
    "goes_by_nat_only": ("through the NAT gateway; no alternative over IPv4", ""),
    "goes_by_ipv6": ("over IPv6, through the egress-only internet gateway", ""),
    "goes_nowhere_yet": ("no route out: add {missing:the endpoint|the endpoints} {missing}, or a NAT gateway", ""),
    "needs_nat": ("no route out: needs a NAT gateway", ""),
    "closed_by_egress": ("blocked: {groups} {groups:has|have} no egress rule for port 443", ""),
    "closed_by_acl": (
        "blocked: the network {acls:ACL|ACLs} {acls} of its subnets {acls:denies|deny} HTTPS or its responses",
        "",
    ),
    "goes_by_public_ip": ("through the public IPs of the tasks, which are in public subnets", ""),
    "way_unknown": ("unknown: can't read {denied}, or the answer was incomplete", ""),
    "one_zone_for_all": ("if that zone fails, all zones lose their route out", ""),
    "nothing_at_night": ("on for {hours} hours a month; tasks can't start or connect out while it is off", ""),
    "tasks_in_public": ("{tasks} {tasks:task|tasks} in public subnets, each with a public IP", ""),
    "cheapest_that_works": ("the cheapest option in which everything works", ""),
    "cheapest_that_outlives_a_zone": ("the cheapest option in which everything works even if a zone fails", ""),
    "lost_without_nat:ecr": (
        "after this, tasks can't pull images from ECR and won't start",
        "Endpoints that can replace the NAT gateway ([endpoints] in netsec.toml): {missing}\n"
        "To compare the costs:\n  netsec advise",
    ),
    "lost_without_nat": (
        "after this, {flow} ([workload] in netsec.toml) has no route out",
        "Endpoints that can replace the NAT gateway ([endpoints] in netsec.toml): {missing}\n"
        "To compare the costs:\n  netsec advise",
    ),
}

TEXTS: dict[str, str] = {
    "advice.flows_heading": "What private subnets need, and the path it takes now:",
    "advice.prices_heading": "Monthly cost in USD ({region}, prices of {date}):",
    "advice.recommended": "Recommended: {setup}, ${monthly} a month.",
    "advice.recommended_lines": "Reason: {why}. In netsec.toml:",
    "advice.not_needed": "Not needed, according to [workload] in netsec.toml:",
    "advice.measured": "Based on {gb} GB of traffic in the last 30 days (CloudWatch).",
    "advice.loses": "loses {flows}",
    # the flows
    "advice.flow.dns": "DNS",
    "advice.flow.time": "time (NTP)",
    "advice.flow.inside": "inside the VPC",
    "advice.flow.from_alb": "in from the ALB",
    "advice.flow.from_internet": "in from the internet",
    "advice.flow.ecr": "images from ECR",
    "advice.flow.logs": "CloudWatch Logs",
    "advice.flow.secrets": "Secrets Manager",
    "advice.flow.parameters": "SSM parameters",
    "advice.flow.exec": "ECS Exec (SSM)",
    "advice.flow.metrics": "metrics",
    "advice.flow.s3": "S3",
    "advice.flow.dynamodb": "DynamoDB",
    "advice.flow.packages": "packages at run time",
    "advice.flow.public_images": "public images",
    "advice.flow.external_apis": "external APIs",
    # the set-ups
    "advice.setup.nat_per_zone": "NAT gateway per zone",
    "advice.setup.nat_single": "single NAT gateway",
    "advice.setup.nat_at_work": "per zone, off at night",
    "advice.setup.endpoints": "endpoints in each zone",
    "advice.setup.endpoints_one_zone": "endpoints in one zone",
    "advice.setup.public_ips": "public IPs on the tasks",
    "advice.setup.nothing": "none of these",
    # the way each flow takes
    "advice.way.always": "free",
    "advice.way.endpoint": "endpoint",
    "advice.way.nat": "NAT",
    "advice.way.ipv6": "IPv6",
    "advice.way.public_ip": "own IP",
    "advice.way.nowhere": "none",
    "advice.way.unknown": "?",
}
