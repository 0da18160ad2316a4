"""What the policy and the sandbox have to know of VPC endpoints."""

from __future__ import annotations

from collections.abc import Mapping

from netsec.model import EmulatedId

EMULATED = EmulatedId(
    prefix="vpce",
    created_by=("create_vpc_endpoint",),
    resource_type="vpc-endpoint",
    not_found="InvalidVpcEndpointId.NotFound",
    found_in=("vpc_end_points",),
)
# Statement of the policy in docs/iam-policy.md → the actions that it has to allow.
PERMISSIONS: Mapping[str, tuple[str, ...]] = {
    "Look": ("DescribeVpcEndpoints", "DescribeVpcEndpointServices", "DescribeVpcAttribute"),
    "MakeGateways": ("CreateVpcEndpoint",),
    "MakeOnlyHere": ("CreateVpcEndpoint",),
    "UseOnlyOurs": ("CreateVpcEndpoint", "ModifyVpcEndpoint"),
    "PutEndpoints": ("CreateVpcEndpoint", "ModifyVpcEndpoint"),
    "ChangeOurs": ("ModifyVpcEndpoint", "DeleteVpcEndpoints"),
}
