"""What is said of answers with gaps, and of networks that are not only one's own or not only in availability zones."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "answer_incomplete": (
        "can't be told: AWS's answer leaves out, or says in a way that this netsec does not know: {missing} of {id}",
        "Run the same command again. If it stays so, look at it with aws ec2 describe-..., or take a newer netsec.",
    ),
    "zones_left_out": (
        "left out, as they are no availability zones: {zones}",
        "If one of them is meant, name it in availability_zones in netsec.toml, with the others.",
    ),
    "zone_not_for_nat": (
        "{zone} is no availability zone ({type}): a NAT gateway there takes an Elastic IP of the zone's own border "
        "group, which netsec does not allocate",
        "Bring one, where AWS has NAT gateways in that zone, or let one in an availability zone serve it:\n"
        '[nat.eips]\n{zone} = "eipalloc-..."',
    ),
    "shared_by_other_account": (
        "{ids} belong to {owners}, who shares them with {own}: only the owner may change routes and ACLs there, and "
        "put NAT gateways there",
        "Run netsec as {owners}, or leave NAT gateways, ACLs and endpoints out here: groups are yours to make.",
    ),
}
