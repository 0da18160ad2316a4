"""What would let a NAT gateway come up and yet pass no packet: Block Public Access, and encryption that is enforced."""

from __future__ import annotations

from collections.abc import Sequence

from netsec.model import Change, Config, Query, reason
from netsec.model.answer import structure
from netsec.planning.observe import Observation
from netsec.planning.preflight.findings import Findings, calls

BLOCKED = "block-bidirectional"
ENCRYPTION = Query("describe_vpc_encryption_controls", "VpcEncryptionControls", aside=True)


def check(config: Config, seen: Observation, makes: Sequence[Change]) -> Findings:
    """Warnings: AWS takes the order, and the gateway costs, all the same."""
    subnets = {str(params["SubnetId"]) for _, params in calls(makes, "create_nat_gateway")}
    if not subnets:
        return Findings()
    shut = [
        each["SubnetId"]
        for each in seen.answers.of("describe_subnets")
        if each["SubnetId"] in subnets
        and structure(each, "BlockPublicAccessStates").get("InternetGatewayBlockMode") == BLOCKED
    ]
    warnings = [reason("public_access_blocked", subnets=sorted(shut))] if shut else []
    controls = seen.answers.get(ENCRYPTION) or ()
    here = [each for each in controls if each.get("VpcId") == seen.network.vpc_id and each.get("Mode") == "enforce"]
    excluded = [structure(structure(each, "ResourceExclusions"), "NatGateway").get("State") for each in here]
    warnings += [reason("encryption_enforced", vpc=seen.network.vpc_id) for state in excluded if state != "enabled"]
    return Findings(warnings=tuple(warnings), asks=(ENCRYPTION,))
