"""What the policy and the sandbox have to know of NAT gateways."""

from __future__ import annotations

from collections.abc import Mapping

from netsec.model import EmulatedId

EMULATED = EmulatedId(
    prefix="nat",
    created_by=("create_nat_gateway",),
    resource_type="natgateway",
    not_found="NatGatewayNotFound",
    not_found_elsewhere="InvalidNatGatewayID.NotFound",
    found_in=("nat_gateways",),
)
# Statement of the policy in docs/iam-policy.md → the actions that it has to allow.
PERMISSIONS: Mapping[str, tuple[str, ...]] = {
    "Look": ("DescribeNatGateways",),
    "MakeGateways": ("CreateNatGateway",),
    "MakeOnlyHere": ("CreateNatGateway",),
    "UseOnlyOurs": ("CreateNatGateway",),
    "ChangeOurs": ("DeleteNatGateway",),
}
