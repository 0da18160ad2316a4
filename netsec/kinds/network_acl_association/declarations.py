"""What the policy and the sandbox have to know of associations of network ACLs."""

from __future__ import annotations

from collections.abc import Mapping

from netsec.model import EmulatedId

EMULATED = EmulatedId(
    prefix="aclassoc",
    created_by=("replace_network_acl_association",),
    not_found="InvalidAssociationID.NotFound",
    found_in=("network_acls.*._associations",),
)
# Statement of the policy in docs/iam-policy.md → the actions that it has to allow.
PERMISSIONS: Mapping[str, tuple[str, ...]] = {
    "Look": ("DescribeNetworkAcls",),
    "PutSubnetsOnAclsHere": ("ReplaceNetworkAclAssociation",),
}
