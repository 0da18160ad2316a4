"""vpc_endpoint: a private path from the VPC to an AWS service, by routes (Gateway) or interfaces (Interface)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from netsec.codes import RETRY_WHILE_IN_USE
from netsec.kinds.vpc_endpoint.attachments import attachments_difference, attachments_of
from netsec.kinds.vpc_endpoint.declarations import EMULATED, PERMISSIONS
from netsec.kinds.vpc_endpoint.quotas import count_endpoints
from netsec.kinds.vpc_endpoint.reading import ENDED_STATES, GATEWAY, INTERFACE, NAME, live_vpc_endpoint
from netsec.kinds.vpc_endpoint.simulation import HANDLERS
from netsec.model import (
    CLIENT_TOKEN,
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
    Wait,
    identity_tags,
    query_by_vpc,
    reason,
    resource_tags,
    tag_specifications,
)
from netsec.model.response_fields import text_field

# The security group of interface endpoints; the config loader adds it to those of the config.
GROUP = "endpoints"
NOT_FOUND_CODES = ("InvalidVpcEndpointId.NotFound", "InvalidVpcEndpoint.NotFound")


@dataclass(frozen=True, kw_only=True)
class VpcEndpointSpec(Spec):
    """An endpoint as wanted. `subnets` are, for each zone, those it may stand in: any one of them will do."""

    vpc_id: str
    service: str
    type: str
    table_ids: tuple[str, ...] = ()
    subnets: tuple[tuple[str, ...], ...] = ()
    group_ids: tuple[str | Ref, ...] = ()
    private_dns: bool = False


def _queries(vpc_id: str) -> tuple[Query, ...]:
    return (query_by_vpc("describe_vpc_endpoints", "VpcEndpoints", vpc_id, id_field="VpcEndpointId"),)


def _desire(config: Config, network: Network) -> Iterator[VpcEndpointSpec]:
    wanted = config.endpoints
    tables = tuple(sorted({table for zone in network.zones for table in zone.private_route_tables}))
    for name in wanted.gateway:
        yield _spec(config, network, name, GATEWAY, table_ids=tables)
    zones = [zone for zone in network.zones if zone.private_subnets and zone.name in (wanted.zones or (zone.name,))]
    for name in wanted.interface:
        yield _spec(
            config,
            network,
            name,
            INTERFACE,
            subnets=tuple(zone.private_subnets for zone in zones),
            group_ids=(Ref(Address("security_group", GROUP)),),
            private_dns=wanted.private_dns,
        )


def _spec(config: Config, network: Network, name: str, kind: str, **fields: Any) -> VpcEndpointSpec:
    address, service = Address(NAME, name), service_name(config.region, name)
    return VpcEndpointSpec(
        address=address,
        tags=resource_tags(config, address, f"{config.name_prefix}-{name.replace('.', '-')}-endpoint"),
        natural_name=service,
        vpc_id=network.vpc_id,
        service=service,
        type=kind,
        **fields,
    )


def service_name(region: str, name: str) -> str:
    """The whole name of one of AWS's services there; in China most have another prefix (VPC guide, AWS services)."""
    china = region.startswith("cn-") and name not in ("s3", "dynamodb")
    return f"{'cn.' if china else ''}com.amazonaws.{region}.{name}"


def _read(answers: Answers, network: Network) -> Iterator[Live]:
    tables = {table for zone in network.zones for table in zone.private_route_tables}
    for item in answers.of("describe_vpc_endpoints"):
        yield live_vpc_endpoint(item, network.vpc_id, tables)


def _create(spec: VpcEndpointSpec) -> Decision:
    tags = dict(spec.tags)
    call = Call(
        op="create_vpc_endpoint",
        params={
            "VpcEndpointType": spec.type,
            "VpcId": spec.vpc_id,
            "ServiceName": spec.service,
            **{name: list(ids) for name, ids in _wanted(spec, {}).items() if ids},
            **({"PrivateDnsEnabled": spec.private_dns} if spec.type == INTERFACE else {}),
            "ClientToken": CLIENT_TOKEN,
            "TagSpecifications": tag_specifications("vpc-endpoint", tags),
        },
        out={"id": "VpcEndpoint.VpcEndpointId"},
        sets={"service": spec.service, "vpc_id": spec.vpc_id},
        recover=Recover(
            query=_queries(spec.vpc_id)[0],
            out={"id": "VpcEndpointId"},
            tags=identity_tags(tags),
            dead_states=ENDED_STATES,
            creation=REPEATABLE,
        ),
    )
    wait = _until_available(spec, Ref(spec.address))
    return Decision(verb="create", why=reason("endpoint_missing", service=spec.service), steps=(call, wait))


def _until_available(spec: VpcEndpointSpec, endpoint_id: str | Ref) -> Wait:
    return Wait(
        query=_queries(spec.vpc_id)[0],
        id=endpoint_id,
        id_field="VpcEndpointId",
        good_states=frozenset({"available", "Available"}),
        bad_states=frozenset({*ENDED_STATES, *(state.capitalize() for state in ENDED_STATES)}),
        reason_fields=("LastError.Code", "LastError.Message"),
        on_bad_state=reason("endpoint_failed"),
    )


def _wanted(spec: VpcEndpointSpec, current: dict[str, tuple[str, ...]]) -> dict[str, tuple[str | Ref, ...]]:
    """The lists as wanted; of the subnets that will do in a zone, the one it stands in already."""
    current_subnets = set(current.get("SubnetIds", ()))
    subnets = tuple(min(current_subnets & set(zone), default=zone[0]) for zone in spec.subnets)
    return {"RouteTableIds": spec.table_ids, "SubnetIds": subnets, "SecurityGroupIds": spec.group_ids}


def _compare(spec: VpcEndpointSpec, live: Live) -> Decision:
    if (spec.service, spec.type) != (live.data["ServiceName"], live.data["VpcEndpointType"]):
        return Decision(verb="replace", why=reason("endpoint_other_service", was=live.data["ServiceName"]))
    current = attachments_of(live.data)
    params, details = attachments_difference(_wanted(spec, current), current)
    if spec.type == INTERFACE and spec.private_dns != bool(live.data.get("PrivateDnsEnabled")):
        params["PrivateDnsEnabled"] = spec.private_dns
        details += (Detail("~", f"private DNS {'on' if spec.private_dns else 'off'}", reason("endpoint_private_dns")),)
    pending = text_field(live.data, "State").lower().startswith("pending")
    if not params:
        wait = (_until_available(spec, live.id),) if pending else ()
        why = reason("endpoint_pending" if pending else "as_wanted")
        return Decision(verb="update" if pending else "keep", why=why, steps=wait)
    call = Call(op="modify_vpc_endpoint", params={"VpcEndpointId": live.id, **params}, idempotent=False)
    settled = _until_available(spec, live.id)
    # EC2 changes none that is still being made.
    steps = (settled, call, settled) if pending else (call, settled)
    return Decision(verb="update", why=reason("endpoint_differs"), steps=steps, details=details)


def _delete(live: Live, retire: DestroyOptions) -> Decision:
    """DeleteVpcEndpoints tells of what it could not delete in its answer; the connection makes that a failure."""
    call = Call(
        op="delete_vpc_endpoints",
        params={"VpcEndpointIds": [live.id]},
        benign=NOT_FOUND_CODES,
        retry_on=RETRY_WHILE_IN_USE,
    )
    wait = Wait(
        query=_queries(live.attributes["vpc_id"])[0],
        id=live.id,
        id_field="VpcEndpointId",
        good_states=frozenset({"deleted", "Deleted"}),
        when_missing="good",
        patience=900.0,
    )
    leaving = text_field(live.data, "State").lower() in ("deleting", "deleted")
    why = reason("still_deleting" if leaving else "not_wanted")
    return Decision(verb="delete", why=why, steps=(wait,) if leaving else (call, wait))


KIND = Kind(
    name=NAME,
    heading="VPC endpoints",
    id_prefix="vpce",
    queries=_queries,
    read=_read,
    desire=_desire,
    create=_create,
    compare=_compare,
    delete=_delete,
    count_quotas=count_endpoints,
    judged_with=("security_group",),
    creation=REPEATABLE,
    is_charged=True,
    permissions=PERMISSIONS,
    emulated=(EMULATED,),
    not_found=NOT_FOUND_CODES,
    handlers=HANDLERS,
)
