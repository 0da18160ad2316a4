"""network_acl: the ACL itself; its entries are `network_acl_entries`, its subnets `network_acl_association`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from netsec.codes import RETRY_WHILE_IN_USE
from netsec.model import (
    ASSOCIATE_TAG,
    CLIENT_TOKEN,
    REPEATABLE,
    Address,
    Answers,
    Call,
    Config,
    Decision,
    DestroyOptions,
    EmulatedId,
    Kind,
    Live,
    Network,
    Query,
    Recover,
    Spec,
    identity_tags,
    query_by_vpc,
    reason,
    resource_tags,
    tag_map,
    tag_specifications,
    tagged_address,
)
from netsec.model.quota import Quota, QuotaUsage
from netsec.model.simulated import Item, Params, SimulatedAws, requested_tags

NAME = "network_acl"
QUOTA = Quota("network_acls", "vpc", "L-B4A6D682", 200)
# EC2's own last entry of each direction, which denies; the one for IPv6 has the next number.
LAST_ENTRY = 32767


@dataclass(frozen=True, kw_only=True)
class NetworkAclSpec(Spec):
    """A network ACL as wanted."""

    vpc_id: str


def _queries(vpc_id: str) -> tuple[Query, ...]:
    return (query_by_vpc("describe_network_acls", "NetworkAcls", vpc_id, id_field="NetworkAclId"),)


def _desire(config: Config, network: Network) -> Iterator[NetworkAclSpec]:
    for acl in config.network_acls:
        address = Address(NAME, acl.key)
        marks = {ASSOCIATE_TAG: "true"} if acl.associate else {}
        yield NetworkAclSpec(
            address=address, tags={**resource_tags(config, address, acl.name), **marks}, vpc_id=network.vpc_id
        )


def _read(answers: Answers, network: Network) -> Iterator[Live]:
    for item in answers.of("describe_network_acls"):
        tags = tag_map(item)
        yield Live(
            kind=NAME,
            id=item["NetworkAclId"],
            address=tagged_address(NAME, tags),
            name=tags.get("Name", ""),
            tags=tags,
            attributes={"name": tags.get("Name", "")},
        )


def _create(spec: NetworkAclSpec) -> Decision:
    tags = dict(spec.tags)
    call = Call(
        op="create_network_acl",
        params={
            "VpcId": spec.vpc_id,
            "ClientToken": CLIENT_TOKEN,
            "TagSpecifications": tag_specifications("network-acl", tags),
        },
        out={"id": "NetworkAcl.NetworkAclId"},
        recover=Recover(
            query=_queries(spec.vpc_id)[0], out={"id": "NetworkAclId"}, tags=identity_tags(tags), creation=REPEATABLE
        ),
    )
    return Decision(verb="create", why=reason("network_acl_missing"), steps=(call,))


def _compare(spec: NetworkAclSpec, live: Live) -> Decision:
    return Decision(verb="keep", why=reason("as_wanted"))


def _delete(live: Live, retire: DestroyOptions) -> Decision:
    call = Call(
        op="delete_network_acl",
        params={"NetworkAclId": live.id},
        benign=("InvalidNetworkAclID.NotFound",),
        retry_on=RETRY_WHILE_IN_USE,
    )
    return Decision(verb="delete", why=reason("not_wanted"), steps=(call,))


def _count_quotas(answers: Answers, creates: Sequence[Params], vpc_id: str) -> Iterator[QuotaUsage]:
    """The ACLs of the VPC, the default one included."""
    yield QuotaUsage(QUOTA, vpc_id, len(creates) + len(answers.of("describe_network_acls")))


def _simulate_create(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    """A new ACL has only the last entry of each direction, which denies."""
    entries = [_denial(egress, LAST_ENTRY, "CidrBlock", "0.0.0.0/0") for egress in (True, False)]
    if aws.ipv6_cidrs():
        entries += [_denial(egress, LAST_ENTRY + 1, "Ipv6CidrBlock", "::/0") for egress in (True, False)]
    created = {
        "NetworkAclId": new_id,
        "VpcId": params["VpcId"],
        "IsDefault": False,
        "Entries": entries,
        "Associations": [],
        "Tags": requested_tags(params),
    }
    aws.items("describe_network_acls").append(created)
    return {"NetworkAcl": created}


def _denial(egress: bool, number: int, field: str, cidr: str) -> Item:
    return {"RuleNumber": number, "Egress": egress, "Protocol": "-1", "RuleAction": "deny", field: cidr}


def _simulate_delete(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    aws.remove("describe_network_acls", "NetworkAclId", params["NetworkAclId"])
    return {}


EMULATED = EmulatedId(
    prefix="acl",
    created_by=("create_network_acl",),
    resource_type="network-acl",
    not_found="InvalidNetworkAclID.NotFound",
    found_in=("network_acls",),
)
KIND = Kind(
    name=NAME,
    heading="Network ACLs",
    id_prefix="acl",
    queries=_queries,
    read=_read,
    desire=_desire,
    create=_create,
    compare=_compare,
    delete=_delete,
    count_quotas=_count_quotas,
    creation=REPEATABLE,
    permissions={
        "Look": ("DescribeNetworkAcls",),
        "MakeTagged": ("CreateNetworkAcl",),
        "MakeOnlyHere": ("CreateNetworkAcl",),
        "ChangeOursHere": ("DeleteNetworkAcl",),
    },
    emulated=(EMULATED,),
    not_found=("InvalidNetworkAclID.NotFound", "InvalidNetworkAclId.NotFound"),
    handlers={"create_network_acl": _simulate_create, "delete_network_acl": _simulate_delete},
)
