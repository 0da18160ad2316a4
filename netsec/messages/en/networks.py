"""What is said of answers with gaps, and of networks that are not only one's own or not only in availability zones."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "answer_incomplete": (
        "unknown: AWS's answer for {id} lacks {missing}, or has a value that this version of netsec does not know",
        "Run the same command again. If it happens again, check with aws ec2 describe-..., or use a newer netsec.",
    ),
    "zones_left_out": (
        "skipped {zones}: not {zones:an availability zone|availability zones}",
        "To use one of them, list it with the others in availability_zones in netsec.toml.",
    ),
    "zone_not_for_nat": (
        "{zone} is not an availability zone ({type}): a NAT gateway there needs an Elastic IP from the zone's own "
        "border group, which netsec does not allocate",
        "Set one of yours if AWS offers NAT gateways in that zone, or use one in an availability zone:\n"
        '[nat.eips]\n{zone} = "eipalloc-..."',
    ),
    "shared_by_other_account": (
        "{ids} {ids:belongs|belong} to account {owners} and {ids:is|are} shared with {own}: only the owner can "
        "change routes and ACLs there, and create NAT gateways",
        "Run netsec as {owners}, or turn NAT gateways, ACLs and endpoints off here: you can still create groups.",
    ),
}
