"""What blocks the traffic of a NAT gateway that is available: VPC Block Public Access, and enforced encryption."""

from __future__ import annotations

from collections.abc import Sequence

from netsec.model import Change, Config, Query, reason
from netsec.model.response_fields import structure_field
from netsec.planning.observation import Observation
from netsec.planning.preflight.findings import PreflightFindings, calls_of_operation

BLOCKED = "block-bidirectional"
ENCRYPTION = Query("describe_vpc_encryption_controls", "VpcEncryptionControls", optional=True)


def check_egress_blocks(config: Config, observation: Observation, makes: Sequence[Change]) -> PreflightFindings:
    """Warnings: AWS creates the gateway, and charges for it, nevertheless."""
    subnets = {str(params["SubnetId"]) for _, params in calls_of_operation(makes, "create_nat_gateway")}
    if not subnets:
        return PreflightFindings()
    blocked = [
        subnet["SubnetId"]
        for subnet in observation.answers.of("describe_subnets")
        if subnet["SubnetId"] in subnets
        and structure_field(subnet, "BlockPublicAccessStates").get("InternetGatewayBlockMode") == BLOCKED
    ]
    warnings = [reason("public_access_blocked", subnets=sorted(blocked))] if blocked else []
    controls = observation.answers.get(ENCRYPTION) or ()
    vpc_id = observation.network.vpc_id
    enforced = [item for item in controls if item.get("VpcId") == vpc_id and item.get("Mode") == "enforce"]
    exclusions = [
        structure_field(structure_field(item, "ResourceExclusions"), "NatGateway").get("State") for item in enforced
    ]
    warnings += [reason("encryption_enforced", vpc=vpc_id) for state in exclusions if state != "enabled"]
    return PreflightFindings(warnings=tuple(warnings), followup_queries=(ENCRYPTION,))
