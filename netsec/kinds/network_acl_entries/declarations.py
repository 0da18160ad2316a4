"""What the policy has to know of entries of network ACLs."""

from __future__ import annotations

from collections.abc import Mapping

# Statement of the policy in docs/iam-policy.md → the actions that it has to allow.
PERMISSIONS: Mapping[str, tuple[str, ...]] = {
    "Look": ("DescribeNetworkAcls",),
    "ChangeOursHere": ("CreateNetworkAclEntry", "ReplaceNetworkAclEntry", "DeleteNetworkAclEntry"),
}
