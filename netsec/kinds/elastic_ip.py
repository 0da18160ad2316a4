"""elastic_ip: the fixed public address of a zone's NAT gateway; addresses that people bring are no resource of ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from netsec.codes import RELEASE_TOO_EARLY
from netsec.model import (
    KEEP_TAG,
    Address,
    Answers,
    Call,
    Config,
    Decision,
    Detail,
    Kind,
    Live,
    Network,
    Query,
    Recover,
    Retire,
    Spec,
    identity_tags,
    live_address,
    nat_zones,
    reason,
    tag_list,
    tag_map,
    tag_specifications,
    tags_for,
)

NAME = "elastic_ip"
ADDRESSES = Query("describe_addresses", "Addresses")
# AllocateAddress has no ClientToken, so a lost answer is looked for twice as long before it is asked again.
VISIBLE_AFTER = 60.0
# A NAT gateway in such a state names an address that it need not have.
ENDED = frozenset({"failed", "deleted"})


@dataclass(frozen=True, kw_only=True)
class ElasticIp(Spec):
    """An address as wanted: any free one of Amazon's pool."""


def queries(vpc_id: str) -> tuple[Query, ...]:
    return (ADDRESSES,)


def desire(config: Config, network: Network) -> Iterator[ElasticIp]:
    for zone in nat_zones(config, network):
        if zone.name not in config.nat.eips:
            address = Address(NAME, zone.name)
            yield ElasticIp(address=address, tags=tags_for(config, address, f"{config.prefix}-nat-eip-{zone.letter}"))


def read(answers: Answers, network: Network) -> Iterator[Live]:
    gateways = answers.of("describe_nat_gateways")
    for item in answers.of("describe_addresses"):
        if item.get("AllocationId"):
            yield _live(item, frozenset(gateway["State"] for gateway in gateways if _has(gateway, item)))


def _has(gateway: dict[str, Any], item: dict[str, Any]) -> bool:
    """Whether this gateway has the address; one that failed or is gone goes on naming it, whoever has it by now."""
    named = [
        each for each in gateway.get("NatGatewayAddresses") or () if each.get("AllocationId") == item["AllocationId"]
    ]
    if gateway["State"] not in ENDED:
        return bool(named)
    return any(each.get("NetworkInterfaceId") == item.get("NetworkInterfaceId") for each in named)


def _live(item: dict[str, Any], gateway_states: frozenset[str]) -> Live:
    """`data` is the association that a NAT gateway already gone has left behind, if any.

    An address that AWS manages for one of its services is that service's to release.
    """
    tags, association = tag_map(item), item.get("AssociationId", "")
    left_behind = bool(association) and gateway_states == {"deleted"}
    elsewhere = bool(association) and not gateway_states
    managed = f"AWS ({item['ServiceManaged']})" if item.get("ServiceManaged") else ""
    return Live(
        kind=NAME,
        id=item["AllocationId"],
        address=live_address(NAME, tags),
        name=tags.get("Name", ""),
        tags=tags,
        attributes={"public_ip": item.get("PublicIp", "")},
        data=association if left_behind else "",
        holders=tuple(each for each in (managed, _describe_holder(item) if elsewhere else "") if each),
    )


def _describe_holder(item: dict[str, Any]) -> str:
    return str(item.get("NetworkInterfaceId") or item.get("InstanceId") or item["AssociationId"])


def create(spec: ElasticIp) -> Decision:
    out = {"id": "AllocationId", "public_ip": "PublicIp"}
    call = Call(
        op="allocate_address",
        params={"Domain": "vpc", "TagSpecifications": tag_specifications("elastic-ip", spec.tags)},
        out=out,
        repeat=False,
        recover=Recover(
            query=ADDRESSES, out=out, tags=identity_tags(dict(spec.tags)), window=VISIBLE_AFTER, resend=False
        ),
    )
    return Decision(verb="create", why=reason("address_missing", zone=spec.address.name), steps=(call,))


def compare(spec: ElasticIp, live: Live) -> Decision:
    if live.holders:
        return Decision(verb="blocked", why=reason("address_held_elsewhere", holder=live.holders[0]))
    if live.data:
        return Decision(verb="update", why=reason("address_left_associated"), steps=_let_go(live))
    return Decision(verb="keep", why=reason("as_wanted"))


def delete(live: Live, retire: Retire) -> Decision:
    """Release it, or keep it: with a tag that says so, since that must outlive the state file."""
    marked = KEEP_TAG in live.tags
    if retire.keep_addresses or (marked and not retire.explicit):
        mark = Call(op="create_tags", params={"Resources": [live.id], "Tags": tag_list({KEEP_TAG: "true"})})
        return Decision(
            verb="keep",
            why=reason("address_kept", public_ip=live.attributes["public_ip"]),
            steps=() if marked else (mark,),
        )
    release = Call(
        op="release_address",
        params={"AllocationId": live.id},
        benign=("InvalidAllocationID.NotFound", "InvalidAddress.NotFound"),
        retry_on=RELEASE_TOO_EARLY,
    )
    gone = Detail("-", live.attributes["public_ip"], reason("public_ip_given_up"))
    return Decision(verb="delete", why=reason("not_wanted"), steps=(*_let_go(live), release), details=(gone,))


def _let_go(live: Live) -> tuple[Call, ...]:
    """End the association with a NAT gateway that is gone, so that the address can be used or released."""
    call = Call(
        op="disassociate_address",
        params={"AssociationId": live.data},
        benign=("InvalidAssociationID.NotFound",),
        retry_on=("AuthFailure",),
    )
    return (call,) if live.data else ()


KIND = Kind(
    name=NAME,
    queries=queries,
    read=read,
    desire=desire,
    create=create,
    compare=compare,
    delete=delete,
)
