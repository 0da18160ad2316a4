"""A VPC that another account shares with this one: only that account can change its subnets, route tables and ACLs.

VPC user guide, "Share your VPC subnets with other accounts": a participant can't create NAT gateways in shared subnets,
nor change their route tables and network ACLs; it can create security groups of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from netsec.model import Change, Config, reason
from netsec.model.response_fields import text_field
from netsec.planning.network import caller_account
from netsec.planning.observation import Observation
from netsec.planning.preflight.findings import PreflightFindings, calls_of_operation

# Operation → the parameter that names what it changes, and the operation that describes that.
CHANGES = {
    "create_nat_gateway": ("SubnetId", "describe_subnets"),
    "create_route": ("RouteTableId", "describe_route_tables"),
    "replace_route": ("RouteTableId", "describe_route_tables"),
    "create_network_acl": ("VpcId", "describe_vpcs"),
}
ASSOCIATIONS = "replace_network_acl_association"


def check_shared_vpc(config: Config, observation: Observation, makes: Sequence[Change]) -> PreflightFindings:
    """A problem if the plan changes what another account owns: AWS would refuse it halfway."""
    foreign = _foreign(observation)
    named = {str(params[field]) for op, (field, _) in CHANGES.items() for _, params in calls_of_operation(makes, op)}
    named |= {change.address.name for change, _ in calls_of_operation(makes, ASSOCIATIONS)}
    ids = sorted(named & foreign.keys())
    if not ids:
        return PreflightFindings()
    owners = sorted({foreign[resource_id] for resource_id in ids})
    return PreflightFindings(
        problems=(reason("shared_by_other_account", ids=ids, owners=owners, own=caller_account(observation.answers)),)
    )


def _foreign(observation: Observation) -> Mapping[str, str]:
    """Id → the other account that owns it; an item without OwnerId counts as the caller's own."""
    own, owners = caller_account(observation.answers), dict[str, Any]()
    for field, op in (*CHANGES.values(), ("SubnetId", "describe_subnets")):
        owners |= {item[field]: text_field(item, "OwnerId") for item in observation.answers.of(op)}
    return {resource_id: owner for resource_id, owner in owners.items() if owner not in ("", own)}
