"""What the policy and the sandbox have to know of Elastic IPs."""

from __future__ import annotations

from collections.abc import Mapping

from netsec.model import EmulatedId

EMULATED = EmulatedId(
    prefix="eipalloc",
    created_by=("allocate_address",),
    resource_type="elastic-ip",
    not_found="InvalidAllocationID.NotFound",
    found_in=("addresses.*.allocation_id",),
)
EMULATED_ASSOCIATION = EmulatedId(
    prefix="eipassoc", not_found="InvalidAssociationID.NotFound", found_in=("addresses.*.association_id",)
)
# Statement of the policy in docs/iam-policy.md → the actions that it has to allow.
PERMISSIONS: Mapping[str, tuple[str, ...]] = {
    "Look": ("DescribeAddresses", "DescribeAddressesAttribute"),
    "MakeTagged": ("AllocateAddress",),
    "ChangeOurs": ("DisassociateAddress", "ReleaseAddress"),
    "TakeOurAddressesOffHere": ("DisassociateAddress",),
}
