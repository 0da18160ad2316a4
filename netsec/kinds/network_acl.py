"""network_acl: the list itself; what it says is `network_acl_entries`, whom it guards is `network_acl_association`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netsec.codes import STILL_HELD
from netsec.model import (
    ASSOCIATE_TAG,
    TOKEN,
    Address,
    Answers,
    Call,
    Config,
    Decision,
    Kind,
    Live,
    Network,
    Query,
    Recover,
    Retire,
    Spec,
    by_vpc,
    identity_tags,
    live_address,
    reason,
    tag_map,
    tag_specifications,
    tags_for,
)

NAME = "network_acl"


@dataclass(frozen=True, kw_only=True)
class NetworkAcl(Spec):
    """A network ACL as wanted."""

    vpc_id: str


def queries(vpc_id: str) -> tuple[Query, ...]:
    return (by_vpc("describe_network_acls", "NetworkAcls", vpc_id),)


def desire(config: Config, network: Network) -> Iterator[NetworkAcl]:
    for acl in config.network_acls:
        address = Address(NAME, acl.key)
        marks = {ASSOCIATE_TAG: "true"} if acl.associate else {}
        yield NetworkAcl(address=address, tags={**tags_for(config, address, acl.name), **marks}, vpc_id=network.vpc_id)


def read(answers: Answers, network: Network) -> Iterator[Live]:
    for item in answers.of("describe_network_acls"):
        tags = tag_map(item)
        yield Live(
            kind=NAME,
            id=item["NetworkAclId"],
            address=live_address(NAME, tags),
            name=tags.get("Name", ""),
            tags=tags,
            attributes={"name": tags.get("Name", "")},
        )


def create(spec: NetworkAcl) -> Decision:
    tags = dict(spec.tags)
    call = Call(
        op="create_network_acl",
        params={
            "VpcId": spec.vpc_id,
            "ClientToken": TOKEN,
            "TagSpecifications": tag_specifications("network-acl", tags),
        },
        out={"id": "NetworkAcl.NetworkAclId"},
        recover=Recover(query=queries(spec.vpc_id)[0], out={"id": "NetworkAclId"}, tags=identity_tags(tags)),
    )
    return Decision(verb="create", why=reason("network_acl_missing"), steps=(call,))


def compare(spec: NetworkAcl, live: Live) -> Decision:
    return Decision(verb="keep", why=reason("as_wanted"))


def delete(live: Live, retire: Retire) -> Decision:
    call = Call(
        op="delete_network_acl",
        params={"NetworkAclId": live.id},
        benign=("InvalidNetworkAclID.NotFound",),
        retry_on=STILL_HELD,
    )
    return Decision(verb="delete", why=reason("not_wanted"), steps=(call,))


KIND = Kind(
    name=NAME,
    id_prefix="acl",
    queries=queries,
    read=read,
    desire=desire,
    create=create,
    compare=compare,
    delete=delete,
)
