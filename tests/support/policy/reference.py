"""What AWS's Service Authorization Reference (Amazon EC2) says of the actions in the policy that change something.

For each action, the types of resource that a request names, and the condition keys that it holds for each of them.
Read in October 2026, from the table "Actions defined by Amazon EC2"; keys that the policy does not use are left out.
"""

from __future__ import annotations

from netsec.config import default_config
from netsec.kinds import KINDS

TAGGED = {"aws:ResourceTag"}
IN_VPC = {"aws:ResourceTag", "ec2:Vpc"}
NEW = {"aws:RequestTag", "aws:TagKeys"}
RETAGGED = {"aws:RequestTag", "aws:ResourceTag", "aws:TagKeys"}
TAGGED_WHEN_MADE = {*RETAGGED, "ec2:CreateAction"}

_TAGGABLE = ("security-group", "elastic-ip", "natgateway", "network-acl", "vpc-endpoint")
_ON_A_GROUP = {"security-group": IN_VPC}
_ON_AN_ACL = {"network-acl": IN_VPC}
_ON_A_TABLE = {"route-table": IN_VPC}

KEYS: dict[str, dict[str, set[str]]] = {
    "CreateSecurityGroup": {"security-group": NEW, "vpc": TAGGED},
    "AllocateAddress": {"elastic-ip": NEW},
    "CreateNatGateway": {"natgateway": NEW, "elastic-ip": TAGGED, "subnet": IN_VPC},
    "CreateNetworkAcl": {"network-acl": NEW, "vpc": TAGGED},
    "CreateVpcEndpoint": {
        "vpc-endpoint": NEW,
        "vpc": TAGGED,
        "route-table": TAGGED,
        "security-group": TAGGED,
        "subnet": TAGGED,
    },
    "AuthorizeSecurityGroupIngress": {"security-group": IN_VPC, "security-group-rule": NEW},
    "AuthorizeSecurityGroupEgress": {"security-group": IN_VPC, "security-group-rule": NEW},
    "RevokeSecurityGroupIngress": _ON_A_GROUP,
    "RevokeSecurityGroupEgress": _ON_A_GROUP,
    # It knows no aws:TagKeys on a rule; asking that there be none is true then.
    "ModifySecurityGroupRules": {"security-group": IN_VPC, "security-group-rule": {*TAGGED, "aws:TagKeys"}},
    "UpdateSecurityGroupRuleDescriptionsIngress": _ON_A_GROUP,
    "UpdateSecurityGroupRuleDescriptionsEgress": _ON_A_GROUP,
    "DeleteSecurityGroup": _ON_A_GROUP,
    "DisassociateAddress": {"elastic-ip": TAGGED, "network-interface": IN_VPC},
    "ReleaseAddress": {"elastic-ip": TAGGED},
    "DeleteNatGateway": {"natgateway": TAGGED},
    "CreateNetworkAclEntry": _ON_AN_ACL,
    "ReplaceNetworkAclEntry": _ON_AN_ACL,
    "DeleteNetworkAclEntry": _ON_AN_ACL,
    "DeleteNetworkAcl": _ON_AN_ACL,
    "ModifyVpcEndpoint": {"vpc-endpoint": TAGGED, "route-table": TAGGED, "security-group": IN_VPC, "subnet": IN_VPC},
    "DeleteVpcEndpoints": {"vpc-endpoint": TAGGED},
    "CreateRoute": _ON_A_TABLE,
    "ReplaceRoute": _ON_A_TABLE,
    "DeleteRoute": _ON_A_TABLE,
    "ReplaceNetworkAclAssociation": {"network-acl": IN_VPC, "subnet": IN_VPC},
    # ec2:Vpc goes with groups and ACLs only here, and ec2:CreateAction with what is tagged while it is made.
    "CreateTags": dict.fromkeys(_TAGGABLE, TAGGED_WHEN_MADE),
    "DeleteTags": dict.fromkeys(_TAGGABLE, RETAGGED),
}


def _assumed_types() -> dict[str, str]:
    """Actions of registered kinds that the table above lacks, each with its type of resource.

    They are taken to be as EC2's usual ones: a create holds the tags of the request, and the VPC's own; what changes a
    resource holds the resource's. Whoever adds a kind looks it up in the reference.
    """
    found: dict[str, str] = {}
    for kind in (kind for kind in KINDS.values() if kind.is_enabled(default_config("project", "dev", ()))):
        types = [each.resource_type for each in kind.emulated if each.resource_type]
        for statement in kind.permissions.keys() - {"Look"} if types else ():
            found |= {action: types[0] for action in kind.permissions[statement] if action not in KEYS}
    return found


ASSUMED = _assumed_types()
KEYS |= {
    action: {kind: NEW, "vpc": TAGGED} if action.startswith("Create") else {kind: TAGGED}
    for action, kind in ASSUMED.items()
}
