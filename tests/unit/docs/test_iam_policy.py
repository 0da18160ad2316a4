"""docs/iam-policy.md: a role that has it works on its own stack, in its own VPC, and gets nowhere else."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.policy.evaluator import OTHER_VPC, OUR_VPC, Request, Resource, allows, listed
from tests.support.policy.reference import ASSUMED, KEYS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "iam-policy.md").read_text(encoding="utf-8")
BLOCKS = [json.loads(each) for each in re.findall(r"^```json\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)]
POLICY: list[dict[str, Any]] = BLOCKS[0]["Statement"]
ADOPT, FORGET = BLOCKS[1:]
CHANGING = [each for each in POLICY if each["Sid"] != "Look"]

OURS, THEIRS = {"netsec:stack": "STACK"}, {"netsec:stack": "OTHER"}
VPC = Resource("vpc/VPC_ID")
GROUP = Resource("security-group/sg-1", OURS, OUR_VPC)
ACL = Resource("network-acl/acl-1", OURS, OUR_VPC)
ADDRESS = Resource("elastic-ip/eipalloc-1", OURS)
GATEWAY = Resource("natgateway/nat-1", OURS)
ENDPOINT = Resource("vpc-endpoint/vpce-1", OURS)
SUBNET = Resource("subnet/SUBNET_ID", {}, OUR_VPC)
PUBLIC = Resource("subnet/PUBLIC_SUBNET_A", {}, OUR_VPC)
PRIVATE = Resource("subnet/PRIVATE_SUBNET_A", {}, OUR_VPC)
TABLE = Resource("route-table/PRIVATE_TABLE_A", {}, OUR_VPC)
RULE = Resource("security-group-rule/*")
INTERFACE = Resource("network-interface/eni-1", {}, OUR_VPC)
NEW = {
    kind: Resource(f"{kind}/*")
    for kind in ("security-group", "elastic-ip", "natgateway", "network-acl", "vpc-endpoint")
}
TAGS = {"Name": "x", "netsec:stack": "STACK", "netsec:vpc": "VPC_ID"}


def moved(resource: Resource) -> Resource:
    """The same thing, in another VPC, with our tags all the same."""
    return Resource(resource.name, resource.tags, OTHER_VPC)


def stranger(resource: Resource) -> Resource:
    """A thing of that kind that belongs to another stack in this VPC."""
    return Resource(resource.name, THEIRS, resource.vpc)


WORK = [
    Request("CreateSecurityGroup", (NEW["security-group"], VPC), TAGS),
    Request("AllocateAddress", (NEW["elastic-ip"],), TAGS),
    Request("CreateNatGateway", (NEW["natgateway"], PUBLIC, ADDRESS), TAGS),
    Request("CreateNetworkAcl", (NEW["network-acl"], VPC), TAGS),
    Request("CreateVpcEndpoint", (NEW["vpc-endpoint"], VPC, PRIVATE, TABLE, GROUP), TAGS),
    Request("CreateTags", (NEW["natgateway"],), TAGS, make="CreateNatGateway"),
    *(
        Request(f"{verb}SecurityGroup{way}", (GROUP,))
        for verb in ("Authorize", "Revoke")
        for way in ("Ingress", "Egress")
    ),
    Request("AuthorizeSecurityGroupIngress", (GROUP, RULE)),
    Request("ModifySecurityGroupRules", (GROUP, RULE)),
    *(Request(f"UpdateSecurityGroupRuleDescriptions{way}", (GROUP,)) for way in ("Ingress", "Egress")),
    Request("DeleteSecurityGroup", (GROUP,)),
    Request("DisassociateAddress", (ADDRESS, INTERFACE)),
    Request("ReleaseAddress", (ADDRESS,)),
    Request("ReleaseAddress", (Resource(ADDRESS.name, {**OURS, "netsec:vpc": "VPC_ID"}),)),
    Request("DeleteNatGateway", (GATEWAY,)),
    *(Request(f"{verb}NetworkAclEntry", (ACL,)) for verb in ("Create", "Replace", "Delete")),
    Request("DeleteNetworkAcl", (ACL,)),
    Request("ModifyVpcEndpoint", (ENDPOINT, PRIVATE, TABLE, GROUP)),
    Request("DeleteVpcEndpoints", (ENDPOINT,)),
    *(Request(f"{verb}Route", (TABLE,)) for verb in ("Create", "Replace", "Delete")),
    Request("ReplaceNetworkAclAssociation", (ACL, SUBNET)),
    Request("ReplaceNetworkAclAssociation", (Resource("network-acl/acl-default", {}, OUR_VPC), SUBNET)),
    Request("CreateTags", (GROUP,), {"Name": "x", "Project": "y"}),
    Request("CreateTags", (ADDRESS,), {"netsec:keep": "true"}),
    Request("CreateTags", (ADDRESS,), {"netsec:stack": "STACK", "netsec:vpc": "VPC_ID"}),
    Request("DeleteTags", (GATEWAY,), {"netsec:expires-at": "", "Owner": ""}),
]

# Of kinds that nobody has written requests for.
WORK += [
    Request(action, (Resource(f"{kind}/*"), VPC), TAGS)
    if action.startswith("Create")
    else Request(action, (Resource(f"{kind}/id-1", OURS),))
    for action, kind in ASSUMED.items()
]

ABUSE = {
    "retag ours into another stack": Request("CreateTags", (GROUP,), {"netsec:stack": "OTHER"}),
    "retag ours into another stack, among others": Request(
        "CreateTags", (ADDRESS,), {"Name": "x", "netsec:stack": "OTHER"}
    ),
    "give ours to the same stack of another VPC": Request("CreateTags", (ADDRESS,), {"netsec:vpc": "VPC_OF_OTHERS"}),
    "retag another stack's into ours": Request("CreateTags", (stranger(GROUP),), {"netsec:stack": "STACK"}),
    "tag what is nobody's": Request("CreateTags", (Resource("security-group/sg-2"),), {"netsec:stack": "STACK"}),
    "take the stack's tag off": Request("DeleteTags", (ADDRESS,), {"netsec:stack": ""}),
    "take the VPC's tag off": Request("DeleteTags", (ADDRESS,), {"Name": "", "netsec:vpc": ""}),
    "take all tags off by naming none": Request("DeleteTags", (ADDRESS,)),
    "make something without our tag": Request("AllocateAddress", (NEW["elastic-ip"],), {"Name": "x"}),
    "make something for another stack": Request("CreateNetworkAcl", (NEW["network-acl"], VPC), THEIRS),
    "tag as another stack's what is made": Request("CreateTags", (NEW["natgateway"],), THEIRS, make="CreateNatGateway"),
    "tag what is made without our tag": Request(
        "CreateTags", (NEW["natgateway"],), {"a": "b"}, make="CreateNatGateway"
    ),
    "make an address for another VPC": Request(
        "CreateTags", (NEW["elastic-ip"],), {**TAGS, "netsec:vpc": "VPC_OF_OTHERS"}, make="AllocateAddress"
    ),
    "make a group in another VPC": Request("CreateSecurityGroup", (NEW["security-group"], Resource("vpc/vpc-2")), TAGS),
    "use another stack's address": Request("CreateNatGateway", (NEW["natgateway"], PUBLIC, stranger(ADDRESS)), TAGS),
    "use nobody's address": Request("CreateNatGateway", (NEW["natgateway"], PUBLIC, Resource("elastic-ip/e")), TAGS),
    "use another stack's group": Request("CreateVpcEndpoint", (NEW["vpc-endpoint"], VPC, stranger(GROUP)), TAGS),
    "put a gateway elsewhere": Request("CreateNatGateway", (NEW["natgateway"], SUBNET, ADDRESS), TAGS),
    "release the same stack's address of another VPC": Request(
        "ReleaseAddress", (Resource(ADDRESS.name, {**OURS, "netsec:vpc": "VPC_OF_OTHERS"}),)
    ),
    "tag rules": Request("AuthorizeSecurityGroupIngress", (GROUP, RULE), {"netsec:stack": "OTHER"}),
    "move another VPC's subnets": Request("ReplaceNetworkAclAssociation", (moved(ACL), moved(SUBNET))),
    "an ACL of another VPC": Request("ReplaceNetworkAclAssociation", (moved(ACL), SUBNET)),
    "a subnet that is not listed": Request("ReplaceNetworkAclAssociation", (ACL, PRIVATE)),
    "a route elsewhere": Request("CreateRoute", (Resource("route-table/rtb-public", {}, OUR_VPC),)),
    "take off an address elsewhere": Request("DisassociateAddress", (ADDRESS, moved(INTERFACE))),
    **{
        f"{each.action} on another stack's": Request(each.action, tuple(map(stranger, each.resources)), each.tags)
        for each in WORK
        if any(resource.tags for resource in each.resources)
    },
    **{
        f"{each.action} in another VPC": Request(each.action, tuple(map(moved, each.resources)), each.tags)
        for each in WORK
        if each.resources[0].vpc and each.action != "CreateTags"
    },
    **{
        f"{each.action} in another region": Request(
            each.action, tuple(Resource(one.name, one.tags, one.vpc, "elsewhere") for one in each.resources), each.tags
        )
        for each in WORK
    },
}


@pytest.mark.parametrize("request_", WORK, ids=lambda each: each.action)
def test_its_own_work_is_allowed(request_: Request) -> None:
    assert allows(POLICY, request_)


@pytest.mark.parametrize("what", ABUSE)
def test_nothing_else_is(what: str) -> None:
    assert not allows(POLICY, ABUSE[what])


def test_every_changing_action_is_tried_and_known() -> None:
    actions = {each.removeprefix("ec2:") for statement in CHANGING for each in listed(statement["Action"])}
    assert actions == set(KEYS) == {each.action for each in WORK}


@pytest.mark.parametrize("statement", CHANGING, ids=lambda each: each["Sid"])
def test_a_statement_that_changes_something_is_bound(statement: dict[str, Any]) -> None:
    """To the stack's tag, to the VPC, or to ids; a rule carries no tag, but its group, asked about as well, does."""
    conditions = {
        key: value
        for operator, inner in statement.get("Condition", {}).items()
        if operator in ("StringEquals", "ArnEquals")
        for key, value in inner.items()
    }
    bound = (
        conditions.get("aws:ResourceTag/netsec:stack") == "STACK"
        or conditions.get("aws:RequestTag/netsec:stack") == "STACK"
        or conditions.get("ec2:Vpc") == OUR_VPC
        or not any(each.endswith("/*") for each in listed(statement["Resource"]))
    )
    assert bound or statement["Sid"] == "RulesCarryNoTags"


@pytest.mark.parametrize("statement", [*CHANGING, ADOPT, FORGET], ids=lambda each: each["Sid"])
def test_tags_are_given_with_a_bound_new_value(statement: dict[str, Any]) -> None:
    condition = statement.get("Condition", {})
    if "ec2:CreateTags" in listed(statement["Action"]):
        new = [
            inner.get("aws:RequestTag/netsec:stack") for name, inner in condition.items() if name.startswith("StringE")
        ]
        assert "STACK" in new
    if "ec2:DeleteTags" in listed(statement["Action"]):
        assert condition["Null"] == {"aws:TagKeys": "false"}


@pytest.mark.parametrize("statement", CHANGING, ids=lambda each: each["Sid"])
def test_aws_knows_the_condition_keys_where_they_are_asked(statement: dict[str, Any]) -> None:
    """A key that a request lacks makes a condition false: the action would never be allowed."""
    operators = statement.get("Condition", {}).items()
    strict = {key.split("/")[0] for name, inner in operators if not name.endswith("IfExists") for key in inner}
    kinds = {each.split(":")[-1].split("/")[0] for each in listed(statement["Resource"])}
    for action in (each.removeprefix("ec2:") for each in listed(statement["Action"])):
        meant = [kind for kind in KEYS[action] if kind in kinds or kinds == {"*"}]
        assert meant, action
        assert any(strict <= KEYS[action][kind] for kind in meant), (action, strict)


def test_a_managed_policy_has_room_for_it() -> None:
    """6,144 characters without white space (IAM and STS quotas), with two zones and long names."""
    text = json.dumps(BLOCKS[0], separators=(",", ":"))
    real = {"REGION": "ap-northeast-1", "ACCOUNT": "123456789012", "STACK": "application/production"}
    real |= dict.fromkeys(re.findall(r"[A-Z_]*SUBNET_[A-Z]+", text), "subnet-0123456789abcdef0")
    real |= dict.fromkeys(re.findall(r"PRIVATE_TABLE_[A-Z]", text), "rtb-0123456789abcdef0") | {
        "VPC_ID": "vpc-0123456789abcdef0"
    }
    for placeholder, value in sorted(real.items(), key=lambda each: -len(each[0])):
        text = text.replace(placeholder, value)
    assert len(text) <= 6_144


def test_adopting_takes_nothing_from_another_stack() -> None:
    one = "security-group/sg-…"
    ours = {"netsec:stack": "STACK"}
    assert allows([ADOPT], Request("CreateTags", (Resource(one),), ours))
    assert not allows([ADOPT], Request("CreateTags", (Resource(one, THEIRS),), ours))
    assert not allows([ADOPT], Request("CreateTags", (Resource(one),), {"netsec:stack": "OTHER"}))
    assert not allows([ADOPT], Request("CreateTags", (Resource(one),), {"Name": "x"}))


def test_forgetting_takes_off_our_tags_only() -> None:
    ours = dict.fromkeys(("ManagedBy", "netsec:stack", "netsec:address", "netsec:vpc"), "")
    assert allows([FORGET], Request("DeleteTags", (GROUP,), ours))
    assert not allows([FORGET], Request("DeleteTags", (stranger(GROUP),), ours))
    assert not allows([FORGET], Request("DeleteTags", (GROUP,), {"CostCentre": ""}))
    assert not allows([FORGET], Request("DeleteTags", (GROUP,)))
