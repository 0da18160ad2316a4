"""A kind that netsec does not have: an egress-only internet gateway, whole, for tests of what a kind is.

A tag of netsec.toml switches it on, so that nothing but this file is needed. Facts: EC2 API reference,
CreateEgressOnlyInternetGateway (it has a ClientToken), DescribeEgressOnlyInternetGateways (no filter names a VPC),
DeleteEgressOnlyInternetGateway; VPC user guide, "Amazon VPC quotas" (five in a Region).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from netsec.model import (
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
    Standing,
    identity_tags,
    reason,
    resource_tags,
    tag_map,
    tag_specifications,
    tagged_address,
)
from netsec.model.quota import Quota, QuotaUsage
from netsec.model.response_fields import member_texts
from netsec.model.simulated import Item, Params, SimulatedAws, requested_tags

NAME = "egress_only_gateway"
SWITCH = "Ipv6Egress"
ID = "EgressOnlyInternetGatewayId"
LISTING = Query("describe_egress_only_internet_gateways", "EgressOnlyInternetGateways", id_field=ID)
QUOTA = Quota("egress_only_gateways", "vpc", "L-45FE3B85", 5)


@dataclass(frozen=True, kw_only=True)
class EgressOnlyGatewaySpec(Spec):
    """An egress-only internet gateway as wanted."""

    vpc_id: str


def _is_enabled(config: Config) -> bool:
    return SWITCH in config.tags


def _queries(vpc_id: str) -> tuple[Query, ...]:
    return (LISTING,)


def _desire(config: Config, network: Network) -> Iterator[EgressOnlyGatewaySpec]:
    if _is_enabled(config):
        address = Address(NAME, "main")
        tags = resource_tags(config, address, f"{config.name_prefix}-egress-only")
        yield EgressOnlyGatewaySpec(address=address, tags=tags, vpc_id=network.vpc_id)


def _read(answers: Answers, network: Network) -> Iterator[Live]:
    for item in answers.of(LISTING.op):
        if network.vpc_id in member_texts(item, "Attachments", "VpcId"):
            tags = tag_map(item)
            yield Live(
                kind=NAME,
                id=item[ID],
                address=tagged_address(NAME, tags),
                name=tags.get("Name", ""),
                tags=tags,
                attributes={"vpc_id": network.vpc_id},
                data=item,
            )


def _create(spec: EgressOnlyGatewaySpec) -> Decision:
    call = Call(
        op="create_egress_only_internet_gateway",
        params={
            "VpcId": spec.vpc_id,
            "ClientToken": CLIENT_TOKEN,
            "TagSpecifications": tag_specifications("egress-only-internet-gateway", spec.tags),
        },
        out={"id": f"EgressOnlyInternetGateway.{ID}"},
        sets={"vpc_id": spec.vpc_id},
        recover=Recover(query=LISTING, out={"id": ID}, tags=identity_tags(spec.tags), creation=REPEATABLE),
    )
    return Decision(verb="create", why=reason("network_acl_missing"), steps=(call,))


def _compare(spec: EgressOnlyGatewaySpec, live: Live) -> Decision:
    return Decision(verb="keep", why=reason("as_wanted"))


def _delete(live: Live, options: DestroyOptions) -> Decision:
    call = Call(op="delete_egress_only_internet_gateway", params={ID: live.id}, benign=("InvalidGatewayID.NotFound",))
    return Decision(verb="delete", why=reason("not_wanted"), steps=(call,))


def _simulate_create(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    attached = [{"State": "attached", "VpcId": params["VpcId"]}]
    created = {ID: new_id, "Attachments": attached, "Tags": requested_tags(params)}
    aws.items(LISTING.op).append(created)
    return {"EgressOnlyInternetGateway": created}


def _simulate_delete(aws: SimulatedAws, params: Params, new_id: str) -> Item:
    aws.remove(LISTING.op, ID, params[ID])
    return {}


def _facts(standing: Standing) -> Iterator[str]:
    if standing.live:
        states = member_texts(standing.live.data, "Attachments", "State")
        yield " ".join((standing.live.id, *states))


def _count_quotas(answers: Answers, creates: Sequence[Mapping[str, Any]], vpc_id: str) -> Iterator[QuotaUsage]:
    if creates:
        yield QuotaUsage(QUOTA, "", len(creates) + len(answers.of(LISTING.op)))


KIND = Kind(
    name=NAME,
    heading="Egress-only internet gateways",
    is_enabled=_is_enabled,
    queries=_queries,
    read=_read,
    desire=_desire,
    create=_create,
    compare=_compare,
    delete=_delete,
    facts=_facts,
    count_quotas=_count_quotas,
    id_prefix="eigw",
    creation=REPEATABLE,
    not_found=("InvalidGatewayID.NotFound",),
    permissions={
        "Look": ("DescribeEgressOnlyInternetGateways",),
        "MakeTagged": ("CreateEgressOnlyInternetGateway",),
        "MakeOnlyHere": ("CreateEgressOnlyInternetGateway",),
        "ChangeOurs": ("DeleteEgressOnlyInternetGateway",),
    },
    emulated=(
        EmulatedId(
            prefix="eigw",
            created_by=("create_egress_only_internet_gateway",),
            resource_type="egress-only-internet-gateway",
            not_found="InvalidGatewayID.NotFound",
            found_in=("egress_only_internet_gateways",),
        ),
    ),
    handlers={
        "create_egress_only_internet_gateway": _simulate_create,
        "delete_egress_only_internet_gateway": _simulate_delete,
    },
)
