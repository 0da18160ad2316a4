"""What blocks the traffic of a NAT gateway that is available: VPC Block Public Access, and enforced encryption."""

from __future__ import annotations

from collections.abc import Sequence

from netsec.model import Change, Config, Query, reason
from netsec.model.answer import structure
from netsec.planning.observe import Observation
from netsec.planning.preflight.findings import Findings, calls

BLOCKED = "block-bidirectional"
ENCRYPTION = Query("describe_vpc_encryption_controls", "VpcEncryptionControls", aside=True)


def check(config: Config, observation: Observation, makes: Sequence[Change]) -> Findings:
    """Warnings: AWS creates the gateway, and charges for it, nevertheless."""
    subnets = {str(params["SubnetId"]) for _, params in calls(makes, "create_nat_gateway")}
    if not subnets:
        return Findings()
    blocked = [
        subnet["SubnetId"]
        for subnet in observation.answers.of("describe_subnets")
        if subnet["SubnetId"] in subnets
        and structure(subnet, "BlockPublicAccessStates").get("InternetGatewayBlockMode") == BLOCKED
    ]
    warnings = [reason("public_access_blocked", subnets=sorted(blocked))] if blocked else []
    controls = observation.answers.get(ENCRYPTION) or ()
    vpc_id = observation.network.vpc_id
    enforced = [item for item in controls if item.get("VpcId") == vpc_id and item.get("Mode") == "enforce"]
    exclusions = [structure(structure(item, "ResourceExclusions"), "NatGateway").get("State") for item in enforced]
    warnings += [reason("encryption_enforced", vpc=vpc_id) for state in exclusions if state != "enabled"]
    return Findings(warnings=tuple(warnings), asks=(ENCRYPTION,))
