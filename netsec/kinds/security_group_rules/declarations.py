"""What the policy and the sandbox have to know of security group rules."""

from __future__ import annotations

from collections.abc import Mapping

from netsec.model import EmulatedId

EMULATED = EmulatedId(
    prefix="sgr",
    created_by=("authorize_security_group_ingress", "authorize_security_group_egress"),
    resource_type="security-group-rule",
    not_found="InvalidSecurityGroupRuleId.NotFound",
    found_in=("groups.*.*.ingress_rules.*.id", "groups.*.*.egress_rules.*.id"),
)
# Statement of the policy in docs/iam-policy.md → the actions that it has to allow.
PERMISSIONS: Mapping[str, tuple[str, ...]] = {
    "Look": ("DescribeSecurityGroups", "DescribeSecurityGroupRules"),
    "ChangeOursHere": (
        "AuthorizeSecurityGroupIngress",
        "AuthorizeSecurityGroupEgress",
        "RevokeSecurityGroupIngress",
        "RevokeSecurityGroupEgress",
        "ModifySecurityGroupRules",
        "UpdateSecurityGroupRuleDescriptionsIngress",
        "UpdateSecurityGroupRuleDescriptionsEgress",
    ),
    "RulesCarryNoTags": (
        "AuthorizeSecurityGroupIngress",
        "AuthorizeSecurityGroupEgress",
        "ModifySecurityGroupRules",
    ),
}
