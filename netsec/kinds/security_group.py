"""security_group: the group itself, by name and description; its rules are `security_group_rules`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from netsec.codes import RETRY_WHILE_IN_USE
from netsec.model import (
    REPEATABLE,
    Address,
    Answers,
    Call,
    Config,
    Decision,
    DestroyOptions,
    Detail,
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
    unique_queries,
)
from netsec.model.response_fields import absent_fields, member_texts, text_field, text_list
from netsec.model.simulated import Item, Params, SimulatedAws, requested_tags

NAME = "security_group"


@dataclass(frozen=True, kw_only=True)
class SecurityGroupSpec(Spec):
    """A group as wanted."""

    vpc_id: str
    name: str
    description: str


def _queries(vpc_id: str) -> tuple[Query, ...]:
    return (query_by_vpc("describe_security_groups", "SecurityGroups", vpc_id, id_field="GroupId"),)


def _desire(config: Config, network: Network) -> Iterator[SecurityGroupSpec]:
    for group in config.security_groups:
        address = Address(NAME, group.key)
        yield SecurityGroupSpec(
            address=address,
            tags=resource_tags(config, address, group.name),
            natural_name=group.name,
            vpc_id=network.vpc_id,
            name=group.name,
            description=group.description,
        )


def _read(answers: Answers, network: Network) -> Iterator[Live]:
    holders = _holders(answers)
    for item in answers.of("describe_security_groups"):
        tags = tag_map(item)
        yield Live(
            kind=NAME,
            id=item["GroupId"],
            address=tagged_address(NAME, tags),
            name=text_field(item, "GroupName"),
            tags=tags,
            attributes={"name": text_field(item, "GroupName")},
            data=text_field(item, "Description"),
            foreign_holders=tuple(holders.get(item["GroupId"], ())),
            missing_fields=absent_fields(item, "GroupName"),
        )


def _holders(answers: Answers) -> dict[str, list[str]]:
    """Who uses each group, from the network interfaces that were asked for because a group is to go.

    Those of endpoints are left out: an endpoint is a resource of its own, and names its groups itself.
    """
    holders: dict[str, list[str]] = {}
    endpoints = answers.of("describe_vpc_endpoints")
    theirs = {each for endpoint in endpoints for each in text_list(endpoint, "NetworkInterfaceIds")}
    for interface in answers.of("describe_network_interfaces"):
        for group in (
            member_texts(interface, "Groups", "GroupId") if interface["NetworkInterfaceId"] not in theirs else ()
        ):
            holders.setdefault(group, []).append(_describe_interface(interface))
    return holders


def _describe_interface(interface: dict[str, Any]) -> str:
    members = (
        text_field(interface, "Description") or text_field(interface, "InterfaceType"),
        text_field(interface, "RequesterId"),
    )
    details = ", ".join(str(part) for part in members if part)
    return f"{interface['NetworkInterfaceId']} ({details})" if details else str(interface["NetworkInterfaceId"])


def _create(spec: SecurityGroupSpec) -> Decision:
    call = Call(
        op="create_security_group",
        params={
            "GroupName": spec.name,
            "Description": spec.description,
            "VpcId": spec.vpc_id,
            "TagSpecifications": tag_specifications("security-group", spec.tags),
        },
        out={"id": "GroupId"},
        recover=Recover(
            query=_queries(spec.vpc_id)[0],
            out={"id": "GroupId", "name": "GroupName"},
            tags=identity_tags(spec.tags),
            creation=REPEATABLE,
        ),
    )
    return Decision(verb="create", why=reason("group_missing", name=spec.name), steps=(call,))


def _compare(spec: SecurityGroupSpec, live: Live) -> Decision:
    """A group's name and description never change in EC2: a difference is said, and what is there is kept."""
    differences = []
    if live.name != spec.name:
        differences.append(Detail("=", f"name {live.name}", reason("group_name_immutable", wanted=spec.name)))
    if live.data != spec.description:
        differences.append(
            Detail("=", f"description {live.data}", reason("group_description_immutable", wanted=spec.description))
        )
    return Decision(verb="keep", why=reason("as_wanted"), details=tuple(differences))


def _delete(live: Live, retire: DestroyOptions) -> Decision:
    call = Call(
        op="delete_security_group",
        params={"GroupId": live.id},
        benign=("InvalidGroup.NotFound", "InvalidGroupId.NotFound", "InvalidSecurityGroupID.NotFound"),
        retry_on=RETRY_WHILE_IN_USE,
        patience=900.0,
    )
    return Decision(verb="delete", why=reason("not_wanted"), steps=(call,))


def _ask(lives: Iterable[Live], leaving: bool) -> tuple[Query, ...]:
    """Before groups are deleted: the network interfaces that use them."""
    ids = tuple(sorted(live.id for live in lives)) if leaving else ()
    return unique_queries(
        [Query("describe_network_interfaces", "NetworkInterfaces", (("group-id", ids),))] if ids else []
    )


def _simulate_create(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    """A new group lets everything out, and nothing in."""
    ipv6 = {"Ipv6Ranges": [{"CidrIpv6": "::/0"}]} if aws.ipv6_cidrs() else {}
    owners = (group["OwnerId"] for group in aws.items("describe_security_groups") if group.get("OwnerId"))
    created = {
        "GroupId": new_id,
        "OwnerId": next(owners, ""),
        "GroupName": params["GroupName"],
        "Description": params["Description"],
        "VpcId": params["VpcId"],
        "Tags": requested_tags(params),
        "IpPermissions": [],
        "IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}], **ipv6}],
    }
    aws.items("describe_security_groups").append(created)
    return created


def _simulate_delete(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    aws.remove("describe_security_groups", "GroupId", params["GroupId"])
    return {}


EMULATED = EmulatedId(
    prefix="sg",
    created_by=("create_security_group",),
    resource_type="security-group",
    not_found="InvalidGroup.NotFound",
    found_in=("groups.*",),
)
KIND = Kind(
    name=NAME,
    heading="Security groups",
    id_prefix="sg",
    queries=_queries,
    read=_read,
    desire=_desire,
    create=_create,
    compare=_compare,
    delete=_delete,
    followup_queries=_ask,
    creation=REPEATABLE,
    permissions={
        "Look": ("DescribeSecurityGroups",),
        "MakeTagged": ("CreateSecurityGroup",),
        "MakeOnlyHere": ("CreateSecurityGroup",),
        "ChangeOursHere": ("DeleteSecurityGroup",),
    },
    emulated=(EMULATED,),
    not_found=("InvalidGroup.NotFound", "InvalidGroupId.NotFound", "InvalidSecurityGroupID.NotFound"),
    handlers={"create_security_group": _simulate_create, "delete_security_group": _simulate_delete},
)
