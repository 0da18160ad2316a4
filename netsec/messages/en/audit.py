"""What audit says of each finding, and what to do about it."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "default_group_has_rules": (
        "the VPC's default group has rules: whatever is started without a group of its own wears it",
        "Take its rules away, once nothing wears it.",
    ),
    "ssh_open": (
        "port 22 (SSH) is open to everybody",
        "Name the addresses that need it, or use ECS Exec or SSM instead.",
    ),
    "rdp_open": ("port 3389 (RDP) is open to everybody", "Name the addresses that need it, or use SSM instead."),
    "risky_ports_open": (
        "ports that are attacked at once are open to everybody: {ports}",
        "Name the group or the addresses that need them.",
    ),
    "other_ports_open": (
        "ports other than 80 and 443 are open to everybody: {ports}",
        "Put a load balancer in front, or name who needs them.",
    ),
    "group_unused": (
        "no network interface wears it",
        "Delete it if nothing will; before the first deployment this is normal.",
    ),
    "stale_rule": (
        "stale: the way to the group in {rule} is gone ({status}), so the rule lets nobody through",
        "Take the rule away, or make the VPC peering connection anew.",
    ),
    "acl_lets_admin_in": (
        "by the order of its entries, {ports} gets in from everybody (entries {through})",
        "Deny those ports with a lower number, or begin the range for answers at 32768.",
    ),
    "acl_unused": (
        "no subnet is on it, so it protects nothing",
        "Put subnets on it (associate_network_acls = true), or leave it out.",
    ),
    "address_idle": (
        "{public_ip} is held by nothing, and costs {monthly} a month",
        "Release it if nobody has it on a list.",
    ),
    "nat_idle": (
        "nothing passed it in the last 30 days, and it costs {monthly} a month",
        "Switch it off until it is needed:\n  netsec nat off",
    ),
    "nat_in_another_zone": (
        "its subnets in {zones} go out through a NAT gateway in {zone}: each GB is charged between zones",
        "Lead them to the one in their own zone:\n  netsec plan",
    ),
    "route_leads_nowhere": (
        "its route for {destination} leads to {target}, which is gone",
        "See what apply would do:\n  netsec plan",
    ),
    "s3_by_nat": (
        "what goes to S3, and with it each layer of an image in ECR, goes by the NAT gateway and is charged by the GB",
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
