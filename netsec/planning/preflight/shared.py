"""A VPC that another account shares: its subnets, tables and ACLs are that account's to change.

VPC user guide, "Share your VPC subnets with other accounts": a participant can't create NAT gateways in shared subnets,
nor change their route tables and network ACLs; groups of its own it can make.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from netsec.model import Change, Config, reason
from netsec.model.answer import text
from netsec.planning.network import account_of
from netsec.planning.observe import Observation
from netsec.planning.preflight.findings import Findings, calls

# What a call changes that may be another account's: the parameter that names it, and where that is described.
CHANGES = {
    "create_nat_gateway": ("SubnetId", "describe_subnets"),
    "create_route": ("RouteTableId", "describe_route_tables"),
    "replace_route": ("RouteTableId", "describe_route_tables"),
    "create_network_acl": ("VpcId", "describe_vpcs"),
}
ASSOCIATIONS = "replace_network_acl_association"


def check(config: Config, seen: Observation, makes: Sequence[Change]) -> Findings:
    """A problem where the plan changes what another account owns: AWS would refuse it halfway."""
    foreign = _foreign(seen)
    named = {str(params[field]) for op, (field, _) in CHANGES.items() for _, params in calls(makes, op)}
    named |= {change.address.name for change, _ in calls(makes, ASSOCIATIONS)}
    ids = sorted(named & foreign.keys())
    if not ids:
        return Findings()
    owners = sorted({foreign[each] for each in ids})
    return Findings(problems=(reason("shared_by_other_account", ids=ids, owners=owners, own=account_of(seen.answers)),))


def _foreign(seen: Observation) -> Mapping[str, str]:
    """Id → the other account that owns it; what does not say whose it is counts as one's own."""
    own, found = account_of(seen.answers), dict[str, Any]()
    for field, op in (*CHANGES.values(), ("SubnetId", "describe_subnets")):
        found |= {each[field]: text(each, "OwnerId") for each in seen.answers.of(op)}
    return {each: owner for each, owner in found.items() if owner not in ("", own)}
