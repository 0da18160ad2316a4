"""What audit says of each finding, and what to do about it."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "default_group_has_rules": (
        "the VPC's default group has rules, and resources started without a group use it",
        "Remove its rules once nothing uses it.",
    ),
    "ssh_open": (
        "port 22 (SSH) is open to the internet",
        "Allow only the addresses that need it, or use ECS Exec or SSM instead.",
    ),
    "rdp_open": (
        "port 3389 (RDP) is open to the internet",
        "Allow only the addresses that need it, or use SSM instead.",
    ),
    "risky_ports_open": (
        "high-risk ports are open to the internet: {ports}",
        "Allow only the group or the addresses that need them.",
    ),
    "other_ports_open": (
        "ports other than 80 and 443 are open to the internet: {ports}",
        "Use a load balancer, or allow only the addresses that need them.",
    ),
    "group_unused": (
        "not attached to any network interface",
        "Delete it if it is not needed; before the first deployment this is normal.",
    ),
    "stale_rule": (
        "stale: the connection to the group in {rule} is gone ({status}), so the rule allows no traffic",
        "Remove the rule, or create the VPC peering connection again.",
    ),
    "acl_lets_admin_in": (
        "allows {ports} from the internet (entries {through})",
        "Deny those ports with a lower entry number, or start the ephemeral port range at 32768.",
    ),
    "acl_unused": (
        "not associated with any subnet, so it has no effect",
        "Associate subnets (associate_network_acls = true), or remove it from netsec.toml.",
    ),
    "address_idle": (
        "{public_ip} is not associated, and costs {monthly} a month",
        "Release it if it is not on anyone's allowlist.",
    ),
    "nat_idle": (
        "no traffic in the last 30 days, and it costs {monthly} a month",
        "Switch it off until it is needed:\n  netsec nat off",
    ),
    "nat_in_another_zone": (
        "its subnets in {zones} use a NAT gateway in {zone}: cross-zone traffic is charged per GB",
        "Route them to the one in their own zone:\n  netsec plan",
    ),
    "route_leads_nowhere": (
        "its route for {destination} points to {target}, which no longer exists",
        "See what apply would do:\n  netsec plan",
    ),
    "s3_by_nat": (
        "traffic to S3, including image layers from ECR, goes through the NAT gateway and is charged per GB",
        'A gateway endpoint is free: gateway = ["s3"] under [endpoints] in netsec.toml.',
    ),
}

TEXTS: dict[str, str] = {
    "audit.severity.critical": "critical",
    "audit.severity.high": "high",
    "audit.severity.medium": "medium",
    "audit.severity.low": "low",
    "audit.count.critical": "{n} critical",
    "audit.count.high": "{n} high",
    "audit.count.medium": "{n} medium",
    "audit.count.low": "{n} low",
    "audit.findings": "Findings: {counts}.",
    "audit.findings_hidden": "Findings: {counts} ({hidden} more not shown).",
    "audit.unknown": "unknown",
    "audit.unread": "can't read {operations}, or the answer was incomplete",
    "audit.no_metrics": "CloudWatch has no metrics for {gateways}",
    "audit.idle_suppression": "note: [audit] suppress: ",
    "audit.matches_nothing": "{control} {resource}: matches no finding",
    "audit.foreign": "{name} (not in this stack)",
    "audit.suppressed": "suppressed: ",
}
