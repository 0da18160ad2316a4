"""nat_gateway: a zonal public NAT gateway on the zone's fixed address, in the zone's public subnet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from netsec.codes import RETRY_WHILE_IN_USE, RETRYABLE_NAT_FAILURE
from netsec.errors import NatGatewayFailed
from netsec.kinds.nat_gateway.declarations import EMULATED, PERMISSIONS
from netsec.kinds.nat_gateway.quotas import IN_ALL_VPCS, count_nat_gateways
from netsec.kinds.nat_gateway.reading import NAME, live_nat_gateway
from netsec.kinds.nat_gateway.simulation import HANDLERS
from netsec.model import (
    CLIENT_TOKEN,
    EXPIRES_TAG,
    REPEATABLE,
    Address,
    Answers,
    Call,
    Config,
    Decision,
    DestroyOptions,
    Detail,
    Kind,
    Live,
    Network,
    Query,
    Recover,
    Ref,
    Spec,
    Standing,
    Wait,
    identity_tags,
    nat_zones,
    query_by_vpc,
    reason,
    resource_tags,
    tag_specifications,
)
from netsec.model.response_fields import member_texts, text_field
from netsec.model.timestamps import readable_timestamp


@dataclass(frozen=True, kw_only=True)
class NatGatewaySpec(Spec):
    """A NAT gateway as wanted; `allocation_id` is a Ref to our own address, or an id that the person brought.

    `until` is the end that `nat on` set, as its tag says it.
    """

    vpc_id: str
    subnet_id: str
    allocation_id: str | Ref
    until: str = ""


def _queries(vpc_id: str) -> tuple[Query, ...]:
    return (query_by_vpc("describe_nat_gateways", "NatGateways", vpc_id, argument="Filter", id_field="NatGatewayId"),)


def _desire(config: Config, network: Network) -> Iterator[NatGatewaySpec]:
    end = {EXPIRES_TAG: config.nat.expires_at} if config.nat.expires_at else {}
    for zone in nat_zones(config, network):
        address = Address(NAME, zone.name)
        yield NatGatewaySpec(
            address=address,
            tags={**resource_tags(config, address, f"{config.name_prefix}-nat-{zone.name_suffix}"), **end},
            until=config.nat.expires_at,
            vpc_id=network.vpc_id,
            subnet_id=zone.nat_subnet,
            allocation_id=config.nat.eips.get(zone.name) or Ref(Address("elastic_ip", zone.name)),
        )


def _read(answers: Answers, network: Network) -> Iterator[Live]:
    for item in answers.of("describe_nat_gateways"):
        if text_field(item, "VpcId") in ("", network.vpc_id) and text_field(item, "State") != "deleted":
            yield live_nat_gateway(item, network.vpc_id)


def _create(spec: NatGatewaySpec) -> Decision:
    tags = dict(spec.tags)
    call = Call(
        op="create_nat_gateway",
        params={
            "SubnetId": spec.subnet_id,
            "AllocationId": spec.allocation_id,
            "ConnectivityType": "public",
            "ClientToken": CLIENT_TOKEN,
            "TagSpecifications": tag_specifications("natgateway", tags),
        },
        out={"id": "NatGateway.NatGatewayId"},
        sets={"subnet_id": spec.subnet_id, "allocation_id": spec.allocation_id, "vpc_id": spec.vpc_id},
        recover=Recover(
            query=_queries(spec.vpc_id)[0],
            out={"id": "NatGatewayId"},
            tags=identity_tags(tags),
            dead_states=frozenset({"deleted", "deleting", "failed"}),
            creation=REPEATABLE,
        ),
    )
    own_id = Ref(spec.address)
    return Decision(
        verb="create",
        why=reason("nat_gateway_missing", zone=spec.address.name),
        steps=(call, _until_available(spec.vpc_id, own_id)),
    )


def _until_available(vpc_id: str, gateway_id: str | Ref) -> Wait:
    """Pending takes one to three minutes; a gateway that vanishes, or fails for no fault of ours, is made anew."""
    return Wait(
        query=_queries(vpc_id)[0],
        id=gateway_id,
        id_field="NatGatewayId",
        good_states=frozenset({"available"}),
        bad_states=frozenset({"failed", "deleting", "deleted"}),
        reason_fields=("FailureCode", "FailureMessage"),
        replan_on=frozenset({"deleting", "deleted", RETRYABLE_NAT_FAILURE}),
        error=NatGatewayFailed,
        on_bad_state=reason("nat_failed"),
        on_timeout=reason("nat_slow"),
        out={"public_ip": "NatGatewayAddresses.0.PublicIp"},
        patience=600.0,
    )


def _compare(spec: NatGatewaySpec, live: Live) -> Decision:
    if live.attributes["subnet_id"] != spec.subnet_id:
        was = live.attributes["subnet_id"]
        return Decision(verb="replace", why=reason("nat_gateway_subnet", was=was, wanted=spec.subnet_id))
    if isinstance(spec.allocation_id, Ref) or spec.allocation_id not in live.uses:
        was = live.attributes["allocation_id"]
        return Decision(verb="replace", why=reason("nat_gateway_address", was=was, wanted=str(spec.allocation_id)))
    if text_field(live.data, "State") == "pending":
        wait = _until_available(spec.vpc_id, live.id)
        return Decision(verb="update", why=reason("nat_gateway_pending"), steps=(wait,))
    why = reason("nat_on_until", until=readable_timestamp(spec.until)) if spec.until else reason("as_wanted")
    return Decision(verb="keep", why=why)


def _delete(live: Live, retire: DestroyOptions) -> Decision:
    if live.foreign_holders:
        return Decision(verb="blocked", why=reason("nat_gateway_serves", appliance=", ".join(live.foreign_holders)))
    params = {"NatGatewayId": live.id}
    call = Call(op="delete_nat_gateway", params=params, benign=("NatGatewayNotFound",), retry_on=RETRY_WHILE_IN_USE)
    wait = Wait(
        query=_queries(live.attributes["vpc_id"])[0],
        id=live.id,
        id_field="NatGatewayId",
        good_states=frozenset({"deleted"}),
        when_missing="good",
        patience=900.0,
    )
    public_ip = live.attributes["public_ip"]
    return Decision(
        verb="delete",
        why=_why_gone(live),
        steps=(wait,) if text_field(live.data, "State") == "deleting" else (call, wait),
        details=(Detail("-", public_ip, reason("its_public_ip")),) if public_ip else (),
    )


def _why_gone(live: Live) -> Any:
    state, failure = text_field(live.data, "State"), text_field(live.data, "FailureCode") or "unknown"
    if state == "failed":
        return reason("nat_gateway_failed", failure=failure, message=text_field(live.data, "FailureMessage"))
    return reason("still_deleting") if state == "deleting" else reason("not_wanted")


def _facts(standing: Standing) -> Iterator[str]:
    """Id, state, public IPs, and the zone: of one that still serves, or will."""
    item = standing.live.data if standing.live else {}
    if item and text_field(item, "State") not in ("failed", "deleted"):
        subnet_id, subnets = text_field(item, "SubnetId"), standing.answers.of("describe_subnets")
        zones = (text_field(subnet, "AvailabilityZone") for subnet in subnets if subnet["SubnetId"] == subnet_id)
        ips = member_texts(item, "NatGatewayAddresses", "PublicIp")
        state = text_field(item, "State") or "unknown"
        yield " ".join((item["NatGatewayId"], state, *ips, next(zones, subnet_id)))


KIND = Kind(
    name=NAME,
    heading="NAT gateways",
    id_prefix="nat",
    queries=_queries,
    read=_read,
    desire=_desire,
    create=_create,
    compare=_compare,
    delete=_delete,
    count_quotas=count_nat_gateways,
    quota_queries=(IN_ALL_VPCS,),
    facts=_facts,
    judged_with=("elastic_ip",),
    creation=REPEATABLE,
    is_charged=True,
    permissions=PERMISSIONS,
    emulated=(EMULATED,),
    is_outbound=True,
    not_found=("NatGatewayNotFound", "InvalidNatGatewayID.NotFound"),
    handlers=HANDLERS,
)
